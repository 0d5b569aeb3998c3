package org.marksheet.sheet41.preference.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.preference.PairwisePreferences;

/** What goes wrong in 4.1.4.b. */
public final class RankingAccuracyMistakes {
    private RankingAccuracyMistakes() {}

    /** The right share in steps, of which a mistake replaces one. */
    abstract static class Stepped extends PairwisePreferences {
        @Override
        public float rankingAccuracy(NDArray chosen, NDArray rejected) {
            requireUsable(chosen, rejected);
            return averaged(success(chosen, rejected)).getFloat();
        }

        void requireUsable(NDArray chosen, NDArray rejected) {
            requireSameShape("rejected", rejected.getShape(), chosen.getShape());
        }

        NDArray success(NDArray chosen, NDArray rejected) {
            return number(chosen.gt(rejected));
        }

        NDArray averaged(NDArray successes) {
            return successes.mean();
        }

        static NDArray number(NDArray decision) {
            return decision.toType(DataType.FLOAT32, false);
        }
    }

    /** A tie is a success. */
    @Mistake(value = "ties-count", todo = "4.1.4.b")
    public static class TiesCount extends Stepped {
        @Override
        NDArray success(NDArray chosen, NDArray rejected) {
            return number(chosen.gte(rejected));
        }
    }

    /** A tie is half a success. */
    @Mistake(value = "ties-half", todo = "4.1.4.b")
    public static class TiesHalf extends Stepped {
        @Override
        NDArray success(NDArray chosen, NDArray rejected) {
            return chosen.sub(rejected).sign().add(1).div(2);
        }
    }

    /** The rejected answer is to win. */
    @Mistake(value = "swapped", todo = "4.1.4.b")
    public static class Swapped extends Stepped {
        @Override
        NDArray success(NDArray chosen, NDArray rejected) {
            return number(rejected.gt(chosen));
        }
    }

    /** The sign of the chosen reward alone. */
    @Mistake(value = "one-sided", todo = "4.1.4.b")
    public static class OneSided extends Stepped {
        @Override
        NDArray success(NDArray chosen, NDArray rejected) {
            return number(chosen.gt(0));
        }
    }

    /** Counted, not divided. */
    @Mistake(value = "count-for-share", todo = "4.1.4.b")
    public static class CountForShare extends Stepped {
        @Override
        NDArray averaged(NDArray successes) {
            return successes.sum();
        }
    }

    /** How sure the model is, on average. */
    @Mistake(value = "mean-probability", todo = "4.1.4.b")
    public static class MeanProbability extends Stepped {
        @Override
        NDArray success(NDArray chosen, NDArray rejected) {
            return Activation.sigmoid(chosen.sub(rejected));
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.4.b")
    public static class ShapesNotCompared extends Stepped {
        @Override
        void requireUsable(NDArray chosen, NDArray rejected) {
            // That is the mistake.
        }
    }

    /** The lead is left in the caller's tensor. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.4.b")
    public static class ChangesItsInputs extends Stepped {
        @Override
        NDArray success(NDArray chosen, NDArray rejected) {
            return number(chosen.subi(rejected).gt(0));
        }
    }
}
