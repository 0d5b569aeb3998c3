package org.marksheet.grader.api;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.assertj.core.api.AbstractAssert;
import org.opentest4j.AssertionFailedError;

/** Assertions about a tensor, in words that a student understands. */
public final class TensorAssert extends AbstractAssert<TensorAssert, NDArray> {
    private TensorAssert(NDArray actual) {
        super(actual, TensorAssert.class);
    }

    /** Begins an assertion about a tensor. */
    public static TensorAssert assertThatTensor(NDArray actual) {
        return new TensorAssert(actual);
    }

    /** Asserts the shape. */
    public TensorAssert hasShape(long... dimensions) {
        notNull();
        Shape expected = new Shape(dimensions);
        if (!actual.getShape().equals(expected)) {
            throw different("has the shape " + actual.getShape() + " instead of " + expected, actual.getShape(), expected);
        }
        return this;
    }

    /** Asserts a scalar (or a tensor of one number) within an absolute tolerance. */
    public TensorAssert isNumber(double expected, double tolerance) {
        notNull();
        if (actual.getShape().size() != 1) {
            throw different("has the shape " + actual.getShape() + " instead of being one number", actual.getShape(), "()");
        }
        return near(new double[] {expected}, tolerance);
    }

    /** Asserts all numbers, in row-major order, within an absolute tolerance that grows with numbers above 1. */
    public TensorAssert isCloseTo(double[] expected, double tolerance) {
        notNull();
        if (actual.getShape().size() != expected.length) {
            throw different("has " + actual.getShape().size() + " numbers instead of " + expected.length,
                    actual.getShape(), expected.length);
        }
        return near(expected, tolerance);
    }

    private TensorAssert near(double[] expected, double tolerance) {
        if (actual.getDataType() != DataType.FLOAT32) {
            throw different("is " + actual.getDataType() + " instead of float32", actual.getDataType(), "float32");
        }
        float[] numbers = actual.toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            boolean same = Double.compare(numbers[i], expected[i]) == 0;
            boolean near = Double.isFinite(expected[i]) && Math.abs(numbers[i] - expected[i]) <= allowed;
            if (!same && !near) {
                String where = expected.length == 1 ? "" : " at place " + i;
                throw different("is " + numbers[i] + " instead of " + (float) expected[i] + where, numbers, expected);
            }
        }
        return this;
    }

    private void notNull() {
        if (actual == null) {
            throw different("is null", null, "a tensor");
        }
    }

    private AssertionFailedError different(String what, Object yours, Object expected) {
        String name = info.descriptionText().isEmpty() ? "The result" : info.descriptionText();
        return new AssertionFailedError(name + " " + what + ".", shown(expected), shown(yours));
    }

    private static Object shown(Object value) {
        if (value instanceof float[] floats) {
            return floats.length == 1 ? (Object) floats[0] : Arrays.toString(floats);
        }
        if (value instanceof double[] doubles) {
            float[] rounded = new float[doubles.length];
            for (int i = 0; i < rounded.length; i++) {
                rounded[i] = (float) doubles[i];
            }
            return shown(rounded);
        }
        return value;
    }
}
