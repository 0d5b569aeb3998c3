/** Child processes of the grader, and the pipes to them. */
package org.marksheet.grader.process;
