package org.marksheet.sheet41.generation.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.grader.api.Watch;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.generation.Sampling;
import org.marksheet.sheet41.generation.StoppingCriterion;
import org.marksheet.sheet41.generation.checks.ScriptedModel.Rule;

/**
 * What 4.1.2.f must do.
 *
 * <p>The steps from logits to a token are never the subject's own: its mistakes there cost nothing here.
 */
public class GenerateChecks {
    private static final StoppingCriterion NEVER = responseIds -> false;

    @Check(value = "4.1.2.f/word-for-word", stands = "the whole method at once")
    void responsesComeWordForWord(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        int length = story.longestResponse();
        NDArray ids = told(generation, manager, draw, story, story.greedy(length + 3));
        new IdAssert(ids, "three scripted responses, padded with " + story.padId()).are(story.responses(length));
    }

    @Check("4.1.2.f/stops-at-the-limit")
    void noResponseIsLongerThanTheLimit(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        NDArray ids = told(generation, manager, draw, story, story.greedy(3));
        new IdAssert(ids, "with maxNewTokens = 3, the responses").are(story.responses(3));
    }

    @Check("4.1.2.f/prompts-are-padded-on-the-left")
    void promptsArePaddedOnTheLeft(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        NDArray ids = told(generation, manager, draw, story, story.greedy(1), Rule.PADDING);
        new IdAssert(ids, "the first response token of each row").are(story.responses(1));
    }

    @Check("4.1.2.f/positions-count-real-tokens")
    void positionsCountRealTokensOnly(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        NDArray ids = told(generation, manager, draw, story, story.greedy(1), Rule.FIRST_POSITIONS);
        new IdAssert(ids, "the first response token of each row").are(story.responses(1));
    }

    @Check("4.1.2.f/positions-go-on")
    void positionsGoOnWithTheCache(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        NDArray ids = told(generation, manager, draw, story, story.greedy(3), Rule.LATER_POSITIONS);
        new IdAssert(ids, "the first three response tokens of each row").are(story.responses(3));
    }

    @Check("4.1.2.f/the-mask-grows")
    void theMaskGrowsWithTheCache(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        NDArray ids = told(generation, manager, draw, story, story.greedy(3), Rule.MASK);
        new IdAssert(ids, "the first three response tokens of each row").are(story.responses(3));
    }

    @Check("4.1.2.f/only-the-new-token")
    void withACacheOnlyTheNewTokenIsSent(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        NDArray ids = told(generation, manager, draw, story, story.greedy(3), Rule.NEW_TOKEN);
        new IdAssert(ids, "the first three response tokens of each row").are(story.responses(3));
    }

    @Check("4.1.2.f/order-of-the-steps")
    void theStepsFollowEachOther(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        GenerationOptions options = allSteps(story, draw);
        NDArray ids = generation.generate(
                ScriptedModel.of(story), TracingSampling.ofOrder(options), story.prompts(), options, NEVER, random(manager, draw));
        new IdAssert(ids, "the responses").are(story.responses(3));
    }

    @Check("4.1.2.f/options-reach-the-steps")
    void theStepsGetTheOptions(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        GenerationOptions options = allSteps(story, draw);
        NDArray ids = generation.generate(
                ScriptedModel.of(story), TracingSampling.ofArguments(options), story.prompts(), options, NEVER, random(manager, draw));
        new IdAssert(ids, "the responses").are(story.responses(3));
    }

    /**
     * Logits 2 1.5 1 .5 0 -.5 with temperature 2 are .2847 .2217 .1727 .1345 .1047 .0816, of which top-p .6 needs three:
     * .4192 .3265 .2543. Filtered first, two would be left. A share of 500 draws differs from another by .0316 (one
     * standard deviation) at most.
     */
    @Check("4.1.2.f/tempered-then-filtered")
    void filtersMeetTheTemperedDistribution(Generation generation, NDManager manager, Draw draw, Watch watch) {
        int rows = 500;
        double[] tempered = {Math.exp(1), Math.exp(.75), Math.exp(.5), 0, 0, 0};
        double sum = tempered[0] + tempered[1] + tempered[2];
        double[] probabilities = Arrays.stream(tempered).map(weight -> weight / sum).toArray();
        List<long[]> prompts = Collections.nCopies(rows, new long[] {2});
        GenerationOptions options = new GenerationOptions(1, 0, 2, 0, .6f, 5, 5);
        RandomSource random = random(manager, draw);
        NDArray ids = watch.drawn(
                Frequencies.shares(1, 6, .19),
                () -> generation.generate(
                        new OneStepModel(2, 1.5f, 1, .5f, 0, -.5f), new LogitSampling(), prompts, options, NEVER, random));
        long[] flat = new IdAssert(ids.reshape(-1), "one token for each of 500 prompts").onePerRow(rows, 6);
        new Frequencies(probabilities).assertFit("logits 2 1.5 1 .5 0 -.5 with temperature 2 and top-p .6", flat);
    }

    @Check("4.1.2.f/zero-is-greedy")
    void temperatureZeroIsGreedy(Generation generation, NDManager manager, Draw draw) {
        int rows = 40;
        GenerationOptions options = new GenerationOptions(1, 0, 0, 0, 1, 4, 4);
        NDArray ids = generation.generate(
                new OneStepModel(.2f, .1f, .3f, .25f, 0),
                new LogitSampling(),
                Collections.nCopies(rows, new long[] {1}),
                options,
                NEVER,
                random(manager, draw));
        // Drawn with temperature 1, all forty would be token 2 once in 1e25.
        long[][] expected = new long[rows][1];
        for (long[] row : expected) {
            row[0] = 2;
        }
        new IdAssert(ids, "with temperature 0, the tokens").are(expected);
    }

    @Check("4.1.2.f/end-waits-for-the-minimum")
    void theEndWaitsForTheMinimum(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        // The model would end at once; each line is told for three tokens at most, then comes the end.
        GenerationOptions options = new GenerationOptions(6, 1, 0, 0, 1, story.eosId(), story.padId());
        NDArray ids = generation.generate(
                ScriptedModel.endingEarly(story), new LogitSampling(), story.prompts(), options, NEVER, random(manager, draw));
        long[][] expected = story.responses(2);
        for (long[] row : expected) {
            row[1] = story.eosId();
        }
        new IdAssert(ids, "with minNewTokens = 1 and a model that would end at once, the responses").are(expected);
    }

    @Check("4.1.2.f/stopping-decides")
    void theStoppingCriterionDecides(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        NDArray ids = generation.generate(
                ScriptedModel.of(story),
                new LogitSampling(),
                story.prompts(),
                story.greedy(9),
                new StopAfter(story, 3),
                random(manager, draw));
        new IdAssert(ids, "with a criterion that stops after three tokens, the responses").are(story.responses(3));
    }

    @Check("4.1.2.f/pad-may-be-the-end")
    void theEndInsideAPromptIsAnOrdinaryToken(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw).whereThePadIsTheEnd();
        NDArray ids = told(generation, manager, draw, story, story.greedy(3));
        new IdAssert(ids, "with padId = eosId = " + story.padId() + ", also inside a prompt, the responses")
                .are(story.responses(3));
    }

    @Check("4.1.2.f/empty-prompts-are-rejected")
    void emptyPromptsAreRejected(Generation generation, NDManager manager, Draw draw) {
        Story story = Story.drawn(draw);
        RandomSource random = random(manager, draw);
        ScriptedModel model = ScriptedModel.of(story);
        Sampling sampling = new LogitSampling();
        Refused.naming(
                "no prompt at all",
                () -> generation.generate(model, sampling, List.of(), story.greedy(2), NEVER, random),
                "prompt");
        Refused.naming(
                "an empty prompt among others",
                () -> generation.generate(
                        model, sampling, List.of(new long[] {10, 14}, new long[0]), story.greedy(2), NEVER, random),
                "prompt");
    }

    private static NDArray told(
            Generation generation, NDManager manager, Draw draw, Story story, GenerationOptions options, Rule... rules) {
        return generation.generate(
                ScriptedModel.of(story, rules), new LogitSampling(), story.prompts(), options, NEVER, random(manager, draw));
    }

    private static GenerationOptions allSteps(Story story, Draw draw) {
        return new GenerationOptions(
                3, 2, draw.between(1.5f, 2.5f), draw.between(5, 9), draw.between(.6f, .9f), story.eosId(), story.padId());
    }

    private static RandomSource random(NDManager manager, Draw draw) {
        return ScriptedRandom.of(manager, draw.random().nextLong());
    }
}
