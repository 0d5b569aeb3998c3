package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;
import org.opentest4j.AssertionFailedError;

/**
 * Self-checks of TODO 4.1.2.e.
 *
 * <p>Logits 2 1 0 -1 with temperature 2 have the probabilities .4551 .2760 .1674 .1015. In 10,000 draws a share
 * leaves a band of .04 around them less than once in 1e14 tries.
 */
class SampleTest {
    private static final int DRAWS = 10_000;
    private static final double BAND = .04;

    @SelfCheck(
            value = "4.1.2.e",
            hint = "Divide the logits by tau, take the softmax once, and draw in proportion to it. A draw without"
                    + " multinomial: the largest p / -log(u), with a u of its own for each row and token.")
    void sharesAreProbabilities(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("2 1 0 -1").repeat(0, DRAWS);
        long[] ids = ids(sampling.sample(logits, 2, new SeededRandom(given.manager(), 41)), DRAWS);
        double[] expected = {.4551, .2760, .1674, .1015};
        for (int id = 0; id < expected.length; id++) {
            int token = id;
            double share = Arrays.stream(ids).filter(drawn -> drawn == token).count() / (double) DRAWS;
            if (Math.abs(share - expected[id]) > BAND) {
                throw new AssertionFailedError(
                        "Token " + id + " has " + share + " of all draws instead of about " + expected[id] + ".",
                        expected[id],
                        share);
            }
        }
    }

    @SelfCheck(value = "4.1.2.e", hint = "The probability of a token at -inf is 0: it is never drawn, and makes no NaN.")
    void removedTokensAreNeverDrawn(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("-Infinity -4 -Infinity -4").repeat(0, DRAWS);
        long[] ids = ids(sampling.sample(logits, 1, new SeededRandom(given.manager(), 42)), DRAWS);
        for (long id : ids) {
            if (id != 1 && id != 3) {
                throw new AssertionFailedError("Token " + id + " was drawn, whose logit is -inf.", "1 or 3", id);
            }
        }
    }

    @SelfCheck(value = "4.1.2.e", hint = "Temperature 0 takes the largest logit, the lowest id among equals; nothing is divided.")
    void zeroIsGreedy(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("1 3 0 2", "-1 -5 -0.5 -0.5");
        long[] ids = ids(sampling.sample(logits, 0, new SeededRandom(given.manager(), 43)), 2);
        if (ids[0] != 1 || ids[1] != 2) {
            throw new AssertionFailedError(
                    "The tokens are " + Arrays.toString(ids) + " instead of [1, 2].", "[1, 2]", Arrays.toString(ids));
        }
    }

    @SelfCheck(value = "4.1.2.e", hint = "Reject what is not 0 or more, NaN included.")
    void wrongTemperaturesAreRefused(Sampling sampling, Tensors given) {
        NDArray logits = given.matrix("1 3 0 2");
        Refusal.of(() -> sampling.sample(logits, -1, new SeededRandom(given.manager(), 44)));
    }

    private static long[] ids(NDArray drawn, int rows) {
        if (drawn == null || drawn.getDataType() != DataType.INT64 || drawn.getShape().dimension() != 1 || drawn.size() != rows) {
            throw new AssertionError("The result must be [B] int64 with B = " + rows + ", one id for each row, but is "
                    + (drawn == null ? "null" : drawn.getDataType() + " " + drawn.getShape()) + ".");
        }
        return drawn.toLongArray();
    }
}
