package org.marksheet.sheet41.advantages.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.advantages.GeneralizedAdvantageEstimation;

/** What goes wrong in 4.1.8.b. */
public final class ReturnsMistakes {
    private ReturnsMistakes() {}

    /** The value is taken away. */
    @Mistake(value = "value-subtracted", todo = "4.1.8.b")
    public static class ValueSubtracted extends GeneralizedAdvantageEstimation {
        @Override
        public NDArray returns(NDArray advantages, NDArray values, NDArray responseMask) {
            return super.returns(advantages, values.neg(), responseMask);
        }
    }

    /** Advantages are whitened before the values are added. */
    @Mistake(value = "after-whitening", todo = "4.1.8.b")
    public static class AfterWhitening extends GeneralizedAdvantageEstimation {
        @Override
        public NDArray returns(NDArray advantages, NDArray values, NDArray responseMask) {
            requireSameShape("responseMask", responseMask.getShape(), "advantages", advantages.getShape());
            return super.returns(whiten(advantages, responseMask, true), values, responseMask);
        }
    }

    /** The advantages as they are. */
    @Mistake(value = "values-missing", todo = "4.1.8.b")
    public static class ValuesMissing extends GeneralizedAdvantageEstimation {
        @Override
        public NDArray returns(NDArray advantages, NDArray values, NDArray responseMask) {
            return super.returns(advantages, values.zerosLike(), responseMask);
        }
    }

    /** What lies on padding stays. */
    @Mistake(value = "padding-kept", todo = "4.1.8.b")
    public static class PaddingKept extends GeneralizedAdvantageEstimation {
        @Override
        public NDArray returns(NDArray advantages, NDArray values, NDArray responseMask) {
            requireSameShape("values", values.getShape(), "advantages", advantages.getShape());
            requireSameShape("responseMask", responseMask.getShape(), "advantages", advantages.getShape());
            return advantages.stopGradient().add(values.stopGradient());
        }
    }

    /** Padding multiplied by 0, which keeps NaN. */
    @Mistake(value = "masked-by-multiplying", todo = "4.1.8.b")
    public static class MaskedByMultiplying extends PaddingKept {
        @Override
        public NDArray returns(NDArray advantages, NDArray values, NDArray responseMask) {
            return super.returns(advantages, values, responseMask).mul(responseMask.toType(DataType.FLOAT32, false));
        }
    }

    /** A gradient reaches advantages and values. */
    @Mistake(value = "not-detached", todo = "4.1.8.b")
    public static class NotDetached extends GeneralizedAdvantageEstimation {
        @Override
        public NDArray returns(NDArray advantages, NDArray values, NDArray responseMask) {
            requireSameShape("values", values.getShape(), "advantages", advantages.getShape());
            requireSameShape("responseMask", responseMask.getShape(), "advantages", advantages.getShape());
            return onResponse(advantages.add(values), responseMask);
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.8.b")
    public static class ShapesNotCompared extends GeneralizedAdvantageEstimation {
        @Override
        public NDArray returns(NDArray advantages, NDArray values, NDArray responseMask) {
            NDArray sum = advantages.stopGradient().add(values.stopGradient());
            return onResponse(sum, responseMask.broadcast(sum.getShape()));
        }
    }
}
