/** Writes results down: a page and a Markdown text per student, a page of the class, and files for machines. */
package org.marksheet.grader.report;
