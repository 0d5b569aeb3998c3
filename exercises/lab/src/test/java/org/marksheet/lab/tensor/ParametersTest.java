package org.marksheet.lab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParametersTest {
    @Test
    void theyKeepTheirOrderAndKnowTheirSize() {
        try (Parameters parameters = parameters()) {
            assertThat(parameters.byName().keySet()).containsExactly("w", "b");
            assertThat(parameters.count()).isEqualTo(8);
            assertThat(parameters.get("b").toFloatArray()).containsExactly(7, 8);
            assertThatThrownBy(() -> parameters.get("c"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("No parameter is called c. There are: [w, b]");
        }
    }

    @Test
    void theyOutliveTheScopeTheyWereMadeIn() {
        Parameters parameters;
        Parameters copy;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            parameters = parameters();
            copy = parameters.copy();
        }
        try (parameters; copy) {
            assertThat(parameters.get("w").sum().getFloat()).isEqualTo(21);
            assertThat(copy.get("w").sum().getFloat()).isEqualTo(21);
        }
    }

    @Test
    void aCopyIsIndependentAndWantsNoGradient() {
        try (Parameters parameters = parameters()) {
            parameters.setRequiresGradient(true);
            try (Parameters copy = parameters.copy()) {
                assertThat(copy.get("w").hasGradient()).isFalse();
                copy.get("b").muli(10);
                assertThat(parameters.get("b").toFloatArray()).containsExactly(7, 8);
            }
            assertThat(parameters.get("b").toFloatArray()).containsExactly(7, 8);
        }
    }

    @Test
    void assigningWritesInPlaceAndChecksNamesAndShapes() {
        try (Parameters parameters = parameters();
                Parameters other = parameters()) {
            parameters.setRequiresGradient(true);
            NDArray held = parameters.get("b");
            other.get("b").muli(10);
            parameters.assign(other.byName());
            assertThat(held.toFloatArray()).containsExactly(70, 80);
            Map<String, NDArray> wrong = new LinkedHashMap<>(other.byName());
            wrong.put("b", other.get("w"));
            assertThatThrownBy(() -> parameters.assign(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("b is (2) but the given tensor is (2, 3)");
            wrong.remove("b");
            assertThatThrownBy(() -> parameters.assign(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("[w, b], given are [w]");
        }
    }

    @Test
    void zeroedGradientsForgetEvenNaN() {
        try (Parameters parameters = parameters();
                NDManager manager = Torch.manager()) {
            parameters.setRequiresGradient(true);
            NDArray loss = Gradients.recording(
                    () -> parameters.get("b").mul(manager.create(new float[] {Float.NaN, 1})).sum());
            Gradients.backward(loss, loss.onesLike());
            parameters.zeroGradients();
            assertThat(Gradients.of(parameters.get("b")).orElseThrow().toFloatArray()).containsExactly(0, 0);
            assertThat(Gradients.of(parameters.get("w"))).isEmpty();
        }
    }

    @Test
    void onlyTheResultOfAComputationStaysOpen() {
        try (NDManager manager = Torch.manager()) {
            NDArray[] between = new NDArray[1];
            NDArray x = manager.create(new float[] {1, 2});
            NDArray kept = Temporaries.closedBut(() -> {
                between[0] = x.mul(x);
                return between[0].sum();
            });
            assertThat(kept.getFloat()).isEqualTo(5);
            assertThatThrownBy(() -> between[0].toFloatArray()).isInstanceOf(IllegalStateException.class);
            NDArray inner;
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                inner = Temporaries.closedBut(x::sum);
            }
            assertThatThrownBy(inner::getFloat).as("the scope around it closes it")
                    .isInstanceOf(IllegalStateException.class);
            assertThat(List.of(x.toFloatArray())).hasSize(1);
        }
    }

    @Test
    void togetherTheyAreTheSameNumbers() {
        try (Parameters parameters = parameters()) {
            parameters.setRequiresGradient(true);
            NDArray before = parameters.get("b");
            NDArray all = parameters.together();
            assertThat(all.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
            assertThat(parameters.together()).isSameAs(all);
            Gradients.off(() -> all.muli(2));
            assertThat(before.toFloatArray()).containsExactly(14, 16);
            assertThat(parameters.get("w").getShape()).isEqualTo(new Shape(2, 3));
            Gradients.off(() -> before.addi(1));
            assertThat(all.toFloatArray()).containsExactly(2, 4, 6, 8, 10, 12, 15, 17);
            NDArray sum = Gradients.recording(() -> before.square().sum());
            Gradients.backward(sum, sum.onesLike());
            assertThat(Gradients.of(before).orElseThrow().toFloatArray()).containsExactly(30, 34);
        }
    }

    @Test
    void gradientsTogetherAreThoseThatArriveAlsoLater() {
        try (Parameters parameters = parameters()) {
            parameters.setRequiresGradient(true);
            assertThat(parameters.gradientsTogether()).isEmpty();
            push(parameters.get("b"), 3);
            NDArray all = parameters.gradientsTogether().orElseThrow();
            assertThat(all.toFloatArray()).containsExactly(0, 0, 0, 0, 0, 0, 3, 3);
            push(parameters.get("b"), 2);
            push(parameters.get("w"), 5);
            assertThat(all.toFloatArray()).containsExactly(5, 5, 5, 5, 5, 5, 5, 5);
            assertThat(Gradients.of(parameters.get("w")).orElseThrow().getShape()).isEqualTo(new Shape(2, 3));
            parameters.zeroGradients();
            assertThat(all.sum().getFloat()).isZero();
        }
    }

    private static void push(NDArray weights, float gradient) {
        NDArray sum = Gradients.recording(() -> weights.mul(gradient).sum());
        Gradients.backward(sum, sum.onesLike());
    }

    private static Parameters parameters() {
        NDManager manager = Torch.manager();
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        arrays.put("w", manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3)));
        arrays.put("b", manager.create(new float[] {7, 8}));
        return new Parameters(manager, arrays);
    }
}
