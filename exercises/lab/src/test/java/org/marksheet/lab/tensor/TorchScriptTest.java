package org.marksheet.lab.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.junit.jupiter.api.Test;

class TorchScriptTest {
    @Test
    void tensorsAndListsArriveInOrderAndGradientsFlow() {
        try (NDManager manager = Torch.manager()) {
            TorchScript script = TorchScript.compile(manager, "x: Tensor, y: Tensor, a: List[Tensor], b: List[Tensor]",
                    "List[Tensor]", """
                        out = annotate(List[Tensor], [])
                        _0 = torch.append(out, torch.sub(x, y))
                        _1 = torch.append(out, torch.sub(torch.mul(a[0], a[1]), b[0]))
                        return out
                    """);
            NDArray x = manager.create(7f);
            NDArray y = manager.create(2f);
            NDArray first = manager.create(3f);
            NDArray second = manager.create(5f);
            NDArray other = manager.create(4f);
            Gradients.track(List.of(first));
            NDList found = Gradients.recording(
                    () -> script.call(List.of(x, y), List.of(List.of(first, second), List.of(other))));
            assertThat(found).extracting(NDArray::getFloat).containsExactly(5f, 11f);
            assertThat(Gradients.backward(found.get(1), manager.create(1f))).isTrue();
            assertThat(Gradients.of(first).orElseThrow().getFloat()).isEqualTo(5);
        }
    }

    @Test
    void anEmptyListIsRefusedBecauseItWouldGetLost() {
        try (NDManager manager = Torch.manager()) {
            TorchScript script = TorchScript.compile(
                    manager, "x: Tensor, a: List[Tensor]", "Tensor", "    return torch.neg(x)\n");
            assertThatThrownBy(() -> script.call(List.of(manager.create(1f)), List.of(List.of())))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("List 0 is empty; DJL would pass it over.");
        }
    }

    @Test
    void whatIsHeldIsSeenAsItIsNowAndGradientsFlowToIt() {
        try (NDManager manager = Torch.manager()) {
            NDArray first = manager.create(3f);
            NDArray second = manager.create(5f);
            Gradients.track(List.of(first));
            TorchScript script = TorchScript.holding(manager, List.of(first, second), "x: Tensor", "Tensor", """
                        return torch.sub(torch.mul(p[0], p[1]), x)
                    """);
            second.addi(2);
            NDArray found = Gradients.recording(() -> script.call(List.of(manager.create(1f)), List.of())).get(0);
            assertThat(found.getFloat()).isEqualTo(20);
            Gradients.backward(found, manager.create(1f));
            assertThat(Gradients.of(first).orElseThrow().getFloat()).isEqualTo(7);
        }
    }

    @Test
    void whatCannotBeRecordedSeesAndChangesGradients() {
        try (NDManager manager = Torch.manager()) {
            NDArray pushed = manager.create(3f);
            NDArray left = manager.create(5f);
            Gradients.track(List.of(pushed, left));
            NDArray sum = Gradients.recording(() -> pushed.mul(4));
            Gradients.backward(sum, manager.create(1f));
            TorchScript script = TorchScript.holding(
                    manager, List.of(pushed, left), "factor: float, x: Tensor", "Tuple[Tensor, float]", """
                        seen = 0
                        for parameter in p:
                          gradient = annotate(Optional[Tensor], ops.prim.grad(parameter))
                          if torch.__isnot__(gradient, None):
                            seen = torch.add(seen, 1)
                            _0 = torch.mul_(unchecked_cast(Tensor, gradient), factor)
                        return (torch.mul(x, p[0]), float(seen))
                    """);
            try (EngineValue outcome = Gradients.recording(() ->
                    script.callUnrecorded(EngineValue.of(.5), EngineValue.of(manager.create(2f))))) {
                List<EngineValue> productAndCount = outcome.parts();
                NDArray product = productAndCount.get(0).toTensor(manager);
                assertThat(product.getFloat()).isEqualTo(6);
                assertThat(productAndCount.get(1).toDouble()).isEqualTo(1);
                assertThat(Gradients.of(pushed).orElseThrow().getFloat()).isEqualTo(2);
                assertThat(Gradients.of(left)).isEmpty();
                NDArray recorded = Gradients.recording(() -> pushed.mul(product));
                Gradients.backward(recorded, manager.create(1f));
                assertThat(Gradients.of(pushed).orElseThrow().getFloat()).isEqualTo(8);
                productAndCount.forEach(EngineValue::close);
            }
        }
    }

    @Test
    void aMistakeInTheSourceIsShownWithItsLine() {
        try (NDManager manager = Torch.manager()) {
            assertThatThrownBy(() -> TorchScript.compile(manager, "x: Tensor", "Tensor", "    return torch.bend(x)\n"))
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("torch.bend(x)");
        }
    }
}
