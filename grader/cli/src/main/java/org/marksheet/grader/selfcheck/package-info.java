/** The test of the tests: solution, skeleton, mistakes, alternatives and lookalikes against the hidden checks. */
package org.marksheet.grader.selfcheck;
