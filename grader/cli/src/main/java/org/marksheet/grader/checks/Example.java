package org.marksheet.grader.checks;

/**
 * A case in which a check failed.
 *
 * @param input the arguments of the latest call, one {@code name = value} a line
 * @param yours what the submission answered
 * @param expected what was expected
 */
public record Example(String input, String yours, String expected) {}
