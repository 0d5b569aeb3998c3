/** Reads a sheet's Markdown, the source of all words and points, and turns it into HTML with formulas as MathML. */
package org.marksheet.grader.sheet;
