package org.marksheet.grader.compile;

/**
 * An error as the compiler process reports it, not yet in words for a student.
 *
 * @param path canonical path of the file, or empty if javac names none
 * @param line counted from 1, or 0
 * @param offset characters from the beginning of the text, or -1
 * @param code javac's key without {@code compiler.err.}, or one of ours, which begins with {@code sheet.}
 * @param detail javac's message in English, or what one of ours is about
 */
record Finding(String path, long line, long offset, String code, String detail) {}
