package org.marksheet.sheet41.kl.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.marksheet.grader.api.Mistake;
import org.marksheet.lab.tensor.Elementwise;
import org.marksheet.sheet41.kl.KlEstimates;
import org.marksheet.sheet41.kl.TokenKlPenalty;

/** What goes wrong in 4.1.7.b. */
public final class KlEstimatesMistakes {
    private KlEstimatesMistakes() {}

    /** The right estimates in steps, of which a mistake replaces one. */
    abstract static class Stepped extends TokenKlPenalty {
        @Override
        public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
            requireUsable(logProbs, refLogProbs);
            NDArray logRatio = logRatio(logProbs, refLogProbs);
            return new KlEstimates(k1(logRatio, logProbs), k2(logRatio), k3(logRatio));
        }

        void requireUsable(NDArray logProbs, NDArray refLogProbs) {
            requireSameShape("refLogProbs", refLogProbs.getShape(), "logProbs", logProbs.getShape());
        }

        NDArray logRatio(NDArray logProbs, NDArray refLogProbs) {
            return refLogProbs.stopGradient().sub(logProbs);
        }

        NDArray k1(NDArray logRatio, NDArray logProbs) {
            return logRatio.neg();
        }

        NDArray k2(NDArray logRatio) {
            return logRatio.square().div(2);
        }

        NDArray k3(NDArray logRatio) {
            return Elementwise.expm1(logRatio).sub(logRatio);
        }
    }

    /** k1 is the log-ratio itself. */
    @Mistake(value = "k1-sign", todo = "4.1.7.b")
    public static class K1Sign extends Stepped {
        @Override
        NDArray k1(NDArray logRatio, NDArray logProbs) {
            return logRatio;
        }
    }

    /** Policy minus reference in all three formulas. */
    @Mistake(value = "ratio-reversed", todo = "4.1.7.b")
    public static class RatioReversed extends Stepped {
        @Override
        NDArray logRatio(NDArray logProbs, NDArray refLogProbs) {
            return logProbs.sub(refLogProbs.stopGradient());
        }
    }

    /** k3 of the difference the other way round. */
    @Mistake(value = "k3-reversed", todo = "4.1.7.b")
    public static class K3Reversed extends Stepped {
        @Override
        NDArray k3(NDArray logRatio) {
            return super.k3(logRatio.neg());
        }
    }

    /** k3 without what makes it vary less. */
    @Mistake(value = "k3-without-log-ratio", todo = "4.1.7.b")
    public static class K3WithoutLogRatio extends Stepped {
        @Override
        NDArray k3(NDArray logRatio) {
            return Elementwise.expm1(logRatio);
        }
    }

    /** k3 with the log-ratio added. */
    @Mistake(value = "k3-log-ratio-added", todo = "4.1.7.b")
    public static class K3LogRatioAdded extends Stepped {
        @Override
        NDArray k3(NDArray logRatio) {
            return Elementwise.expm1(logRatio).add(logRatio);
        }
    }

    /** The 1 of {@code e^x - 1 - x} forgotten. */
    @Mistake(value = "k3-one-missing", todo = "4.1.7.b")
    public static class K3OneMissing extends Stepped {
        @Override
        NDArray k3(NDArray logRatio) {
            return logRatio.exp().sub(logRatio);
        }
    }

    /** The formula as it stands in papers, which loses its digits near 0. */
    @Mistake(value = "exp-for-expm1", todo = "4.1.7.b")
    public static class ExpForExpm1 extends Stepped {
        @Override
        NDArray k3(NDArray logRatio) {
            return logRatio.exp().sub(1).sub(logRatio);
        }
    }

    /** The whole square. */
    @Mistake(value = "half-missing", todo = "4.1.7.b")
    public static class HalfMissing extends Stepped {
        @Override
        NDArray k2(NDArray logRatio) {
            return logRatio.square();
        }
    }

    /** k1 without its negative numbers. */
    @Mistake(value = "k1-clamped", todo = "4.1.7.b")
    public static class K1Clamped extends Stepped {
        @Override
        NDArray k1(NDArray logRatio, NDArray logProbs) {
            return NDArrays.maximum(logRatio.neg(), logRatio.zerosLike());
        }
    }

    /** The size of k1. */
    @Mistake(value = "k1-absolute", todo = "4.1.7.b")
    public static class K1Absolute extends Stepped {
        @Override
        NDArray k1(NDArray logRatio, NDArray logProbs) {
            return logRatio.abs();
        }
    }

    /** k1 times the probability, which belongs into a sum over the vocabulary. */
    @Mistake(value = "weighted-by-probability", todo = "4.1.7.b")
    public static class WeightedByProbability extends Stepped {
        @Override
        NDArray k1(NDArray logRatio, NDArray logProbs) {
            return logRatio.neg().mul(logProbs.exp());
        }
    }

    /** A gradient into the reference. */
    @Mistake(value = "reference-not-detached", todo = "4.1.7.b")
    public static class ReferenceNotDetached extends Stepped {
        @Override
        NDArray logRatio(NDArray logProbs, NDArray refLogProbs) {
            return refLogProbs.sub(logProbs);
        }
    }

    /** The right values without a graph. */
    @Mistake(value = "cut-graph", todo = "4.1.7.b")
    public static class CutGraph extends Stepped {
        @Override
        NDArray logRatio(NDArray logProbs, NDArray refLogProbs) {
            return super.logRatio(logProbs, refLogProbs).stopGradient();
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.7.b")
    public static class ShapesNotCompared extends Stepped {
        @Override
        void requireUsable(NDArray logProbs, NDArray refLogProbs) {
            // That is the mistake.
        }
    }

    /** The difference is left in the caller's tensor. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.7.b")
    public static class ChangesItsInputs extends Stepped {
        @Override
        public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
            KlEstimates estimates = super.klEstimates(logProbs, refLogProbs);
            refLogProbs.stopGradient().subi(logProbs.stopGradient());
            return estimates;
        }
    }
}
