package org.marksheet.sheet41.policygradient.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.policygradient.LeaveOneOutPolicyGradient;

/** What goes wrong in 4.1.6.b. */
public final class ScoreFunctionLossMistakes {
    private ScoreFunctionLossMistakes() {}

    /** The right loss in steps, of which a mistake replaces one. */
    abstract static class Stepped extends LeaveOneOutPolicyGradient {
        @Override
        public NDArray scoreFunctionLoss(
                NDArray logProbs, NDArray rewards, NDArray baseline, NDArray responseMask) {
            requireUsable(logProbs, rewards, baseline, responseMask);
            NDArray better = detached(better(rewards, baseline));
            return averaged(better.mul(ofResponses(logProbs, responseMask)));
        }

        void requireUsable(NDArray logProbs, NDArray rewards, NDArray baseline, NDArray responseMask) {
            requireSameShape(responseMask.getShape(), logProbs.getShape());
            requireOnePerRow("rewards", rewards.getShape(), logProbs.getShape());
            requireOnePerRow("baseline", baseline.getShape(), logProbs.getShape());
        }

        NDArray better(NDArray rewards, NDArray baseline) {
            return rewards.sub(baseline);
        }

        NDArray detached(NDArray better) {
            return better.stopGradient();
        }

        NDArray ofResponses(NDArray logProbs, NDArray responseMask) {
            return onResponse(logProbs, responseMask).sum(new int[] {1});
        }

        NDArray averaged(NDArray weighted) {
            return weighted.mean().neg();
        }
    }

    /** A gradient reaches rewards and baseline. */
    @Mistake(value = "reward-not-detached", todo = "4.1.6.b")
    public static class RewardNotDetached extends Stepped {
        @Override
        NDArray detached(NDArray better) {
            return better;
        }
    }

    /** The reward would go down. */
    @Mistake(value = "sign", todo = "4.1.6.b")
    public static class Sign extends Stepped {
        @Override
        NDArray averaged(NDArray weighted) {
            return weighted.mean();
        }
    }

    /** The probability of a response in place of its logarithm. */
    @Mistake(value = "probability-for-log-probability", todo = "4.1.6.b")
    public static class ProbabilityForLogProbability extends Stepped {
        @Override
        NDArray ofResponses(NDArray logProbs, NDArray responseMask) {
            return super.ofResponses(logProbs, responseMask).exp();
        }
    }

    /** The mean over the tokens of each response. */
    @Mistake(value = "mean-over-tokens", todo = "4.1.6.b")
    public static class MeanOverTokens extends Stepped {
        @Override
        NDArray ofResponses(NDArray logProbs, NDArray responseMask) {
            NDArray lengths = responseMask.toType(DataType.FLOAT32, false).sum(new int[] {1});
            NDArray sums = super.ofResponses(logProbs, responseMask);
            return sums.div(lengths.add(lengths.eq(0).toType(DataType.FLOAT32, false)));
        }
    }

    /** No mask at all. */
    @Mistake(value = "padding-counted", todo = "4.1.6.b")
    public static class PaddingCounted extends Stepped {
        @Override
        NDArray ofResponses(NDArray logProbs, NDArray responseMask) {
            return logProbs.sum(new int[] {1});
        }
    }

    /** Padding multiplied by 0, which keeps NaN. */
    @Mistake(value = "masked-by-multiplying", todo = "4.1.6.b")
    public static class MaskedByMultiplying extends Stepped {
        @Override
        NDArray ofResponses(NDArray logProbs, NDArray responseMask) {
            return logProbs.mul(responseMask.toType(DataType.FLOAT32, false)).sum(new int[] {1});
        }
    }

    /** The baseline is not used. */
    @Mistake(value = "baseline-ignored", todo = "4.1.6.b")
    public static class BaselineIgnored extends Stepped {
        @Override
        NDArray better(NDArray rewards, NDArray baseline) {
            return rewards;
        }
    }

    /** The baseline on the wrong side. */
    @Mistake(value = "baseline-added", todo = "4.1.6.b")
    public static class BaselineAdded extends Stepped {
        @Override
        NDArray better(NDArray rewards, NDArray baseline) {
            return rewards.add(baseline);
        }
    }

    /** Not averaged. */
    @Mistake(value = "sum-for-mean", todo = "4.1.6.b")
    public static class SumForMean extends Stepped {
        @Override
        NDArray averaged(NDArray weighted) {
            return weighted.sum().neg();
        }
    }

    /** The right value on a copy that the gradient does not reach. */
    @Mistake(value = "cut-graph", todo = "4.1.6.b")
    public static class CutGraph extends Stepped {
        @Override
        NDArray ofResponses(NDArray logProbs, NDArray responseMask) {
            return super.ofResponses(logProbs, responseMask).duplicate();
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.6.b")
    public static class ShapesNotCompared extends Stepped {
        @Override
        void requireUsable(NDArray logProbs, NDArray rewards, NDArray baseline, NDArray responseMask) {
            // That is the mistake.
        }
    }
}
