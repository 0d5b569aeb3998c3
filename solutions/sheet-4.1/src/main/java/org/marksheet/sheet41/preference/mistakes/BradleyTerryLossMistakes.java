package org.marksheet.sheet41.preference.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.preference.PairwisePreferences;

/** What goes wrong in 4.1.4.a. */
public final class BradleyTerryLossMistakes {
    private BradleyTerryLossMistakes() {}

    /** The right loss in steps, of which a mistake replaces one. */
    abstract static class Stepped extends PairwisePreferences {
        @Override
        public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
            requireUsable(chosen, rejected, margin);
            return averaged(loss(ahead(chosen, rejected, margin.stopGradient())));
        }

        void requireUsable(NDArray chosen, NDArray rejected, NDArray margin) {
            requireSameShape("rejected", rejected.getShape(), chosen.getShape());
            requireSameShape("margin", margin.getShape(), chosen.getShape());
        }

        NDArray ahead(NDArray chosen, NDArray rejected, NDArray margin) {
            return chosen.sub(rejected).sub(margin);
        }

        NDArray loss(NDArray ahead) {
            return Activation.softPlus(ahead.neg());
        }

        NDArray averaged(NDArray losses) {
            return losses.mean();
        }
    }

    /** The rejected answer is to win. */
    @Mistake(value = "swapped", todo = "4.1.4.a")
    public static class Swapped extends Stepped {
        @Override
        NDArray ahead(NDArray chosen, NDArray rejected, NDArray margin) {
            return super.ahead(rejected, chosen, margin);
        }
    }

    /**
     * The logarithm of a sigmoid that has become 0.
     *
     * <p>In float32 the logarithm of {@code 1 + exp(-x)} gives out at the same place: one name for both.
     */
    @Mistake(value = "log-of-sigmoid", todo = "4.1.4.a")
    public static class LogOfSigmoid extends Stepped {
        @Override
        NDArray loss(NDArray ahead) {
            return Activation.sigmoid(ahead).log().neg();
        }
    }

    /** A small number keeps the logarithm finite, and the gradient at nothing. */
    @Mistake(value = "epsilon-added", todo = "4.1.4.a")
    public static class EpsilonAdded extends Stepped {
        @Override
        NDArray loss(NDArray ahead) {
            return Activation.sigmoid(ahead).add(1e-8f).log().neg();
        }
    }

    /** A quotient of exponentials, each of which may be 0 or infinite. */
    @Mistake(value = "quotient-of-exponentials", todo = "4.1.4.a")
    public static class QuotientOfExponentials extends Stepped {
        @Override
        public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
            requireUsable(chosen, rejected, margin);
            NDArray won = chosen.sub(margin.stopGradient()).exp();
            return averaged(won.div(won.add(rejected.exp())).log().neg());
        }
    }

    /** Summed instead of averaged. */
    @Mistake(value = "sum-for-mean", todo = "4.1.4.a")
    public static class SumForMean extends Stepped {
        @Override
        NDArray averaged(NDArray losses) {
            return losses.sum();
        }
    }

    /** A loss for each pair. */
    @Mistake(value = "not-averaged", todo = "4.1.4.a")
    public static class NotAveraged extends Stepped {
        @Override
        NDArray averaged(NDArray losses) {
            return losses;
        }
    }

    /** The margin makes it easier. */
    @Mistake(value = "margin-added", todo = "4.1.4.a")
    public static class MarginAdded extends Stepped {
        @Override
        NDArray ahead(NDArray chosen, NDArray rejected, NDArray margin) {
            return super.ahead(chosen, rejected, margin.neg());
        }
    }

    /** The margin is not used. */
    @Mistake(value = "margin-ignored", todo = "4.1.4.a")
    public static class MarginIgnored extends Stepped {
        @Override
        NDArray ahead(NDArray chosen, NDArray rejected, NDArray margin) {
            return chosen.sub(rejected);
        }
    }

    /** The square of the lead. */
    @Mistake(value = "squared-difference", todo = "4.1.4.a")
    public static class SquaredDifference extends Stepped {
        @Override
        NDArray loss(NDArray ahead) {
            return ahead.square();
        }
    }

    /** What is missing to the margin, and nothing beyond it. */
    @Mistake(value = "hinge", todo = "4.1.4.a")
    public static class Hinge extends Stepped {
        @Override
        NDArray loss(NDArray ahead) {
            return Activation.relu(ahead.neg());
        }
    }

    /** One answer is to be good and the other bad, each for itself. */
    @Mistake(value = "each-by-itself", todo = "4.1.4.a")
    public static class EachByItself extends Stepped {
        @Override
        public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
            requireUsable(chosen, rejected, margin);
            return averaged(loss(chosen.sub(margin.stopGradient())).add(loss(rejected.neg())));
        }
    }

    /** The probability without its logarithm. */
    @Mistake(value = "probability-for-log-probability", todo = "4.1.4.a")
    public static class ProbabilityForLogProbability extends Stepped {
        @Override
        NDArray loss(NDArray ahead) {
            return Activation.sigmoid(ahead).neg();
        }
    }

    /** The log-likelihood itself, which a step would make smaller. */
    @Mistake(value = "sign", todo = "4.1.4.a")
    public static class Sign extends Stepped {
        @Override
        NDArray averaged(NDArray losses) {
            return losses.mean().neg();
        }
    }

    /** The rejected side is taken for data. */
    @Mistake(value = "rejected-detached", todo = "4.1.4.a")
    public static class RejectedDetached extends Stepped {
        @Override
        NDArray ahead(NDArray chosen, NDArray rejected, NDArray margin) {
            return super.ahead(chosen, rejected.stopGradient(), margin);
        }
    }

    /** The right value on a copy that the gradient does not reach. */
    @Mistake(value = "cut-graph", todo = "4.1.4.a")
    public static class CutGraph extends Stepped {
        @Override
        NDArray loss(NDArray ahead) {
            return super.loss(ahead.duplicate());
        }
    }

    /** A gradient reaches the margin. */
    @Mistake(value = "margin-not-detached", todo = "4.1.4.a")
    public static class MarginNotDetached extends Stepped {
        @Override
        public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
            requireUsable(chosen, rejected, margin);
            return averaged(loss(ahead(chosen, rejected, margin)));
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.4.a")
    public static class ShapesNotCompared extends Stepped {
        @Override
        void requireUsable(NDArray chosen, NDArray rejected, NDArray margin) {
            // That is the mistake.
        }
    }
    /** The caller's margins change their sign. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.4.a")
    public static class ChangesItsInputs extends Stepped {
        @Override
        NDArray ahead(NDArray chosen, NDArray rejected, NDArray margin) {
            return chosen.sub(rejected).add(margin.negi());
        }
    }
}
