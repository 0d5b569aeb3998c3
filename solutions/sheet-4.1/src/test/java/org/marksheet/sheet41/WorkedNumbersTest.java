package org.marksheet.sheet41;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.kl.KlEstimates;
import org.marksheet.sheet41.kl.KlPenalty;
import org.marksheet.sheet41.kl.TokenKlPenalty;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoObjective;
import org.marksheet.sheet41.preference.PairwisePreferences;
import org.marksheet.sheet41.preference.Preferences;
import org.marksheet.sheet41.reward.TextRewards;

/** The sheet's worked numbers are read out of its text and computed with the solution. */
class WorkedNumbersTest {
    private static final float BAND = .2f;

    private final SheetTables sheet = SheetTables.ofThisSheet();
    private final Sampling sampling = new LogitSampling();
    private final Preferences preferences = new PairwisePreferences();
    private final KlPenalty kl = new TokenKlPenalty();
    private final PpoObjective ppo = new ClippedPpoObjective();
    private final NDManager manager = Torch.manager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void temperatureTable() {
        for (List<String> row : sheet.below("| temperature | p(2) | p(1) | p(0) | p(-1) |")) {
            NDArray tempered = sampling.temperature(row(2, 1, 0, -1), Float.parseFloat(row.get(0)));
            assertThat(tempered.softmax(1).toFloatArray())
                    .containsExactly(SheetTables.numbers(row.subList(1, 5)), digits(4f));
        }
    }

    @Test
    void topPKeepsWhatTheSheetSays() {
        double[] said = sheet.numbers("With $p = #$ the sums at temperature 1 are .6439, .8808, so that two tokens stay, "
                + "with # and # after normalising. At temperature 2 the sums are .4551, .7311, .8985: three stay, with #, # and #.");
        float p = (float) said[0];
        assertThat(sampling.topP(row(2, 1, 0, -1), p).softmax(1).toFloatArray())
                .containsExactly(floats(said[1], said[2], 0, 0), digits(4f));
        assertThat(sampling.topP(sampling.temperature(row(2, 1, 0, -1), 2), p).softmax(1).toFloatArray())
                .containsExactly(floats(said[3], said[4], said[5], 0), digits(4f));
        double[] first = sheet.numbers("temperature 2 afterwards, two tokens are left with # and #: the");
        assertThat(sampling.temperature(sampling.topP(row(2, 1, 0, -1), p), 2).softmax(1).toFloatArray())
                .containsExactly(floats(first[0], first[1], 0, 0), digits(4f));
    }

    @Test
    void sumsOfTheTopPExample() {
        double[] said = sheet.numbers("the sums at temperature 1 are #, #, so that");
        assertThat(row(2, 1, 0, -1).softmax(1).cumSum(1).get(":, :2").toFloatArray())
                .containsExactly(floats(said), digits(4f));
    }

    @Test
    void positionsTable() {
        List<List<String>> rows = sheet.below("| mask | 0 | 0 | 1 | 1 | 1 |");
        NDArray mask = row(0, 0, 1, 1, 1);
        assertThat(mask.cumSum(1).sub(mask).toFloatArray()).containsExactly(SheetTables.numbers(rows.get(0).subList(1, 6)));
    }

    @Test
    void lossesOfPairs() {
        double[] said = sheet.numbers("With a lead of $d = #$ the probability is # and the loss #. The wrong way round, with $d = -.8$, it would"
                + " be #, more");
        float loss = lossOfLeads((float) said[0]);
        assertThat(Math.exp(-loss)).isCloseTo(said[1], digits(4));
        assertThat((double) loss).isCloseTo(said[2], digits(4));
        assertThat((double) lossOfLeads((float) -said[0])).isCloseTo(said[3], digits(4));
        assertThat((double) lossOfLeads(0)).isCloseTo(sheet.numbers("A tie costs $\\log 2 = #$.")[0], digits(4));
        assertThat((double) lossOfLeads(-200)).isCloseTo(sheet.numbers("Yet the loss there is # and the slope $-1$")[0], digits(4));
    }

    @Test
    void preferenceTable() {
        List<List<String>> rows = sheet.below("| lead | 1.5 | 0 | -1.5 |");
        float[] leads = {1.5f, 0, -1.5f};
        float[] losses = SheetTables.numbers(rows.get(0).subList(1, 4));
        float[] slopes = SheetTables.numbers(rows.get(1).subList(1, 4));
        NDArray none = manager.zeros(new Shape(3));
        Slope slope = Slope.at(manager.create(leads), chosen -> preferences.bradleyTerryLoss(chosen, none, none));
        for (int i = 0; i < 3; i++) {
            assertThat(lossOfLeads(leads[i])).isCloseTo(losses[i], digits(4f));
            assertThat(3 * slope.gradient()[i]).isCloseTo(slopes[i], digits(4f));
        }
        assertThat((double) slope.value()).isCloseTo(sheet.numbers("Their mean is #.")[0], digits(4));
    }

    @Test
    void theFloorThatNoiseSets() {
        double[] said = sheet.numbers("Say that for every pair # % of them prefer one answer and # % the other.");
        double[] floor = sheet.numbers("with a lead of $\\log(.73 / .27) = #$, and even there it is #.");
        float best = (float) floor[0];
        assertThat(Math.log(said[0] / said[1])).isCloseTo(best, digits(4));
        assertThat((double) lossOfMany(best, (int) said[0])).isCloseTo(floor[1], digits(4));
        assertThat(lossOfMany(best, (int) said[0]))
                .isLessThan(lossOfMany(best - .1f, (int) said[0]))
                .isLessThan(lossOfMany(best + .1f, (int) said[0]));
    }

    /** Returns the loss of a hundred pairs with a lead, so many of which are the right way round. */
    private float lossOfMany(float lead, int right) {
        float[] leads = new float[100];
        Arrays.fill(leads, -lead);
        Arrays.fill(leads, 0, right, lead);
        return lossOfLeads(leads);
    }

    private float lossOfLeads(float... leads) {
        NDArray none = manager.zeros(new Shape(leads.length));
        return preferences.bradleyTerryLoss(manager.create(leads), none, none).getFloat();
    }

    @Test
    void clippedRouge() {
        assertThat(new TextRewards().rouge1("the the the cat", "the cat sat on the mat"))
                .isCloseTo(sheet.numbers("$R = 3/6$, $F_1 = #$.")[0], digits(2));
    }

    @Test
    void klTable() {
        List<List<String>> rows = sheet.below("| token | 1 | 2 | 3 | sum |");
        NDArray logProbs = row(SheetTables.numbers(rows.get(0).subList(1, 4)));
        NDArray refLogProbs = row(SheetTables.numbers(rows.get(1).subList(1, 4)));
        KlEstimates estimates = kl.klEstimates(logProbs, refLogProbs);
        List<NDArray> inOrder = List.of(estimates.k1(), estimates.k2(), estimates.k3());
        for (int i = 0; i < 3; i++) {
            float[] said = SheetTables.numbers(rows.get(2 + i).subList(1, 5));
            assertThat(inOrder.get(i).toFloatArray()).containsExactly(new float[] {said[0], said[1], said[2]}, digits(5f));
            assertThat(inOrder.get(i).sum().getFloat()).isCloseTo(said[3], digits(5f));
        }
        double[] paid = sheet.numbers("$\\beta = #$ and a score of # the running example has the rewards $#$, $#$, $#$, which sum to #.");
        NDArray rewards = kl.penalizedRewards(
                manager.create(new float[] {(float) paid[1]}), logProbs, refLogProbs, all(1, 3), (float) paid[0]);
        assertThat(rewards.toFloatArray()).containsExactly(floats(paid[2], paid[3], paid[4]), digits(5f));
        assertThat((double) rewards.sum().getFloat()).isCloseTo(paid[5], digits(5));
        assertThat((double) kl.sequenceKl(logProbs, refLogProbs, all(1, 3)))
                .isCloseTo(sheet.numbers("The running example gives .20 instead of #.")[0], digits(5));
    }

    @Test
    void adaptedCoefficients() {
        double[] said = sheet.numbers("With $\\beta = #$, target #, $n = #$ and a horizon of #, a divergence of # gives #, # gives #,"
                + " and # gives #.");
        for (int i = 4; i < said.length; i += 2) {
            assertThat(kl.adaptKlCoefficient(said[0], said[i], said[1], (int) said[2], said[3]))
                    .isCloseTo(said[i + 1], digits(6));
        }
    }

    @Test
    void sixRegions() {
        for (List<String> row : sheet.below("| A | ratio .5 | ratio 1 | ratio 2 |")) {
            float[] ratios = {.5f, 1, 2};
            for (int i = 0; i < 3; i++) {
                String[] lossAndGradient = row.get(i + 1).split(" / ");
                NDArray advantage = row(Float.parseFloat(row.get(0)));
                Slope slope = Slope.at(row((float) Math.log(ratios[i])), logProbs ->
                        ppo.policyLoss(logProbs, row(0), advantage, all(1, 1), BAND).loss());
                assertThat(slope.value()).isCloseTo(Float.parseFloat(lossAndGradient[0]), digits(5f));
                assertThat(slope.gradient()[0]).isCloseTo(Float.parseFloat(lossAndGradient[1]), digits(5f));
            }
        }
    }

    @Test
    void workedPolicyLoss() {
        List<List<String>> rows = sheet.below("| A | 2 | 1 | -1 | -2 |");
        NDArray advantages = row(2, 1, -1, -2);
        float[] ratios = SheetTables.numbers(rows.get(0).subList(1, 5));
        float[] first = SheetTables.numbers(rows.get(1).subList(1, 5));
        float[] second = SheetTables.numbers(rows.get(2).subList(1, 5));
        float[] larger = SheetTables.numbers(rows.get(3).subList(1, 5));
        float[] gradient = SheetTables.numbers(rows.get(4).subList(1, 5));
        double[] said = sheet.numbers("The loss is $1.6 / 4 = #$. All four ratios lie outside the band, but only two tokens are flat, so"
                + " the clip fraction is #.");
        NDArray logRatios = row(ratios).log();
        for (int i = 0; i < 4; i++) {
            float advantage = advantages.toFloatArray()[i];
            assertThat(first[i]).isCloseTo(-advantage * ratios[i], digits(5f));
            assertThat(second[i])
                    .isCloseTo(-advantage * Math.min(1 + BAND, Math.max(1 - BAND, ratios[i])), digits(5f));
            assertThat(larger[i]).isEqualTo(Math.max(first[i], second[i]));
        }
        Slope slope = Slope.at(logRatios, logProbs -> ppo.policyLoss(logProbs, row(0, 0, 0, 0), advantages, all(1, 4), BAND).loss());
        assertThat((double) slope.value()).isCloseTo(said[0], digits(5));
        for (int i = 0; i < 4; i++) {
            assertThat(4 * slope.gradient()[i]).isCloseTo(gradient[i], digits(5f));
        }
        PolicyLoss loss = ppo.policyLoss(logRatios, row(0, 0, 0, 0), advantages, all(1, 4), BAND);
        assertThat((double) loss.clipFraction()).isCloseTo(said[1], digits(5));
    }

    @Test
    void valueTable() {
        for (List<String> cells : sheet.below("| V | R | error | error of the clipped value | loss | gradient |")) {
            float[] row = SheetTables.numbers(cells);
            assertThat(row[2]).isCloseTo(row[0] - row[1], digits(5f));
            assertThat(row[3]).isCloseTo(Math.min(BAND, Math.max(-BAND, row[0])) - row[1], digits(5f));
            Slope slope = Slope.at(row(row[0]), values -> ppo.valueLoss(values, row(0), row(row[1]), all(1, 1), BAND));
            assertThat(slope.value()).isCloseTo(row[4], digits(5f));
            assertThat(slope.gradient()[0]).isCloseTo(row[5], digits(5f));
        }
    }

    @Test
    void entropyAndTotalLoss() {
        NDArray logits = row(.5f, .25f, .125f, .125f).log().reshape(1, 1, 4);
        assertThat((double) ppo.entropy(logits, all(1, 1)).getFloat())
                .isCloseTo(sheet.numbers("it is $1.75 \\log 2 = #$ nats")[0], digits(4));
        double[] said = sheet.numbers("For #, # and # with the coefficients # and # it is $.4 + .15 - .046 = #$.");
        NDArray total = ppo.totalLoss(
                scalar(said[0]), scalar(said[1]), scalar(said[2]), (float) said[3], (float) said[4]);
        assertThat((double) total.getFloat()).isCloseTo(said[5], digits(5));
    }

    private NDArray row(float... numbers) {
        return manager.create(numbers, new Shape(1, numbers.length));
    }

    private NDArray scalar(double number) {
        return manager.create((float) number);
    }

    private NDArray all(long... shape) {
        return manager.ones(new Shape(shape), DataType.BOOLEAN);
    }

    private static float[] floats(double... numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    /** Half a unit of the last digit that is printed. */
    private static Offset<Double> digits(int digits) {
        return within(.51 * Math.pow(10, -digits));
    }

    private static Offset<Float> digits(float digits) {
        return within((float) (.51 * Math.pow(10, -digits)));
    }

    /**
     * A loss and its gradient in one tensor.
     *
     * @param value the loss
     * @param gradient in row-major order
     */
    private record Slope(float value, float[] gradient) {
        static Slope at(NDArray point, Function<NDArray, NDArray> loss) {
            point.setRequiresGradient(true);
            return Gradients.recording(() -> {
                NDArray value = loss.apply(point);
                Gradients.backward(value, value.onesLike());
                return new Slope(value.getFloat(), Gradients.of(point).orElseThrow().toFloatArray());
            });
        }
    }
}
