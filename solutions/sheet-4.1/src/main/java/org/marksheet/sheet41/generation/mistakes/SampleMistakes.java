package org.marksheet.sheet41.generation.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import org.marksheet.grader.api.Mistake;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.generation.LogitSampling;

/** What goes wrong in 4.1.2.e. */
public final class SampleMistakes {
    private SampleMistakes() {}

    /** The right method in steps. */
    abstract static class Stepped extends LogitSampling {
        @Override
        public NDArray sample(NDArray logits, float temperature, RandomSource random) {
            require(temperature);
            if (temperature == 0) {
                return greedy(logits);
            }
            return drawn(probs(logits, temperature), uniform(logits.getShape(), random));
        }

        void require(float temperature) {
            requireTemperature(temperature);
        }

        NDArray greedy(NDArray logits) {
            return logits.argMax(1);
        }

        NDArray probs(NDArray logits, float temperature) {
            return logits.div(temperature).softmax(1);
        }

        NDArray uniform(Shape shape, RandomSource random) {
            return random.uniform(shape.getShape());
        }

        NDArray drawn(NDArray probs, NDArray uniform) {
            return probs.div(uniform.log().neg()).argMax(1);
        }
    }

    /** Always the likeliest. */
    @Mistake(value = "argmax", todo = "4.1.2.e")
    public static class Argmax extends Stepped {
        @Override
        NDArray drawn(NDArray probs, NDArray uniform) {
            return probs.argMax(1);
        }
    }

    /** All that are left are equally likely. */
    @Mistake(value = "uniform-over-the-kept", todo = "4.1.2.e")
    public static class UniformOverTheKept extends Stepped {
        @Override
        NDArray probs(NDArray logits, float temperature) {
            NDArray kept = logits.gt(Float.NEGATIVE_INFINITY);
            return NDArrays.where(kept, logits.onesLike(), logits.zerosLike());
        }
    }

    /** {@code p * p}. */
    @Mistake(value = "probabilities-squared", todo = "4.1.2.e")
    public static class ProbabilitiesSquared extends Stepped {
        @Override
        NDArray probs(NDArray logits, float temperature) {
            return super.probs(logits, temperature).square();
        }
    }

    /** Probabilities taken for logits. */
    @Mistake(value = "softmax-twice", todo = "4.1.2.e")
    public static class SoftmaxTwice extends Stepped {
        @Override
        NDArray probs(NDArray logits, float temperature) {
            NDArray probs = super.probs(logits, temperature);
            // Tokens that have been removed are left out of both.
            return NDArrays.where(probs.gt(0), probs.exp(), probs);
        }
    }

    /** One draw of V numbers for all rows. */
    @Mistake(value = "one-draw-for-all-rows", todo = "4.1.2.e")
    public static class OneDrawForAllRows extends Stepped {
        @Override
        NDArray uniform(Shape shape, RandomSource random) {
            return random.uniform(1, shape.get(1)).broadcast(shape);
        }
    }

    /** Tau only decides between greedy and not. */
    @Mistake(value = "temperature-ignored", todo = "4.1.2.e")
    public static class TemperatureIgnored extends Stepped {
        @Override
        NDArray probs(NDArray logits, float temperature) {
            return super.probs(logits, 1);
        }
    }

    /** Times tau. */
    @Mistake(value = "temperature-multiplied", todo = "4.1.2.e")
    public static class TemperatureMultiplied extends Stepped {
        @Override
        NDArray probs(NDArray logits, float temperature) {
            return super.probs(logits.mul(temperature), 1);
        }
    }

    /** Noise from 0 to 1 on the logits. */
    @Mistake(value = "uniform-noise-on-logits", todo = "4.1.2.e")
    public static class UniformNoiseOnLogits extends Stepped {
        @Override
        NDArray drawn(NDArray probs, NDArray uniform) {
            return probs.log().add(uniform).argMax(1);
        }
    }

    /** The next token instead of the one that was hit. */
    @Mistake(value = "one-token-further", todo = "4.1.2.e")
    public static class OneTokenFurther extends Stepped {
        @Override
        NDArray drawn(NDArray probs, NDArray uniform) {
            long last = probs.getShape().get(1) - 1;
            return NDArrays.minimum(super.drawn(probs, uniform).add(1), last);
        }
    }

    /** A removed token has the logit 0. */
    @Mistake(value = "removed-tokens-drawn", todo = "4.1.2.e")
    public static class RemovedTokensDrawn extends Stepped {
        @Override
        NDArray probs(NDArray logits, float temperature) {
            NDArray kept = logits.gt(Float.NEGATIVE_INFINITY);
            return super.probs(NDArrays.where(kept, logits, logits.zerosLike()), temperature);
        }
    }

    /** The engine's own generator. */
    @Mistake(value = "own-randomness", todo = "4.1.2.e")
    public static class OwnRandomness extends Stepped {
        @Override
        NDArray uniform(Shape shape, RandomSource random) {
            return random.uniform(1).getManager().randomUniform(1e-6f, 1 - 1e-6f, shape);
        }
    }

    /** Tau 0 draws as tau 1 does. */
    @Mistake(value = "zero-is-not-greedy", todo = "4.1.2.e")
    public static class ZeroIsNotGreedy extends Stepped {
        @Override
        public NDArray sample(NDArray logits, float temperature, RandomSource random) {
            return super.sample(logits, temperature == 0 ? 1 : temperature, random);
        }
    }

    /** The last of the largest. */
    @Mistake(value = "highest-id-of-equals", todo = "4.1.2.e")
    public static class HighestIdOfEquals extends Stepped {
        @Override
        NDArray greedy(NDArray logits) {
            long last = logits.getShape().get(1) - 1;
            return logits.flip(1).argMax(1).neg().add(last);
        }
    }

    /** Any temperature will do. */
    @Mistake(value = "range-not-checked", todo = "4.1.2.e")
    public static class RangeNotChecked extends Stepped {
        @Override
        void require(float temperature) {
            // That is the mistake.
        }
    }

    /** In place. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.2.e")
    public static class ChangesItsInputs extends Stepped {
        @Override
        NDArray probs(NDArray logits, float temperature) {
            return logits.divi(temperature).softmax(1);
        }
    }
}
