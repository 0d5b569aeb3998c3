package org.marksheet.sheet41.generation.mistakes;

import ai.djl.ndarray.NDArray;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.generation.LogitSampling;

/** What goes wrong in 4.1.2.a. */
public final class TemperatureMistakes {
    private TemperatureMistakes() {}

    /** The right method in steps. */
    abstract static class Stepped extends LogitSampling {
        @Override
        public NDArray temperature(NDArray logits, float temperature) {
            require(temperature);
            return temperature == 0 ? zero(logits) : tempered(logits, temperature);
        }

        void require(float temperature) {
            requireTemperature(temperature);
        }

        NDArray zero(NDArray logits) {
            return logits;
        }

        NDArray tempered(NDArray logits, float temperature) {
            return logits.div(temperature);
        }
    }

    /** Times tau. */
    @Mistake(value = "multiplies", todo = "4.1.2.a")
    public static class Multiplies extends Stepped {
        @Override
        NDArray tempered(NDArray logits, float temperature) {
            return logits.mul(temperature);
        }
    }

    /** Softmax first. */
    @Mistake(value = "divides-probabilities", todo = "4.1.2.a")
    public static class DividesProbabilities extends Stepped {
        @Override
        NDArray tempered(NDArray logits, float temperature) {
            return logits.softmax(1).div(temperature);
        }
    }

    /** Probabilities where logits are asked for. */
    @Mistake(value = "returns-probabilities", todo = "4.1.2.a")
    public static class ReturnsProbabilities extends Stepped {
        @Override
        NDArray tempered(NDArray logits, float temperature) {
            return logits.div(temperature).softmax(1);
        }
    }

    /** Nothing special about 0. */
    @Mistake(value = "divides-by-zero", todo = "4.1.2.a")
    public static class DividesByZero extends Stepped {
        @Override
        NDArray zero(NDArray logits) {
            return tempered(logits, 0);
        }
    }

    /** 0 is an error, too. */
    @Mistake(value = "zero-rejected", todo = "4.1.2.a")
    public static class ZeroRejected extends Stepped {
        @Override
        NDArray zero(NDArray logits) {
            throw new IllegalArgumentException("temperature is 0");
        }
    }

    /** Any temperature will do. */
    @Mistake(value = "range-not-checked", todo = "4.1.2.a")
    public static class RangeNotChecked extends Stepped {
        @Override
        void require(float temperature) {
            // That is the mistake.
        }
    }

    /** {@code tau < 0} is false for NaN. */
    @Mistake(value = "nan-not-checked", todo = "4.1.2.a")
    public static class NanNotChecked extends Stepped {
        @Override
        void require(float temperature) {
            if (temperature < 0) {
                requireTemperature(temperature);
            }
        }
    }

    /** In place. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.2.a")
    public static class ChangesItsInputs extends Stepped {
        @Override
        NDArray tempered(NDArray logits, float temperature) {
            return logits.divi(temperature);
        }
    }
}
