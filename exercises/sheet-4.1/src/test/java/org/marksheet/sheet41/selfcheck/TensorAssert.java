package org.marksheet.sheet41.selfcheck;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.assertj.core.api.AbstractAssert;
import org.opentest4j.AssertionFailedError;

/** Compares a tensor with numbers worked out by hand, which have four digits. */
public final class TensorAssert extends AbstractAssert<TensorAssert, NDArray> {
    private static final double TOLERANCE = 1e-4;

    private TensorAssert(NDArray actual) {
        super(actual, TensorAssert.class);
    }

    /** Begins an assertion. */
    public static TensorAssert assertThatTensor(NDArray actual) {
        return new TensorAssert(actual);
    }

    /** Asserts all numbers of a tensor, row after row, or the one number of a scalar. */
    public TensorAssert is(double... expected) {
        if (actual == null) {
            throw different("null", expected);
        }
        if (actual.getDataType() != DataType.FLOAT32) {
            throw different("of type " + actual.getDataType() + " (not float32)", expected);
        }
        if (actual.getShape().size() != expected.length) {
            throw different("a tensor of shape " + actual.getShape(), expected);
        }
        float[] numbers = actual.toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            boolean same = Double.compare(numbers[i], expected[i]) == 0;
            if (!same && !(Math.abs(numbers[i] - expected[i]) <= TOLERANCE)) {
                double[] yours = new double[numbers.length];
                Arrays.setAll(yours, place -> numbers[place]);
                throw different(shown(yours), expected);
            }
        }
        return this;
    }

    /** Asserts all ids of an int64 tensor, row after row. */
    public TensorAssert isIds(long... expected) {
        String wanted = Arrays.toString(expected);
        if (actual == null) {
            throw different("null", wanted);
        }
        if (actual.getDataType() != DataType.INT64) {
            throw different("of type " + actual.getDataType() + " (not int64)", wanted);
        }
        if (actual.getShape().size() != expected.length) {
            throw different("a tensor of shape " + actual.getShape(), wanted);
        }
        long[] ids = actual.toLongArray();
        if (!Arrays.equals(ids, expected)) {
            throw different(Arrays.toString(ids), wanted);
        }
        return this;
    }

    private AssertionFailedError different(String yours, String expected) {
        return new AssertionFailedError(
                descriptionText() + " is " + yours + " instead of " + expected + ".", expected, yours);
    }

    private AssertionFailedError different(String yours, double[] expected) {
        return different(yours, shown(expected));
    }

    private static String shown(double[] numbers) {
        String list = DoubleStream.of(numbers).mapToObj(TensorAssert::shown).collect(Collectors.joining(", "));
        return numbers.length == 1 ? list : "[" + list + "]";
    }

    private static String shown(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.toString(number);
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(5));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
