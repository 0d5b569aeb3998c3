package org.marksheet.lab.model.gpt2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.LinkedHashMap;
import java.util.Map;
import org.marksheet.lab.tensor.Gradients;

/** The gradients that have arrived at a model's parameters. */
final class FoundGradients {
    private FoundGradients() {}

    /** Copies them, by the names of the parameters. */
    static Map<String, float[]> of(Gpt2 model) {
        Map<String, float[]> found = new LinkedHashMap<>();
        model.parameters().byName().forEach((name, weight) ->
                Gradients.of(weight).ifPresent(gradient -> found.put(name, gradient.toFloatArray())));
        return found;
    }

    static void assertClose(String name, float[] found, float[] gradient) {
        float largest = 0;
        for (float each : gradient) {
            largest = Math.max(largest, Math.abs(each));
        }
        // The biases of keys shift all scores of a row alike: their gradients are rounding errors.
        assertThat(found).as(name).containsExactly(gradient, offset(1e-4f * largest + 1e-5f));
    }
}
