package org.marksheet.grader.sheet;

/**
 * A formula in a Markdown text.
 *
 * @param tex without the dollar signs and the space around it
 * @param display whether it stands on a line of its own
 */
public record Formula(String tex, boolean display) {}
