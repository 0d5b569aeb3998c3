/** Compiles a submission's TODO files in a warm process that no student code ever runs in, and says in words what is wrong with them. */
package org.marksheet.grader.compile;
