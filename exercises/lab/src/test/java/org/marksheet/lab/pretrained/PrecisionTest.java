package org.marksheet.lab.pretrained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marksheet.lab.model.CausalModel;
import org.marksheet.lab.model.Fixture;
import org.marksheet.lab.model.KeyValueCache;
import org.marksheet.lab.model.LanguageModel.Output;
import org.marksheet.lab.tensor.Torch;

class PrecisionTest {
    @Test
    void onTheProcessorAutoIsFullPrecision() {
        assertThat(Precision.AUTO.type()).isEqualTo(DataType.FLOAT32);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "phi3-tiny"})
    void halfPrecisionGivesAlmostTheSameLogitsAsFloat32(String name) {
        Fixture fixture = Fixture.load(name);
        try (CausalModel full = CausalModels.load(fixture.folder());
                CausalModel half = CausalModels.load(fixture.folder(), Precision.FLOAT16);
                NDManager manager = Torch.manager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            assertThat(half.parameters().arrays()).allMatch(array -> array.getDataType() == DataType.FLOAT16);
            NDArray ids = fixture.tensor("input_ids", manager);
            NDArray mask = fixture.tensor("attention_mask", manager);
            NDArray positions = fixture.tensor("position_ids", manager);
            Output expected = full.forward(ids, mask, positions, KeyValueCache.empty());
            Output actual = half.forward(ids, mask, positions, KeyValueCache.empty());
            assertClose(actual.logits(), expected.logits(), mask);
            NDArray column = ids.get(":, -1:");
            NDArray longer = mask.concat(mask.get(":, -1:"), 1);
            NDArray next = positions.get(":, -1:").add(1);
            NDArray real = mask.get(":, -1:");
            assertClose(
                    half.forward(column, longer, next, actual.cache()).logits(),
                    full.forward(column, longer, next, expected.cache()).logits(),
                    real);
        }
    }

    /** Compares what stands on real tokens, by the largest of the expected numbers. */
    private static void assertClose(NDArray actual, NDArray expected, NDArray mask) {
        assertThat(actual.getDataType()).isEqualTo(DataType.FLOAT32);
        NDArray real = mask.toType(DataType.FLOAT32, true).expandDims(2);
        float largest = expected.mul(real).abs().max().getFloat();
        assertThat(actual.sub(expected).mul(real).abs().max().getFloat() / largest).isCloseTo(0, within(.01f));
    }
}
