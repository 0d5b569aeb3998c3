package org.marksheet.sheet41.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.model.gpt2.Gpt2;
import org.marksheet.lab.model.gpt2.Gpt2Config;
import org.marksheet.lab.pretrained.ActorCritic;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.QuietHeap;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.train.Optimizer;
import org.marksheet.sheet41.generation.GenerationOptions;
import org.marksheet.sheet41.ppo.Learner.Evaluation;
import org.marksheet.sheet41.ppo.Responses;
import org.marksheet.sheet41.ppo.StepLosses;

/** However a step asks for evaluations, its gradient is the one that the engine records. */
class ModelLearnerTest {
    private static final GenerationOptions OPTIONS = new GenerationOptions(4, 0, 1, 0, 1, 0, 0);

    private final NDManager manager = Torch.manager();
    private final NDScope scope = new NDScope();
    private final ActorCritic actorCritic;
    private final Gpt2 reference = Gpt2.random(Gpt2Config.of(12, 24, 16, 2, 2, 0), 4);
    private final Map<String, float[]> gradients = new LinkedHashMap<>();
    private final ModelLearner learner;
    private final Responses responses;

    ModelLearnerTest() {
        scope.suppressNotUsedWarning();
        try (Gpt2 start = Gpt2.random(Gpt2Config.of(12, 24, 16, 2, 2, 0), 3)) {
            actorCritic = ActorCritic.from(start, 5);
        }
        actorCritic.parameters().setRequiresGradient(true);
        learner = new ModelLearner(
                actorCritic, reference, new Watching(), new ModelLearner.Steps(0, Double.MAX_VALUE), QuietHeap.SHARED);
        NDArray ids = manager.create(new long[] {7, 8, 9, 10, 11, 0, 0, 0, 5, 6, 7, 0}, new Shape(3, 4));
        responses = Responses.of(List.of(new long[] {1, 2, 3, 4}, new long[] {5}, new long[] {9, 8}), ids, OPTIONS);
    }

    @AfterEach
    void close() {
        scope.close();
        reference.close();
        actorCritic.close();
        manager.close();
    }

    /** Does not move, but notes the gradients. */
    private final class Watching implements Optimizer {
        @Override
        public void step(double learningRate) {
            gradients.clear();
            gradients.putAll(found());
        }

        @Override
        public long steps() {
            return 0;
        }
    }

    @Test
    void oneEvaluation() {
        take(evaluate -> loss(evaluate.apply(responses)));
        assertThat(gradients).isNotEmpty();
        assertSame(recorded(evaluate -> loss(evaluate.apply(responses))));
    }

    @Test
    void twoEvaluationsOfDifferentRows() {
        Function<Function<Responses, Evaluation>, NDArray> both = evaluate -> {
            Responses first = responses.rows(manager.create(new long[] {0, 2}));
            Responses second = responses.rows(manager.create(new long[] {1, 2}));
            return loss(evaluate.apply(first)).add(loss(evaluate.apply(second)));
        };
        take(both);
        assertSame(recorded(both));
    }

    @Test
    void anEvaluationThatIsNotUsedAndOneWhoseValuesAloneAre() {
        take(evaluate -> {
            evaluate.apply(responses);
            return evaluate.apply(responses).values().square().sum();
        });
        assertSame(recorded(evaluate -> evaluate.apply(responses).values().square().sum()));
    }

    @Test
    void anEvaluationWhoseTensorsAreClosedBeforeTheWayBack() {
        take(evaluate -> {
            NDArray total;
            try (NDScope own = new NDScope()) {
                own.suppressNotUsedWarning();
                total = loss(evaluate.apply(responses));
                NDScope.unregister(total);
            }
            return total;
        });
        assertSame(recorded(evaluate -> loss(evaluate.apply(responses))));
    }

    @Test
    void aStepAfterOneThatFailed() {
        assertThatThrownBy(() -> take(evaluate -> {
            evaluate.apply(responses);
            throw new IllegalStateException("no loss");
        })).hasMessage("no loss");
        take(evaluate -> loss(evaluate.apply(responses)));
        assertSame(recorded(evaluate -> loss(evaluate.apply(responses))));
    }

    @Test
    void anEvaluationOutsideOfAStepIsRecordedByTheEngine() {
        Map<String, float[]> expected = recorded(evaluate -> loss(evaluate.apply(responses)));
        actorCritic.parameters().zeroGradients();
        NDArray total = Gradients.recording(() -> loss(learner.evaluate(responses)));
        Gradients.backward(total, total.onesLike());
        gradients.putAll(found());
        assertSame(expected);
    }

    private void take(Function<Function<Responses, Evaluation>, NDArray> loss) {
        actorCritic.parameters().zeroGradients();
        learner.step(() -> new StepLosses(loss.apply(learner::evaluate), null, null, null, null, null, null));
    }

    private Map<String, float[]> recorded(Function<Function<Responses, Evaluation>, NDArray> loss) {
        actorCritic.parameters().zeroGradients();
        NDArray total = Gradients.recording(() -> loss.apply(asked -> {
            NDArray hidden = actorCritic.policy()
                    .hiddenStates(asked.ids(), asked.attentionMask())
                    .get(":," + (asked.start() - 1) + ":-1");
            return new Evaluation(actorCritic.policy().logits(hidden), actorCritic.values(hidden));
        }));
        Gradients.backward(total, total.onesLike());
        return found();
    }

    private static NDArray loss(Evaluation evaluation) {
        return evaluation.logits().sin().sum().add(evaluation.values().square().sum());
    }

    private Map<String, float[]> found() {
        Map<String, float[]> found = new LinkedHashMap<>();
        actorCritic.parameters().byName().forEach((name, weight) ->
                Gradients.of(weight).ifPresent(gradient -> found.put(name, gradient.toFloatArray())));
        return found;
    }

    private void assertSame(Map<String, float[]> expected) {
        assertThat(gradients.keySet()).isEqualTo(expected.keySet());
        expected.forEach((name, gradient) -> assertThat(gradients.get(name)).as(name).containsExactly(gradient, offset(2e-5f)));
    }
}
