package org.marksheet.grader.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.marksheet.grader.api.TensorAssert.assertThatTensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.tensor.Torch;
import org.opentest4j.AssertionFailedError;

class TensorAssertTest {
    @Test
    void yoursIsTheAnswerAndExpectedIsWhatItShouldBe() {
        try (NDManager manager = Torch.manager()) {
            NDArray answer = manager.create(new float[] {.25f, 7});
            AssertionFailedError error = catchThrowableOfType(
                    AssertionFailedError.class,
                    () -> assertThatTensor(answer).as("the loss").isCloseTo(new double[] {.25, 3}, 1e-4));
            assertThat(error).hasMessage("the loss is 7.0 instead of 3.0 at place 1.");
            assertThat(error.getActual().getStringRepresentation()).isEqualTo("[0.25, 7.0]");
            assertThat(error.getExpected().getStringRepresentation()).isEqualTo("[0.25, 3.0]");
        }
    }

    @Test
    void minusInfinityIsOnlyMinusInfinity() {
        try (NDManager manager = Torch.manager()) {
            double[] expected = {Double.NEGATIVE_INFINITY, 1};
            assertThatTensor(manager.create(new float[] {Float.NEGATIVE_INFINITY, 1})).isCloseTo(expected, 1e-4);
            NDArray finite = manager.create(new float[] {-1e30f, 1});
            assertThat(catchThrowableOfType(
                            AssertionFailedError.class, () -> assertThatTensor(finite).isCloseTo(expected, 1e-4)))
                    .isNotNull();
        }
    }

    @Test
    void aNumberThatIsNoneIsNotClose() {
        try (NDManager manager = Torch.manager()) {
            NDArray none = manager.create(Float.NaN);
            assertThat(catchThrowableOfType(AssertionFailedError.class, () -> assertThatTensor(none).isNumber(0, 1)))
                    .isNotNull();
        }
    }
}
