package org.marksheet.lab.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.checkpoint.SafetensorsFile;
import org.marksheet.lab.checkpoint.SafetensorsWriter;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Torch;

class AdamWTest {
    private static final AdamW.Settings SETTINGS = new AdamW.Settings(.8, .9, .5, .25);

    @Test
    void twoStepsAreThoseOfTheDefinition() {
        try (Parameters parameters = parameters(2f, -3f);
                AdamW optimizer = new AdamW(parameters, SETTINGS)) {
            NDArray w = parameters.get("w");
            push(w, 4f, -.5f);
            optimizer.step(.1);
            // By hand: m = .2 g, v = .1 g^2, m / .2 = g, sqrt(v / .1) = |g|; decay leaves .975 w.
            // 1.95 - .1 * 4 / 4.5, and -2.925 + .1 * .5 / 1.
            assertClose(w, 1.8611111, -2.875);
            push(w, -1f, 2f);
            optimizer.step(.2);
            // Corrections: 1 - .64 = .36 and 1 - .81 = .19; decay leaves .95 w.
            // m = .8 * .8 - .2 = .44, v = .9 * 1.6 + .1 = 1.54: 1.7680556 - .2 * 1.2222222 / (2.8469737 + .5).
            // m = -.8 * .1 + .4 = .32, v = .9 * .025 + .4 = .4225: -2.73125 - .2 * .8888889 / (1.4912022 + .5).
            assertClose(w, 1.6950203, -2.8205322);
            assertThat(optimizer.steps()).isEqualTo(2);
        }
    }

    @Test
    void withoutDecayTheFirstStepIsTheLearningRateLong() {
        try (Parameters parameters = parameters(2f, -3f);
                AdamW optimizer = new AdamW(parameters, AdamW.Settings.defaults())) {
            push(parameters.get("w"), 40f, -.005f);
            optimizer.step(.25);
            assertClose(parameters.get("w"), 1.75, -2.75);
        }
    }

    @Test
    void aParameterWithoutGradientStays() {
        try (Parameters parameters = parameters(2f, -3f);
                AdamW optimizer = new AdamW(parameters, SETTINGS)) {
            optimizer.step(.1);
            assertClose(parameters.get("w"), 2, -3);
        }
    }

    @Test
    void aStepUsesItsGradientsUp() {
        try (Parameters parameters = parameters(2f, -3f);
                AdamW optimizer = new AdamW(parameters, SETTINGS)) {
            push(parameters.get("w"), 4f, -.5f);
            optimizer.step(.1);
            assertThat(Gradients.of(parameters.get("w")).orElseThrow().toFloatArray()).containsExactly(0, 0);
        }
    }

    @Test
    void anOptimizerThatWasSavedToAFileGoesOnBitForBit(@TempDir Path folder) {
        Path file = folder.resolve("optimizer.safetensors");
        try (Parameters parameters = parameters(2f, -3f);
                AdamW optimizer = new AdamW(parameters, SETTINGS);
                NDManager manager = Torch.manager()) {
            push(parameters.get("w"), 4f, -.5f);
            optimizer.step(.1);
            try (Parameters copy = parameters.copy();
                    AdamW restored = new AdamW(copy, SETTINGS)) {
                copy.setRequiresGradient(true);
                SafetensorsWriter.write(file, optimizer.state(manager), StoredType.F32);
                restored.restore(SafetensorsFile.open(file).readAll(manager));
                push(parameters.get("w"), .7f, 1.3f);
                push(copy.get("w"), .7f, 1.3f);
                optimizer.step(.1);
                restored.step(.1);
                assertThat(copy.get("w").toFloatArray()).isEqualTo(parameters.get("w").toFloatArray());
                assertThat(restored.steps()).isEqualTo(2);
            }
        }
    }

    @Test
    void aStateOfOtherParametersIsRefused() {
        try (Parameters parameters = parameters(2f, -3f);
                Parameters more = parameters(2f, -3f, 1f);
                AdamW optimizer = new AdamW(parameters, SETTINGS);
                AdamW other = new AdamW(more, SETTINGS);
                NDManager manager = Torch.manager()) {
            assertThatThrownBy(() -> optimizer.restore(other.state(manager)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The saved optimizer's first.w is float32 (3), here it is float32 (2).");
            assertThatThrownBy(() -> optimizer.restore(Map.of("step", manager.create(1L))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("first.w");
        }
    }

    @Test
    void longGradientsAreShortenedTogetherAndShortOnesStay() {
        try (Parameters parameters = parameters(2f, -3f)) {
            NDArray w = parameters.get("w");
            GradientNorm norm = new GradientNorm(parameters);
            assertThat(norm.clip(1)).isZero();
            push(w, 6f, -8f);
            assertThat(norm.clip(20)).isCloseTo(10, within(1e-5));
            assertThat(Gradients.of(w).orElseThrow().toFloatArray()).containsExactly(6, -8);
            assertThat(norm.clip(5)).isCloseTo(10, within(1e-5));
            assertClose(Gradients.of(w).orElseThrow(), 3, -4);
        }
    }

    @Test
    void theLengthOfManyGradientsIsRight() {
        float[] many = new float[20_000_000];
        Arrays.fill(many, .1f);
        try (Parameters parameters = parameters(many)) {
            push(parameters.get("w"), many);
            assertThat(new GradientNorm(parameters).clip(1)).isCloseTo(.1f * Math.sqrt(many.length), withinPercentage(.01));
        }
    }

    @Test
    void aParameterWithoutGradientBesideOthersShrinksOnlyByItsDecay() {
        try (Parameters parameters = parameters(2f, -3f);
                Parameters both = new Parameters(Torch.manager(), Map.of("w", parameters.get("w"), "v", parameters.manager().create(8f)));
                AdamW optimizer = new AdamW(both, SETTINGS)) {
            both.setRequiresGradient(true);
            push(both.get("w"), 4f, -.5f);
            optimizer.step(.1);
            assertClose(both.get("w"), 1.8611111, -2.875);
            assertClose(both.get("v"), 8 * .975);
        }
    }

    @Test
    void theScheduleRisesAndFallsToItsLastRate() {
        CosineSchedule schedule = new CosineSchedule(.4, .1, 4, 10);
        assertThat(schedule.at(0)).isCloseTo(.1, within(1e-12));
        assertThat(schedule.at(3)).isCloseTo(.4, within(1e-12));
        assertThat(schedule.at(4)).isCloseTo(.4, within(1e-12));
        assertThat(schedule.at(6)).isCloseTo(.325, within(1e-12));
        assertThat(schedule.at(7)).isCloseTo(.25, within(1e-12));
        assertThat(schedule.at(10)).isCloseTo(.1, within(1e-12));
        assertThat(schedule.at(99)).isCloseTo(.1, within(1e-12));
    }

    private static Parameters parameters(float... values) {
        NDManager manager = Torch.manager();
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        arrays.put("w", manager.create(values));
        Parameters parameters = new Parameters(manager, arrays);
        parameters.setRequiresGradient(true);
        return parameters;
    }

    /** Leaves a gradient. */
    private static void push(NDArray weight, float... gradient) {
        NDArray factor = weight.getManager().create(gradient);
        NDArray sum = Gradients.recording(() -> weight.mul(factor).sum());
        assertThat(Gradients.backward(sum, sum.onesLike())).isTrue();
    }

    private static void assertClose(NDArray found, double... expected) {
        float[] numbers = found.toFloatArray();
        assertThat(numbers).hasSize(expected.length);
        for (int i = 0; i < numbers.length; i++) {
            assertThat((double) numbers[i]).isCloseTo(expected[i], within(2e-6));
        }
    }
}
