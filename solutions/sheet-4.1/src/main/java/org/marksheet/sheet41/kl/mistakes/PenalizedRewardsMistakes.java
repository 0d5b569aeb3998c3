package org.marksheet.sheet41.kl.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import org.marksheet.grader.api.Mistake;
import org.marksheet.lab.tensor.Elementwise;

/** What goes wrong in 4.1.7.d. */
public final class PenalizedRewardsMistakes {
    private PenalizedRewardsMistakes() {}

    /** Returns a mask that is true on one place of each row, and nowhere in a row whose place lies outside. */
    private static NDArray at(NDArray places, NDArray responseMask) {
        NDArray columns = responseMask.getManager()
                .arange((float) responseMask.getShape().get(1))
                .expandDims(0)
                .broadcast(responseMask.getShape());
        return columns.eq(places.expandDims(1).broadcast(responseMask.getShape()));
    }

    private static NDArray lengths(NDArray responseMask) {
        return responseMask.toType(DataType.FLOAT32, false).sum(new int[] {1});
    }

    /** Each token gets the score. */
    @Mistake(value = "score-on-every-token", todo = "4.1.7.d")
    public static class ScoreOnEveryToken extends SteppedPenalizedRewards {
        @Override
        NDArray placed(NDArray responseMask) {
            return responseMask;
        }
    }

    /** The score at the last place, which is padding in a short row. */
    @Mistake(value = "score-at-the-last-place", todo = "4.1.7.d")
    public static class ScoreAtTheLastPlace extends SteppedPenalizedRewards {
        @Override
        NDArray placed(NDArray responseMask) {
            NDArray last = lengths(responseMask).onesLike().mul(responseMask.getShape().get(1) - 1);
            return at(last, responseMask);
        }
    }

    /** The score one place too late; a full row keeps it. */
    @Mistake(value = "score-on-first-pad", todo = "4.1.7.d")
    public static class ScoreOnFirstPad extends SteppedPenalizedRewards {
        @Override
        NDArray placed(NDArray responseMask) {
            return at(lengths(responseMask).minimum(responseMask.getShape().get(1) - 1), responseMask);
        }
    }

    /** The score on the first token. */
    @Mistake(value = "score-on-first-token", todo = "4.1.7.d")
    public static class ScoreOnFirstToken extends SteppedPenalizedRewards {
        @Override
        NDArray placed(NDArray responseMask) {
            NDArray upToHere = responseMask.toType(DataType.FLOAT32, false).cumSum(1);
            return responseMask.logicalAnd(upToHere.eq(1));
        }
    }

    /** The number of tokens taken for the place of the last one. */
    @Mistake(value = "place-by-counting", todo = "4.1.7.d")
    public static class PlaceByCounting extends SteppedPenalizedRewards {
        @Override
        NDArray placed(NDArray responseMask) {
            return at(lengths(responseMask).sub(1), responseMask);
        }
    }

    /** Place -1 of a row without a token is its last one. */
    @Mistake(value = "empty-row-gets-score", todo = "4.1.7.d")
    public static class EmptyRowGetsScore extends SteppedPenalizedRewards {
        @Override
        NDArray placed(NDArray responseMask) {
            NDArray empty = lengths(responseMask).eq(0);
            NDArray wrapped = at(lengths(responseMask).onesLike().mul(responseMask.getShape().get(1) - 1), responseMask)
                    .logicalAnd(empty.expandDims(1).broadcast(responseMask.getShape()));
            return lastTokens(responseMask).logicalOr(wrapped);
        }
    }

    /** The score left out. */
    @Mistake(value = "score-missing", todo = "4.1.7.d")
    public static class ScoreMissing extends SteppedPenalizedRewards {
        @Override
        NDArray joined(NDArray penalty, NDArray score, NDArray place) {
            return penalty;
        }
    }

    /** The score in place of the last penalty. */
    @Mistake(value = "score-overwrites", todo = "4.1.7.d")
    public static class ScoreOverwrites extends SteppedPenalizedRewards {
        @Override
        NDArray joined(NDArray penalty, NDArray score, NDArray place) {
            return NDArrays.where(place, score, penalty);
        }
    }

    /** A bonus for leaving the reference. */
    @Mistake(value = "plus-beta", todo = "4.1.7.d")
    public static class PlusBeta extends SteppedPenalizedRewards {
        @Override
        NDArray penalty(NDArray k1, float klCoefficient) {
            return k1.mul(klCoefficient);
        }
    }

    /** The penalty taken off twice. */
    @Mistake(value = "penalty-twice", todo = "4.1.7.d")
    public static class PenaltyTwice extends SteppedPenalizedRewards {
        @Override
        NDArray penalty(NDArray k1, float klCoefficient) {
            return k1.mul(-2 * klCoefficient);
        }
    }

    /** The coefficient multiplied twice. */
    @Mistake(value = "beta-squared", todo = "4.1.7.d")
    public static class BetaSquared extends SteppedPenalizedRewards {
        @Override
        NDArray penalty(NDArray k1, float klCoefficient) {
            return k1.mul(-klCoefficient * klCoefficient);
        }
    }

    /** No coefficient. */
    @Mistake(value = "beta-missing", todo = "4.1.7.d")
    public static class BetaMissing extends SteppedPenalizedRewards {
        @Override
        NDArray penalty(NDArray k1, float klCoefficient) {
            return k1.neg();
        }
    }

    /** The whole penalty of a response at its end. */
    @Mistake(value = "penalty-at-the-end", todo = "4.1.7.d")
    public static class PenaltyAtTheEnd extends SteppedPenalizedRewards {
        @Override
        NDArray joined(NDArray penalty, NDArray score, NDArray place) {
            NDArray all = penalty.sum(new int[] {1}, true).broadcast(score.getShape());
            return onResponse(score.add(all), place);
        }
    }

    /** k2 instead of k1. */
    @Mistake(value = "k2-for-k1", todo = "4.1.7.d")
    public static class K2ForK1 extends SteppedPenalizedRewards {
        @Override
        NDArray penalty(NDArray k1, float klCoefficient) {
            return k1.square().div(2).mul(-klCoefficient);
        }
    }

    /** k3 instead of k1. */
    @Mistake(value = "k3-for-k1", todo = "4.1.7.d")
    public static class K3ForK1 extends SteppedPenalizedRewards {
        @Override
        NDArray penalty(NDArray k1, float klCoefficient) {
            return Elementwise.expm1(k1.neg()).add(k1).mul(-klCoefficient);
        }
    }

    /** A penalty on padding. */
    @Mistake(value = "penalty-on-padding", todo = "4.1.7.d")
    public static class PenaltyOnPadding extends SteppedPenalizedRewards {
        @Override
        NDArray masked(NDArray change, NDArray responseMask) {
            return change;
        }
    }

    /** Padding multiplied by 0, which keeps NaN. */
    @Mistake(value = "masked-by-multiplying", todo = "4.1.7.d")
    public static class MaskedByMultiplying extends SteppedPenalizedRewards {
        @Override
        NDArray masked(NDArray change, NDArray responseMask) {
            return change.mul(responseMask.toType(DataType.FLOAT32, false));
        }
    }

    /** A gradient into the log-probabilities. */
    @Mistake(value = "log-probs-not-detached", todo = "4.1.7.d")
    public static class LogProbsNotDetached extends SteppedPenalizedRewards {
        @Override
        NDArray detached(NDArray logProbs) {
            return logProbs;
        }
    }

    /** A gradient into the scores. */
    @Mistake(value = "scores-not-detached", todo = "4.1.7.d")
    public static class ScoresNotDetached extends SteppedPenalizedRewards {
        @Override
        NDArray detachedScores(NDArray scores) {
            return scores;
        }
    }

    /** A gradient into everything. */
    @Mistake(value = "nothing-detached", todo = "4.1.7.d")
    public static class NothingDetached extends LogProbsNotDetached {
        @Override
        NDArray detachedScores(NDArray scores) {
            return scores;
        }
    }

    /** Whatever the engine can stretch is stretched. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.7.d")
    public static class ShapesNotCompared extends SteppedPenalizedRewards {
        @Override
        void requireUsable(NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            // That is the mistake.
        }
    }

    /** The rewards are worked out in the caller's log-probabilities. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.7.d")
    public static class ChangesItsInputs extends SteppedPenalizedRewards {
        @Override
        public NDArray penalizedRewards(
                NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
            NDArray rewards = super.penalizedRewards(scores, logProbs, refLogProbs, responseMask, klCoefficient);
            logProbs.stopGradient().subi(refLogProbs.stopGradient());
            return rewards;
        }
    }
}
