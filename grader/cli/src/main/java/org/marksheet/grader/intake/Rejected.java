package org.marksheet.grader.intake;

/**
 * A submission that cannot be taken.
 *
 * @param name unique, safe as a folder's name
 * @param reason sentences that begin with the file's name and end with what to do next
 */
public record Rejected(String name, String reason) implements Incoming {}
