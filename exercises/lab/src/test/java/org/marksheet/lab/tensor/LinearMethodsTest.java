package org.marksheet.lab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearMethodsTest {
    private static final Map<String, String> RESULTS = Map.of(
            "torch.add(torch.mm(x, torch.t(w)), b)", "self.unrecordedLinear(x, w, b)",
            "torch.mm(x, torch.t(w))", "self.unrecordedLinear(x, w, None)",
            "torch.mm(x, w)", "self.unrecordedLinear(x, torch.t(w), None)",
            "torch.gelu(torch.add(torch.mm(x, torch.t(w)), b), approximate=\"tanh\")", "self.unrecordedGelu(x, w, b)");

    /** A mistake in the lines for it would look like a build without it, and be slower in silence. */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void theBuildForThisProcessorHasOneDnn() {
        try (NDManager manager = Torch.engine().newBaseManager(Device.cpu())) {
            assertThat(LinearMethods.on(manager)).contains("mkldnn");
        }
    }

    /** Whether or not this build of the engine has oneDNN, both must say the same. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theyAreWhatTheyAreCalled(boolean asBuilt) {
        try (NDManager manager = Torch.manager()) {
            NDArray x = manager.arange(0, 9 * 5).reshape(9, 5).sin();
            NDArray w = manager.arange(7, 7 + 5 * 5).reshape(5, 5).cos();
            NDArray b = manager.create(new float[] {1, -2, 3, -4, 5}, new Shape(5));
            RESULTS.forEach((expected, found) -> {
                String methods = asBuilt ? LinearMethods.on(manager) : LinearMethods.OTHERWISE;
                TorchScript script = TorchScript.load(manager, methods + """
                          def forward(self: __torch__.M, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
                            return torch.sub(%s, %s)
                        """.formatted(expected, found));
                for (NDArray rows : List.of(x, x.get("3:4"))) {
                    try (EngineValue difference =
                            script.callUnrecorded(EngineValue.of(rows), EngineValue.of(w), EngineValue.of(b))) {
                        NDArray largest = difference.toTensor(manager).abs().max();
                        assertThat(largest.getFloat()).as(found).isCloseTo(0, offset(1e-5f));
                    }
                }
            });
        }
    }
}
