/**
 * The grader: from a folder of strangers' work to points and words.
 *
 * <p>Rooms, each of which may know those to its right: {@code cli handout grading selfcheck report score
 * diagnosis checks sandbox gpu compile process intake sheet}.
 */
package org.marksheet.grader;
