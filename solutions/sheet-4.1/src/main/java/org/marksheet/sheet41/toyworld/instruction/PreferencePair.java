package org.marksheet.sheet41.toyworld.instruction;

/**
 * Two answers to one instruction, and which of them was liked better.
 *
 * @param prompt what the model was given, see {@link Dialogue#prompt}
 * @param chosen the answer that was liked better
 * @param rejected the other one
 * @param flaw what is wrong with the worse answer
 * @param isNoisy whether the judge was wrong and the worse answer is the chosen one
 */
public record PreferencePair(String prompt, String chosen, String rejected, Flaw flaw, boolean isNoisy) {}
