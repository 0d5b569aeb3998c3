/** Tells which known mistake a submission behaves like, by playing its recorded calls to each of them. */
package org.marksheet.grader.diagnosis;
