/** The command line: options in, words and exit codes out. Nothing below this room prints. */
package org.marksheet.grader.cli;
