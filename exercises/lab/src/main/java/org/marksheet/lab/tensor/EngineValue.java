package org.marksheet.lab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.List;
import java.util.stream.Stream;

/** What a script takes or returns, left with the engine: a number, a tensor, a list, or several of them together. */
public final class EngineValue implements AutoCloseable {
    private final IValue value;

    EngineValue(IValue value) {
        this.value = value;
    }

    /** Hands a tensor to the engine, which sees it change. */
    public static EngineValue of(NDArray tensor) {
        return new EngineValue(IValue.from((PtNDArray) tensor));
    }

    /** Hands a number to the engine, a {@code float} to a script. */
    public static EngineValue of(double number) {
        return new EngineValue(IValue.from(number));
    }

    /** Hands a whole number to the engine, an {@code int} to a script. */
    public static EngineValue of(long number) {
        return new EngineValue(IValue.from(number));
    }

    /** Hands a truth to the engine, a {@code bool} to a script. */
    public static EngineValue of(boolean truth) {
        return new EngineValue(IValue.from(truth));
    }

    IValue get() {
        return value;
    }

    /** Returns the number that a script returned as {@code float}. */
    public double toDouble() {
        return value.toDouble();
    }

    /**
     * Returns a copy of a tensor. The tensor itself could take part in no recording.
     *
     * @param manager owns the copy
     */
    public NDArray toTensor(NDManager manager) {
        try (NDArray unrecordable = value.toTensor((PtNDManager) manager)) {
            return unrecordable.duplicate();
        }
    }

    /** Returns what a script returned as a {@code Tuple}; the caller closes each. */
    public List<EngineValue> parts() {
        return Stream.of(value.toIValueTuple()).map(EngineValue::new).toList();
    }

    /** Lets the engine free it, unless something else there still needs it. A second time does nothing. */
    @Override
    public void close() {
        value.close();
    }
}
