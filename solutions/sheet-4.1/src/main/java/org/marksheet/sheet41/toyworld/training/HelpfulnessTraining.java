package org.marksheet.sheet41.toyworld.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.marksheet.lab.model.TextClassifier.Tokens;
import org.marksheet.lab.model.distilbert.DistilBert;
import org.marksheet.sheet41.preference.Preferences;
import org.marksheet.sheet41.toyworld.instruction.PreferencePair;
import org.marksheet.sheet41.toyworld.instruction.PreferencePairs;

/** Trains a reward model on pairs of answers: the preferred one shall get the higher reward. */
final class HelpfulnessTraining {
    private final Sources sources;
    private final PreferencePairs pairs;
    private final Preferences preferences;

    HelpfulnessTraining(Sources sources, PreferencePairs pairs, Preferences preferences) {
        this.sources = sources;
        this.pairs = pairs;
        this.preferences = preferences;
    }

    /**
     * Trains; every pair is read once.
     *
     * @param model is changed; its one logit is the reward
     * @param plan how; a row of a batch is a pair
     * @param progress told after each step
     */
    void run(DistilBert model, Plan plan, Progress progress) {
        SplittableRandom random = sources.random(Sources.Use.PREFERENCE);
        Descent.run(model.parameters(), plan, step -> {
            List<PreferencePair> batch = Stream.generate(() -> pairs.draw(random)).limit(plan.batch()).toList();
            NDArray rewards = rewards(model, batch); // [2 B]
            NDArray chosen = rewards.get(new NDIndex(":{}", plan.batch()));
            NDArray rejected = rewards.get(new NDIndex("{}:", plan.batch()));
            return preferences.bradleyTerryLoss(chosen, rejected, chosen.zerosLike());
        }, progress);
    }

    /** Returns the rewards of all chosen answers, and behind them those of all rejected ones: [2 B]. */
    static NDArray rewards(DistilBert model, List<PreferencePair> batch) {
        List<String> texts = Stream.concat(
                batch.stream().map(pair -> pair.prompt() + " " + pair.chosen()),
                batch.stream().map(pair -> pair.prompt() + " " + pair.rejected())).toList();
        Tokens tokens = model.encode(texts);
        return model.logits(tokens.ids(), tokens.attentionMask()).squeeze(1);
    }
}
