package org.marksheet.sheet41.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.marksheet.lab.model.LanguageModel;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.generation.alternatives.GenerationAlternatives;
import org.marksheet.sheet41.generation.lookalikes.GenerationLookalikes;
import org.marksheet.sheet41.generation.mistakes.GenerateMistakes;
import org.marksheet.sheet41.ppo.Responses;

/** What is remembered of sampling is what the policy says of the responses, or nothing. */
class AnsweringPolicyTest {
    private static final int EOS = 0;
    private static final List<long[]> PROMPTS =
            List.of(new long[] {1, 2, 3, 4}, new long[] {5}, new long[] {9, 8}, new long[] {3, 3, 3});
    /** Rows end early, so that pad tokens stand behind them. */
    private static final GenerationOptions OPTIONS = new GenerationOptions(8, 0, 1, 0, 1, EOS, EOS);

    private final NDManager manager = Torch.manager();
    private final NDScope scope = new NDScope();
    private final Gpt2 model = Gpt2.random(Gpt2Config.of(12, 24, 16, 2, 2, EOS), 3);
    private final AnsweringPolicy policy = new AnsweringPolicy(model);

    AnsweringPolicyTest() {
        scope.suppressNotUsedWarning();
        // Far from zero a wrong place or position shows.
        Gradients.off(() -> {
            model.parameters().arrays().forEach(weight -> weight.muli(weight.getShape().dimension() == 2 ? 15 : 1));
            return null;
        });
    }

    @AfterEach
    void close() {
        policy.forget();
        scope.close();
        model.close();
        manager.close();
    }

    static Stream<Class<? extends Generation>> rightAndWrong() {
        return Stream.of(GenerationAlternatives.class, GenerationLookalikes.class, GenerateMistakes.class)
                .flatMap(catalogue -> Arrays.stream(catalogue.getDeclaredClasses()))
                .filter(Generation.class::isAssignableFrom)
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .map(type -> type.asSubclass(Generation.class));
    }

    @Test
    void theSolutionIsRemembered() {
        Responses responses = sampled(new BatchGeneration());
        assertThat(responses.responseMask().toBooleanArray()).as("a row ends early").contains(false);
        assertThat(policy.beforeEachToken(responses)).hasValueSatisfying(hidden -> assertSame(hidden, responses));
    }

    @Test
    void otherRightWaysToGenerateAreRemembered() throws Exception {
        for (Class<?> type : GenerationAlternatives.class.getDeclaredClasses()) {
            if (Generation.class.isAssignableFrom(type)) {
                Responses responses = sampled(type.asSubclass(Generation.class).getConstructor().newInstance());
                assertThat(policy.beforeEachToken(responses)).as(type.getSimpleName()).isPresent();
                policy.forget();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rightAndWrong")
    void whateverIsRememberedIsRight(Class<? extends Generation> generation) throws Exception {
        Responses responses;
        try {
            responses = sampled(generation.getConstructor().newInstance());
        } catch (RuntimeException broken) {
            return; // a mistake may throw here, and then nothing is evaluated
        }
        policy.beforeEachToken(responses).ifPresent(hidden -> assertSame(hidden, responses));
    }

    @Test
    void numbersOfAnotherTypeDoNoHarm() {
        Generation narrow = (asked, sampling, prompts, options, stopping, random) -> {
            LanguageModel inInts = (ids, mask, positions, cache) ->
                    asked.forward(ids, mask, positions.toType(DataType.INT32, false), cache);
            return new BatchGeneration().generate(inInts, sampling, prompts, options, stopping, random);
        };
        assertThat(policy.beforeEachToken(sampled(narrow))).isEmpty();
    }

    @Test
    void otherPositionsAreNotRemembered() {
        Generation misplaced = (asked, sampling, prompts, options, stopping, random) -> {
            LanguageModel atZero = (ids, mask, positions, cache) -> asked.forward(ids, mask, positions.zerosLike(), cache);
            return new BatchGeneration().generate(atZero, sampling, prompts, options, stopping, random);
        };
        assertThat(policy.beforeEachToken(sampled(misplaced))).isEmpty();
    }

    @Test
    void otherResponsesAndForgottenOnesAreNotRemembered() {
        Responses responses = sampled(new BatchGeneration());
        assertThat(policy.beforeEachToken(responses.rows(manager.create(new long[] {1, 0, 2, 3})))).isEmpty();
        assertThat(policy.beforeEachToken(responses.rows(manager.create(new long[] {0, 1})))).isEmpty();
        policy.forget();
        assertThat(policy.beforeEachToken(responses)).isEmpty();
    }

    @Test
    void whatIsRememberedOutlivesWhatIsForgotten() {
        Responses responses = sampled(new BatchGeneration());
        NDArray hidden = policy.beforeEachToken(responses).orElseThrow();
        policy.forget();
        assertSame(hidden, responses);
    }

    private Responses sampled(Generation generation) {
        return Gradients.off(() -> {
            NDArray ids = generation.generate(
                    policy, new LogitSampling(), PROMPTS, OPTIONS, drawn -> false, new SeededRandom(manager, 5));
            return Responses.of(PROMPTS, ids, OPTIONS);
        });
    }

    /** Holds hidden states against those of one run over prompts and responses. */
    private void assertSame(NDArray hidden, Responses responses) {
        NDArray expected = Gradients.off(() -> model.hiddenStates(responses.ids(), responses.attentionMask(), responses.start() - 1))
                .get(":, :-1");
        NDArray real = responses.responseMask().toType(DataType.FLOAT32, false).expandDims(2);
        assertThat(hidden.getShape()).isEqualTo(expected.getShape());
        assertThat(hidden.mul(real).toFloatArray()).containsExactly(expected.mul(real).toFloatArray(), offset(1e-4f));
    }
}
