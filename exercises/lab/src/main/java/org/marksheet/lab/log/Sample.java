package org.marksheet.lab.log;

/**
 * What a model wrote after the same prompt before and after training.
 *
 * @param prompt what was given
 * @param before what the model wrote before
 * @param after what it wrote after
 * @param rewardBefore how that was liked
 * @param rewardAfter how that was liked
 */
public record Sample(String prompt, String before, String after, double rewardBefore, double rewardAfter) {}
