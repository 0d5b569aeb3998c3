/** The main path: a class of submissions through all stages, each result kept as soon as it is there. */
package org.marksheet.grader.grading;
