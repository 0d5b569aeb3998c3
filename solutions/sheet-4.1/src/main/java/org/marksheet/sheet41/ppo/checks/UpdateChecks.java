package org.marksheet.sheet41.ppo.checks;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.sheet41.ppo.PpoUpdate;
import org.marksheet.sheet41.ppo.checks.UpdateParts.LogProbs;
import org.marksheet.sheet41.ppo.checks.UpdateParts.Penalty;
import org.marksheet.sheet41.ppo.checks.UpdateParts.PolicyStep;
import org.marksheet.sheet41.ppo.checks.UpdateParts.Rows;
import org.marksheet.sheet41.ppo.checks.UpdateParts.ValueStep;
import org.marksheet.sheet41.training.PortableLearner.Parts;

/**
 * What 4.1.9.e must do: updates of a model with 16 tokens, which is sent to the subject and sent back changed. All other exercises
 * are solved in them, so that mistakes there cost nothing here.
 */
public class UpdateChecks {
    /** What float32 and another order of sums explain. */
    private static final double TOLERANCE = 1e-4;

    /** The same, after two steps of a learning rate that moves every token by a tenth of a nat and more. */
    private static final double AFTER_STEPS = 2e-3;

    @Check("4.1.9.e/first-step-is-on-policy")
    void beforeTheFirstStepNothingHasChanged(PpoUpdate update, NDManager manager, Draw draw, Watch watch) {
        UpdateTrial first = UpdateTrial.first(manager, draw);
        first.run(update);
        assertOnPolicy(first, "first update");
        Penalty penalty = one(first.asked().penalties, "penalizedRewards");
        assertSame(
                first,
                penalty.reference(),
                penalty.logProbs().it(),
                "the log-probabilities of the reference, which is still the policy");

        UpdateTrial second = first.then(first.after(watch), draw);
        second.run(update);
        assertOnPolicy(second, "second update");
        assertSame(
                second,
                one(second.asked().penalties, "penalizedRewards").reference(),
                second.referenceLogProbs(),
                "the log-probabilities of the reference, which no update changes");
    }

    @Check("4.1.9.e/old-stays-old")
    void whatTheRolloutSaidStays(PpoUpdate update, NDManager manager, Draw draw) {
        UpdateTrial trial = UpdateTrial.later(manager, draw).with(2, UpdateScript.ROWS);
        trial.run(update);
        UpdateParts asked = trial.asked();
        List<List<Integer>> steps = steps(asked);
        float[] old = trial.logProbs(trial.weightsBefore());
        Rows values = values(asked);
        for (int step = 0; step < steps.size(); step++) {
            PolicyStep policy = at(asked.policySteps, step, "policyLoss");
            ValueStep value = at(asked.valueSteps, step, "valueLoss");
            String when = " in step " + (step + 1);
            assertRows(trial, policy.old(), steps.get(step), new Rows(old, UpdateScript.ROWS), "the old log-probabilities" + when);
            assertRows(trial, value.old(), steps.get(step), values, "the old values" + when);
        }
    }

    @Check("4.1.9.e/every-row-every-epoch")
    void everyEpochTakesEveryRowOnceAndInANewOrder(PpoUpdate update, NDManager manager, Draw draw) {
        int epochs = 3;
        UpdateTrial trial = UpdateTrial.later(manager, draw).with(epochs, 3).withoutLearning();
        trial.run(update);
        List<List<Integer>> orders = epochs(trial, epochs);
        Set<List<Integer>> different = new HashSet<>(orders);
        // By chance all orders of eight rows are the same once in 1.6 thousand million runs.
        if (different.size() == 1) {
            throw new AssertionError("In all " + epochs + " epochs the rows come in the order " + oneBased(orders.get(0))
                    + ". Shuffle them anew in each.");
        }
    }

    @Check("4.1.9.e/whitened-once")
    void advantagesAreWhitenedOverTheBatchAfterTheReturns(PpoUpdate update, NDManager manager, Draw draw) {
        UpdateTrial trial = UpdateTrial.later(manager, draw).with(1, 5).withoutLearning();
        trial.run(update);
        UpdateParts asked = trial.asked();
        Rows raw = one(asked.estimated, "generalizedAdvantages");
        assertSame(trial, one(asked.whitened, "whiten"), raw.it(), "what whiten is given, once and for the whole batch");
        assertSame(trial, one(asked.returned, "returns").asked(), raw.it(), "what returns is given, before anything is whitened");
        List<List<Integer>> steps = steps(asked);
        Rows returns = asked.returned.get(0).answer();
        for (int step = 0; step < steps.size(); step++) {
            assertRows(
                    trial,
                    at(asked.valueSteps, step, "valueLoss").returns(),
                    steps.get(step),
                    returns,
                    "the returns in step " + (step + 1));
        }
    }

    @Check("4.1.9.e/the-penalty-is-paid")
    void rewardsArePenalisedWithTheReference(PpoUpdate update, NDManager manager, Draw draw) {
        UpdateTrial trial = UpdateTrial.later(manager, draw).withoutLearning();
        trial.run(update);
        Penalty penalty = one(trial.asked().penalties, "penalizedRewards");
        assertSame(trial, penalty.scores(), trial.script().scores(), "what penalizedRewards is given as scores");
        assertSame(
                trial,
                penalty.logProbs(),
                trial.logProbs(trial.weightsBefore()),
                "what penalizedRewards is given as the policy's log-probabilities");
        assertSame(
                trial,
                penalty.reference(),
                trial.referenceLogProbs(),
                "what penalizedRewards is given as the reference's log-probabilities");
        if (penalty.coefficient() != trial.options().klCoefficient()) {
            throw new AssertionError("Rewards are penalised with " + penalty.coefficient() + " instead of the options' "
                    + trial.options().klCoefficient() + ".");
        }
    }

    @Check(value = "4.1.9.e/towards-the-reward", stands = "what all the rest is for; a loss with its sign turned has no name of its own")
    void whatWasBetterThanExpectedBecomesLikelier(PpoUpdate update, NDManager manager, Draw draw, Watch watch) {
        UpdateTrial trial = UpdateTrial.first(manager, draw).inASmallStep();
        trial.run(update);
        float[] after = trial.logProbs(trial.after(watch).weights());
        float[] before = trial.logProbs(trial.weightsBefore());
        float[] advantages = one(trial.asked().estimated, "generalizedAdvantages").it();
        int[] real = IntStream.range(0, after.length).filter(trial.script()::real).toArray();
        double mean = IntStream.of(real).mapToDouble(place -> advantages[place]).average().orElseThrow();
        double gain = IntStream.of(real)
                .mapToDouble(place -> (advantages[place] - mean) * (after[place] - before[place]))
                .sum();
        // To first order this is the step times the square of the gradient: above 0, whatever was drawn.
        if (!(gain > 0)) {
            throw new AssertionError(String.format(
                        Locale.ROOT,
                    "After a small step the log-probabilities should have moved with the advantages: up where these are above their mean,"
                            + " down where below. Multiplied with each other and added up, the two give %.2g, which is not above 0.",
                    gain));
        }
    }

    @Check("4.1.9.e/the-policy-afterwards")
    void thePolicyIsWhereTheTotalLossLeads(PpoUpdate update, NDManager manager, Draw draw, Watch watch) {
        UpdateTrial trial = UpdateTrial.later(manager, draw).with(1, 5);
        trial.run(update);
        Parts after = trial.after(watch);
        epochs(trial, trial.options().passes().epochs());
        assertSame(
                trial,
                new Rows(trial.logProbs(after.weights()), UpdateScript.ROWS),
                trial.logProbs(trial.weightsAfter(steps(trial.asked()))),
                AFTER_STEPS,
                "the policy's log-probabilities after all steps, compared with where totalLoss leads");
    }

    @Check("4.1.9.e/greedy-is-refused")
    void temperatureZeroIsRefused(PpoUpdate update, NDManager manager, Draw draw) {
        UpdateTrial trial = UpdateTrial.first(manager, draw).withTemperature(0);
        new Rejection("an update with temperature 0").happens(() -> trial.run(update));
    }

    private static void assertOnPolicy(UpdateTrial trial, String when) {
        PolicyStep step = at(trial.asked().policySteps, 0, "policyLoss");
        List<Integer> rows = steps(trial.asked()).get(0);
        for (int i = 0; i < step.now().it().length && i < step.old().it().length; i++) {
            int place = rows.get(i / UpdateScript.TOKENS) * UpdateScript.TOKENS + i % UpdateScript.TOKENS;
            double ratio = Math.exp(step.now().it()[i] - step.old().it()[i]);
            if (trial.script().real(place) && !(Math.abs(ratio - 1) <= TOLERANCE)) {
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "Before the first step of the %s every ratio must be 1, and one is %.4f.", when, ratio));
            }
        }
    }

    /** Returns the rows of each epoch in the order in which they were taken. */
    private static List<List<Integer>> epochs(UpdateTrial trial, int epochs) {
        List<List<Integer>> steps = steps(trial.asked());
        int each = (UpdateScript.ROWS + trial.options().passes().miniBatch() - 1) / trial.options().passes().miniBatch();
        if (steps.size() != epochs * each) {
            throw new AssertionError(epochs + " epochs over " + UpdateScript.ROWS + " rows in mini-batches of "
                    + trial.options().passes().miniBatch() + " are " + epochs * each + " steps, and there were " + steps.size() + ".");
        }
        List<List<Integer>> orders = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            List<Integer> rows = new ArrayList<>();
            steps.subList(epoch * each, (epoch + 1) * each).forEach(rows::addAll);
            List<Integer> sorted = new ArrayList<>(rows);
            Collections.sort(sorted);
            if (!sorted.equals(IntStream.range(0, UpdateScript.ROWS).boxed().toList())) {
                throw new AssertionError("Epoch " + (epoch + 1) + " takes the rows " + oneBased(rows)
                        + ". Every epoch takes each of the " + UpdateScript.ROWS + " rows once.");
            }
            orders.add(rows);
        }
        return orders;
    }

    /** Returns the rows of each step: the log-probabilities that are asked for after those of policy and reference. */
    private static List<List<Integer>> steps(UpdateParts asked) {
        List<List<Integer>> steps = new ArrayList<>();
        for (LogProbs ofStep : asked.logProbs.subList(Math.min(2, asked.logProbs.size()), asked.logProbs.size())) {
            steps.add(Arrays.stream(ofStep.firstIds()).mapToObj(id -> (int) id - 1).toList());
        }
        return steps;
    }

    /** Returns the values of the rollout: returns are advantages and values together. */
    private static Rows values(UpdateParts asked) {
        UpdateParts.Pair returns = one(asked.returned, "returns");
        float[] values = returns.answer().it().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] -= returns.asked().it()[i];
        }
        return new Rows(values, returns.answer().rows());
    }

    /** Compares the rows of a mini-batch with those of the batch. */
    private static void assertRows(UpdateTrial trial, Rows actual, List<Integer> rows, Rows batch, String what) {
        float[] inPlace = batch.it().clone();
        int columns = inPlace.length / batch.rows();
        for (int i = 0; i < rows.size(); i++) {
            if (actual.rows() != rows.size() || rows.get(i) < 0 || rows.get(i) >= batch.rows()) {
                throw new AssertionError(what + " are not those of the mini-batch's rows.");
            }
            System.arraycopy(actual.row(i), 0, inPlace, rows.get(i) * columns, columns);
        }
        assertSame(trial, new Rows(inPlace, batch.rows()), batch.it(), TOLERANCE, what);
    }

    private static void assertSame(UpdateTrial trial, Rows actual, float[] expected, String what) {
        assertSame(trial, actual, expected, TOLERANCE, what);
    }

    /** Compares numbers of all rows; those on padding mean nothing. */
    private static void assertSame(UpdateTrial trial, Rows actual, float[] expected, double tolerance, String what) {
        float[] numbers = actual.it();
        if (numbers.length != expected.length) {
            throw new AssertionError(what + " are " + numbers.length + " numbers instead of " + expected.length + ".");
        }
        boolean tokens = numbers.length == UpdateScript.ROWS * UpdateScript.TOKENS;
        for (int i = 0; i < numbers.length; i++) {
            boolean meant = !tokens || trial.script().real(i);
            if (meant && !(Math.abs(numbers[i] - expected[i]) <= tolerance)) {
                String place = tokens
                        ? "row " + (i / UpdateScript.TOKENS + 1) + ", token " + (i % UpdateScript.TOKENS + 1)
                        : "row " + (i + 1);
                throw new AssertionError(String.format(
                        Locale.ROOT,
                        "%s: %s is %.4f and should be %.4f.", what, place, numbers[i], expected[i]));
            }
        }
    }

    private static <T> T one(List<T> questions, String method) {
        if (questions.size() != 1) {
            throw new AssertionError(method + " is asked " + questions.size() + " times in an update; it should be once.");
        }
        return questions.get(0);
    }

    private static <T> T at(List<T> questions, int step, String method) {
        if (step >= questions.size()) {
            throw new AssertionError(method + " is asked " + questions.size() + " times; it should be once in every step.");
        }
        return questions.get(step);
    }

    private static List<Integer> oneBased(List<Integer> rows) {
        return rows.stream().map(row -> row + 1).toList();
    }
}
