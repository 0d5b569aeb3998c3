package org.marksheet.grader.sandbox;

/**
 * One thing that a worker must not be able to do, and what came of trying it.
 *
 * @param name what is kept from it: {@code network}
 * @param holds whether the attempt was refused
 * @param detail what happened, in words
 */
public record Wall(String name, boolean holds, String detail) {}
