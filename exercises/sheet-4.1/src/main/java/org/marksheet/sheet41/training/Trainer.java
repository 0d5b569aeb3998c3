package org.marksheet.sheet41.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.pretrained.ActorCritic;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.QuietHeap;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.train.AdamW;
import org.marksheet.sheet41.kl.KlPenalty;
import org.marksheet.sheet41.ppo.PpoOptions;
import org.marksheet.sheet41.ppo.PpoParts;
import org.marksheet.sheet41.ppo.PpoUpdate;
import org.marksheet.sheet41.ppo.Rollout;
import org.marksheet.sheet41.ppo.Scorer;

/**
 * Lets a policy learn, batch after batch.
 *
 * <p>All randomness of an update comes from the run's seed and the update's number, so a run that is interrupted and resumed does the
 * same as one that was not.
 */
public final class Trainer implements AutoCloseable {
    private final TrainingSettings settings;
    private final PpoUpdate update;
    private final PpoParts parts;
    private final Prompts prompts;
    private final Scorer scorer;
    private final ActorCritic actorCritic;
    private final CausalModel reference;
    private final AdamW optimizer;
    private int done;
    private double klCoefficient;

    /** Is told what each update was like. */
    @FunctionalInterface
    public interface Listener {
        /**
         * After an update.
         *
         * @param done how many updates were made, this one included
         * @param figures by the names of the log
         */
        void updated(int done, Map<String, Double> figures);
    }

    /**
     * Prepares a run from the beginning.
     *
     * @param settings how
     * @param task what is learnt from
     * @param start the language model that the policy and the reference begin as; copied
     */
    public Trainer(TrainingSettings settings, Task task, CausalModel start) {
        Torch.keepFreedMemory();
        this.settings = settings;
        this.update = task.update();
        this.parts = task.parts();
        this.prompts = task.prompts();
        this.scorer = task.scorer();
        this.actorCritic = ActorCritic.from(start, settings.seed());
        this.actorCritic.parameters().setRequiresGradient(true);
        this.reference = start.copy();
        this.optimizer = new AdamW(actorCritic.parameters(), AdamW.Settings.defaults());
        this.klCoefficient = settings.ppo().klCoefficient();
    }

    /**
     * What is learnt from.
     *
     * @param update how a batch changes the policy
     * @param parts the methods of the other exercises
     * @param prompts what is answered
     * @param scorer says how good an answer is
     */
    public record Task(PpoUpdate update, PpoParts parts, Prompts prompts, Scorer scorer) {}

    /** Returns the policy as it is now. */
    public CausalModel policy() {
        return actorCritic.policy();
    }

    /** Returns how many updates were made. */
    public int done() {
        return done;
    }

    /** Returns what must be kept to go on later. */
    public TrainingState state() {
        return new TrainingState(done, klCoefficient, actorCritic, optimizer);
    }

    /** Goes on where a run was interrupted. */
    public void restore(TrainingState.Saved saved) {
        saved.into(actorCritic, optimizer);
        done = saved.updates();
        klCoefficient = saved.klCoefficient();
    }

    /**
     * Makes the updates that are left.
     *
     * @param listener is told of each
     * @param goesOn is asked before each
     */
    public void run(Listener listener, BooleanSupplier goesOn) {
        ModelLearner learner = new ModelLearner(
                actorCritic,
                reference,
                optimizer,
                new ModelLearner.Steps(settings.optimizer().learningRate(), settings.optimizer().longestGradient()),
                QuietHeap.ofUnknownSize(8 << 20));
        while (done < settings.updates() && goesOn.getAsBoolean()) {
            Map<String, Double> figures = Gradients.off(() -> step(learner));
            done++;
            listener.updated(done, figures);
        }
    }

    private Map<String, Double> step(ModelLearner learner) {
        PpoOptions options = settings.ppo().withKlCoefficient((float) klCoefficient);
        Journal journal = new Journal(options);
        learner.writeTo(journal);
        long began = System.nanoTime();
        try (NDManager manager = Torch.manager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            List<long[]> batch = prompts.batch(settings.batch(), settings.prompts(), seed(2L * done));
            Rollout rollout = update.ppoUpdate(
                    learner, batch, scorer, parts, options, new SeededRandom(manager, seed(2L * done + 1)));
            Map<String, Double> figures =
                    new LinkedHashMap<>(RolloutFigures.of(rollout, parts.kl(), options.generation().eosId()));
            double seconds = (System.nanoTime() - began) / 1e9;
            figures.put("objective/kl_coef", klCoefficient);
            figures.putAll(journal.figures());
            figures.put("lr", settings.optimizer().learningRate());
            figures.put("episode", (double) (done + 1) * settings.batch());
            figures.put("tokens_per_second", figures.get("response/length") * settings.batch() / seconds);
            klCoefficient = nextCoefficient(parts.kl(), figures.get("objective/kl"));
            return figures;
        }
    }

    private double nextCoefficient(KlPenalty penalty, double kl) {
        TrainingSettings.KlControl control = settings.klControl();
        return control.adaptive()
                ? penalty.adaptKlCoefficient(klCoefficient, kl, control.target(), settings.batch(), control.horizon())
                : klCoefficient;
    }

    /** Spreads neighbouring numbers far apart. */
    private long seed(long number) {
        return new SplittableRandom(settings.seed() * 1_000_003 + number).nextLong();
    }

    @Override
    public void close() {
        optimizer.close();
        reference.close();
        actorCritic.close();
    }
}
