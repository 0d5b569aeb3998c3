package org.marksheet.grader.sandbox;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Torch;

/** Stands in for the worker: says what some floats of libtorch come to, then repeats its input. */
public final class EchoWorker {
    private EchoWorker() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("ready " + digits());
        System.in.transferTo(System.out);
        System.out.flush();
    }

    /** Returns a number that changes with any bit of a loss and its gradient. */
    private static String digits() {
        try (NDManager manager = Torch.manager()) {
            Torch.seed(17);
            NDArray weights = manager.randomNormal(0f, 1f, new Shape(96, 96), DataType.FLOAT32);
            NDArray inputs = manager.randomNormal(0f, 1f, new Shape(48, 96), DataType.FLOAT32);
            weights.setRequiresGradient(true);
            NDArray loss = Gradients.recording(
                    () -> inputs.matMul(weights).softmax(1).add(1e-3f).log().mul(inputs).exp().mean());
            Gradients.backward(loss, manager.ones(loss.getShape()));
            float[] gradient = Gradients.of(weights).orElseThrow().toFloatArray();
            return Integer.toHexString(Float.floatToRawIntBits(loss.getFloat())) + "-"
                    + Integer.toHexString(Arrays.hashCode(gradient));
        }
    }
}
