package org.marksheet.sheet41.chat;

/**
 * How a model writes.
 *
 * @param maxNewTokens the most tokens of an answer, at least 1
 * @param temperature at least 0; 0 is greedy
 * @param topK how many tokens stay, 0 for all
 * @param topP probability that the kept tokens reach, in (0, 1]
 * @param seed the same seed draws the same
 */
public record Manner(int maxNewTokens, float temperature, int topK, float topP, long seed) {
    /** Rejects what cannot be. */
    public Manner {
        if (maxNewTokens < 1) {
            throw new IllegalArgumentException("max-new-tokens is " + maxNewTokens + "; it must be at least 1.");
        }
    }

    /** Returns the same with other draws. */
    public Manner withSeed(long other) {
        return new Manner(maxNewTokens, temperature, topK, topP, other);
    }
}
