/** Child processes with raw streams, bounded error output and an end that always works. */
package org.marksheet.grader.process;
