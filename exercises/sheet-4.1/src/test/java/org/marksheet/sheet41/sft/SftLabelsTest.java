package org.marksheet.sheet41.sft;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.marksheet.sheet41.selfcheck.Refusal;
import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.1.a: prompts of tokens from 11 on, completions from 21 on; 9 is the end, and the padding. */
class SftLabelsTest {
    private static final long NONE = SftObjective.IGNORED;

    private static NDArray lengths(Tensors given, long... lengths) {
        return given.manager().create(lengths, new Shape(lengths.length));
    }

    @SelfCheck(
            value = "4.1.1.a",
            hint = "The first promptLengths[b] tokens of a row get -100, all later ones keep their id. Nothing is shifted"
                    + " here.")
    void onlyTheCompletionIsLearnt(SftObjective objective, Tensors given) {
        NDArray ids = given.ids("11 12 21 22 9", "11 12 13 21 9");
        NDArray labels = objective.sftLabels(ids, lengths(given, 2, 3), given.ids("1 1 1 1 1", "1 1 1 1 1"));
        assertThatTensor(labels).as("The result of sftLabels").isIds(NONE, NONE, 21, 22, 9, NONE, NONE, NONE, 21, 9);
        assertThatTensor(ids).as("ids after the call").isIds(11, 12, 21, 22, 9, 11, 12, 13, 21, 9);
    }

    @SelfCheck(
            value = "4.1.1.a",
            hint = "Ask attentionMask what padding is, not the id: the end of a completion must be learnt, or the model"
                    + " never stops.")
    void theEndIsLearntAlsoWhenPaddingLooksTheSame(SftObjective objective, Tensors given) {
        NDArray labels = objective.sftLabels(
                given.ids("11 21 22 9 9", "11 12 21 9 9"), lengths(given, 1, 2), given.ids("1 1 1 1 0", "1 1 1 1 0"));
        assertThatTensor(labels).as("The result of sftLabels").isIds(NONE, 21, 22, 9, NONE, NONE, NONE, 21, 9, NONE);
    }

    @SelfCheck(
            value = "4.1.1.a",
            hint = "Count real tokens, not places: the running sum of attentionMask says which token of its row one is,"
                    + " whichever side the padding is on.")
    void paddingOnTheLeftIsNoPartOfThePrompt(SftObjective objective, Tensors given) {
        NDArray labels = objective.sftLabels(
                given.ids("9 9 11 21 22", "9 11 12 13 21"), lengths(given, 1, 3), given.ids("0 0 1 1 1", "0 1 1 1 1"));
        assertThatTensor(labels).as("The result of sftLabels").isIds(NONE, NONE, NONE, 21, 22, NONE, NONE, NONE, NONE, 21);
    }

    @SelfCheck(value = "4.1.1.a", hint = "Without a completion there is nothing to learn; without a prompt all is learnt.")
    void aRowMayBeAllPromptOrAllCompletion(SftObjective objective, Tensors given) {
        NDArray labels = objective.sftLabels(
                given.ids("11 12 13", "21 22 9"), lengths(given, 3, 0), given.ids("1 1 1", "1 1 1"));
        assertThatTensor(labels).as("The result of sftLabels").isIds(NONE, NONE, NONE, 21, 22, 9);
    }

    @SelfCheck(value = "4.1.1.a", hint = "There is one length for each row. Compare the shapes first, before DJL broadcasts.")
    void wrongArgumentsAreRefused(SftObjective objective, Tensors given) {
        NDArray ids = given.ids("11 21 9");
        Refusal.of(() -> objective.sftLabels(ids, lengths(given, 1), given.ids("1")), "1, 3", "1, 1");
        Refusal.of(() -> objective.sftLabels(ids, lengths(given, 1, 2), given.ids("1 1 1")), "2", "1, 3");
    }
}
