/**
 * What a sheet's author writes with: checks, mistakes, alternatives, lookalikes, and the sheet that lists
 * them.
 */
package org.marksheet.grader.api;
