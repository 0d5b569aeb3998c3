/** What a submission earned: outcomes of checks turned into exact points, and the result record. */
package org.marksheet.grader.score;
