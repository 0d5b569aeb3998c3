package org.marksheet.sheet41.generation;

/**
 * How responses are generated.
 *
 * @param maxNewTokens the most response tokens, at least 1
 * @param minNewTokens the least response tokens before an end is allowed, at least 0
 * @param temperature tau, at least 0; 0 is greedy
 * @param topK how many tokens stay, 0 for all
 * @param topP probability that the kept tokens reach, in (0, 1]
 * @param eosId the token that ends a response
 * @param padId the token that fills rows; may be the same as eosId
 */
public record GenerationOptions(
        int maxNewTokens, int minNewTokens, float temperature, int topK, float topP, int eosId, int padId) {
    /** Returns the same with another limit. */
    public GenerationOptions withMaxNewTokens(int limit) {
        return new GenerationOptions(limit, minNewTokens, temperature, topK, topP, eosId, padId);
    }
}
