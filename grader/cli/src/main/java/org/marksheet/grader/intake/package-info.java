/** Turns paths of the command line into submissions: the sheet's own files and nothing else, in memory and within bounds. */
package org.marksheet.grader.intake;
