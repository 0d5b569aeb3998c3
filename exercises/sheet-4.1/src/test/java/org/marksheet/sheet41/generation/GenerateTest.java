package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;
import org.opentest4j.AssertionFailedError;

/**
 * Self-checks of TODO 4.1.2.f.
 *
 * <p>The model counts: after 3 4 comes 5. The end is 9, the pad is 0. Your own steps are not used.
 */
class GenerateTest {
    private static final int END = 9;
    private static final int PAD = 0;

    @SelfCheck(
            value = "4.1.2.f",
            hint = "The result has the responses only. A row that has drawn its end keeps it and then gets pads; all stop"
                    + " when the last row has ended.")
    void aBatchIsCountedToItsEnd(Generation generation, Tensors given) {
        NDArray ids = generation.generate(
                new CountingModel(), new IdleSteps(), List.of(new long[] {3, 4}, new long[] {7}), greedy(20), so -> false, random(given));
        assertRows("The result", ids, "5 6 7 8 9 | 8 9 0 0 0");
    }

    @SelfCheck(
            value = "4.1.2.f",
            hint = "Pads stand on the left. A position is the number of real tokens before it: cumsum(mask) - mask.")
    void theFirstCallHasThePromptsOnTheRight(Generation generation, Tensors given) {
        CountingModel model = new CountingModel();
        generation.generate(
                model, new IdleSteps(), List.of(new long[] {2, 3, 4}, new long[] {7}), greedy(1), so -> false, random(given));
        assertText("ids of the first call", model.ids.get(0), "2 3 4 | 0 0 7");
        assertText("attentionMask of the first call", model.masks.get(0), "1 1 1 | 0 0 1");
        // Positions on padding do not matter: only the last one of the second row is looked at.
        assertText("positions of the first call", model.positions.get(0).replaceAll("\\| \\d+ \\d+", "| . ."), "0 1 2 | . . 0");
    }

    @SelfCheck(
            value = "4.1.2.f",
            hint = "With the cache only the new token is sent. The mask keeps its columns and gets one more; the position"
                    + " goes on from the prompt's real tokens, in each row for itself.")
    void laterCallsHaveTheNewTokenOnly(Generation generation, Tensors given) {
        CountingModel model = new CountingModel();
        generation.generate(
                model, new IdleSteps(), List.of(new long[] {2, 3, 4}, new long[] {6}), greedy(3), so -> false, random(given));
        assertText("ids of the third call", model.ids.get(2), "6 | 8");
        assertText("attentionMask of the third call", model.masks.get(2), "1 1 1 1 1 | 0 0 1 1 1");
        assertText("positions of the third call", model.positions.get(2), "4 | 2");
    }

    @SelfCheck(
            value = "4.1.2.f",
            hint = "minNewTokens, temperature, topK, topP, then sample with temperature 1: the logits are tempered already."
                    + " newTokens counts response tokens only.")
    void theStepsComeInOrder(Generation generation, Tensors given) {
        IdleSteps steps = new IdleSteps();
        GenerationOptions options = new GenerationOptions(1, 1, 2, 5, .5f, END, PAD);
        generation.generate(
                new CountingModel(), steps, List.of(new long[] {3, 4}), options, so -> false, random(given));
        assertText(
                "The order of the steps",
                String.join(", ", steps.notes),
                "minNewTokens 0 of 1, temperature 2.0, topK 5, topP 0.5, sample 1.0");
    }

    @SelfCheck(
            value = "4.1.2.f",
            hint = "At most maxNewTokens tokens; stopping is asked after each of them, and what is there then is the result.")
    void itStopsWhenItIsTold(Generation generation, Tensors given) {
        NDArray limited = generation.generate(
                new CountingModel(), new IdleSteps(), List.of(new long[] {3, 4}, new long[] {7}), greedy(3), so -> false, random(given));
        assertRows("With maxNewTokens = 3, the result", limited, "5 6 7 | 8 9 0");
        NDArray stopped = generation.generate(
                new CountingModel(),
                new IdleSteps(),
                List.of(new long[] {3, 4}, new long[] {2}),
                greedy(20),
                so -> so.getShape().get(1) == 2,
                random(given));
        assertRows("With a criterion that stops after two tokens, the result", stopped, "5 6 | 3 4");
        Refusal.of(
                () -> generation.generate(
                        new CountingModel(), new IdleSteps(), List.of(new long[0]), greedy(3), so -> false, random(given)),
                "prompt");
    }

    private static GenerationOptions greedy(int maxNewTokens) {
        return new GenerationOptions(maxNewTokens, 0, 0, 0, 1, END, PAD);
    }

    private static RandomSource random(Tensors given) {
        return new SeededRandom(given.manager(), 45);
    }

    private static void assertRows(String what, NDArray ids, String expected) {
        assertText(what, ids == null ? "null" : CountingModel.rows(ids), expected);
    }

    private static void assertText(String what, String actual, String expected) {
        if (!actual.equals(expected)) {
            throw new AssertionFailedError(what + " is " + actual + " instead of " + expected + ".", expected, actual);
        }
    }
}
