package org.marksheet.sheet41.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marksheet.lab.tensor.Torch;

/** The solved filters against what those of the transformers library leave of the same logits. */
class FilterParityTest {
    private static final Path FIXTURES = Path.of("../../exercises/lab/src/test/resources");

    private final Sampling sampling = new LogitSampling();
    private final Map<String, UnaryOperator<NDArray>> filters = Map.of(
            "temperature_0.7", logits -> sampling.temperature(logits, .7f),
            "top_k_5", logits -> sampling.topK(logits, 5),
            "top_p_0.9", logits -> sampling.topP(logits, .9f),
            "temperature_0.8_top_k_20_top_p_0.9",
            logits -> sampling.topP(sampling.topK(sampling.temperature(logits, .8f), 20), .9f));

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "phi3-tiny"})
    void theSameTokensAreKeptWithTheSameProbabilities(String fixture) throws IOException {
        JsonObject cases = JsonParser.parseString(Files.readString(FIXTURES.resolve(fixture).resolve("cases.json")))
                .getAsJsonObject();
        JsonObject answers = cases.getAsJsonObject("filters_on_last_logits");
        assertThat(answers.keySet()).isEqualTo(filters.keySet());
        try (NDManager manager = Torch.manager()) {
            NDArray logits = matrix(cases.getAsJsonArray("last_logits"), manager);
            filters.forEach((name, filter) -> {
                NDArray filtered = filter.apply(logits);
                NDArray probs = filtered.softmax(1);
                JsonArray kept = answers.getAsJsonObject(name).getAsJsonArray("kept");
                JsonArray expected = answers.getAsJsonObject(name).getAsJsonArray("probabilities_of_kept");
                assertThat(kept).hasSize(5);
                for (int row = 0; row < kept.size(); row++) {
                    int finite = 0;
                    for (float logit : filtered.get(row).toFloatArray()) {
                        finite += Float.isInfinite(logit) ? 0 : 1;
                    }
                    assertThat(finite).as("%s, row %d", name, row).isEqualTo(kept.get(row).getAsInt());
                    for (JsonElement each : expected.get(row).getAsJsonArray()) {
                        long id = each.getAsJsonArray().get(0).getAsLong();
                        assertThat((double) probs.getFloat(row, id)).as("%s, row %d, token %d", name, row, id)
                                .isCloseTo(each.getAsJsonArray().get(1).getAsDouble(), within(1e-5));
                    }
                }
            });
        }
    }

    private static NDArray matrix(JsonArray rows, NDManager manager) {
        int columns = rows.get(0).getAsJsonArray().size();
        float[] numbers = new float[rows.size() * columns];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = rows.get(i / columns).getAsJsonArray().get(i % columns).getAsFloat();
        }
        return manager.create(numbers, new Shape(rows.size(), columns));
    }
}
