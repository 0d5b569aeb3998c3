/** Runs a sheet's hidden checks in this process against a subject, and records every call they make. */
package org.marksheet.grader.checks;
