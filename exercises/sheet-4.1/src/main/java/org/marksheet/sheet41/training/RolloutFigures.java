package org.marksheet.sheet41.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.marksheet.sheet41.kl.KlPenalty;
import org.marksheet.sheet41.ppo.Rollout;

/** What a batch of responses was like. */
final class RolloutFigures {
    private RolloutFigures() {}

    /**
     * Returns figures by the names of the log: sums along a response, means over the batch.
     *
     * @param rollout the batch
     * @param kl measures the divergence
     * @param eosId the token that ends a response
     */
    static Map<String, Double> of(Rollout rollout, KlPenalty kl, int eosId) {
        boolean[] mask = rollout.responses().responseMask().toBooleanArray();
        float[] logProbs = rollout.logProbs().toFloatArray();
        float[] rewards = rollout.rewards().toFloatArray();
        long[] ids = rollout.responses().responseIds().toLongArray();
        long rows = rollout.scores().size();
        double surprise = 0;
        double paid = 0;
        long tokens = 0;
        long ends = 0;
        for (int i = 0; i < mask.length; i++) {
            if (mask[i]) {
                surprise -= logProbs[i];
                paid += rewards[i];
                tokens++;
                ends += ids[i] == eosId ? 1 : 0;
            }
        }
        double score = rollout.scores().mean().getFloat();
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("objective/kl", (double) kl.sequenceKl(
                rollout.logProbs(), rollout.refLogProbs(), rollout.responses().responseMask()));
        figures.put("objective/entropy", surprise / rows);
        figures.put("objective/non_score_reward", paid / rows - score);
        figures.put("objective/rlhf_reward", paid / rows);
        figures.put("objective/scores", score);
        figures.put("val/num_eos_tokens", (double) ends);
        figures.put("response/length", (double) tokens / rows);
        return figures;
    }
}
