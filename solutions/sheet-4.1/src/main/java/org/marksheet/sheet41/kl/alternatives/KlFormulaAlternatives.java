package org.marksheet.sheet41.kl.alternatives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.marksheet.grader.api.Alternative;
import org.marksheet.sheet41.kl.KlEstimates;
import org.marksheet.sheet41.kl.KlPenalty;

/** Right answers by other formulas. */
public final class KlFormulaAlternatives {
    private KlFormulaAlternatives() {}

    /** A one-hot product picks tokens, a series mends the small numbers. */
    @Alternative("one-hot products, a series near 0, the last token by comparing neighbours")
    public static class OneHot implements KlPenalty {
        @Override
        public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
            Demands.response(logits, responseIds, start, temperature);
            NDArray all = logits.div(temperature).logSoftmax(2);
            NDArray here = all.get(":," + (start - 1) + ":" + (start - 1 + responseIds.getShape().get(1)));
            NDArray chosen = responseIds.oneHot((int) logits.getShape().get(2)).gt(.5f);
            return NDArrays.where(chosen, here, here.zerosLike()).sum(new int[] {2});
        }

        @Override
        public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
            Demands.equalShapes(logProbs, refLogProbs);
            NDArray x = refLogProbs.stopGradient().sub(logProbs);
            NDArray square = x.mul(x).div(2);
            NDArray series = square.mul(x.div(3).add(1).add(x.mul(x).div(12)));
            NDArray formula = x.exp().sub(x).sub(1);
            return new KlEstimates(x.mul(-1), square, NDArrays.where(x.abs().lt(.02f), series, formula));
        }

        @Override
        public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            NDArray clean = NDArrays.where(responseMask, logProbs.sub(refLogProbs), logProbs.zerosLike());
            return clean.sum().getFloat() / responseMask.getShape().get(0);
        }

        @Override
        public NDArray penalizedRewards(
                NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            Demands.rows(scores, logProbs);
            long columns = responseMask.getShape().get(1);
            // Real tokens that follow, by taking the running sum from the right.
            NDArray fromTheRight = responseMask.toType(DataType.FLOAT32, false).flip(1).cumSum(1).flip(1);
            NDArray last = responseMask.logicalAnd(fromTheRight.lt(1.5f));
            NDArray score = NDArrays.where(
                    last,
                    scores.stopGradient().reshape(-1, 1).repeat(1, columns),
                    logProbs.zerosLike());
            NDArray kl = NDArrays.where(responseMask, logProbs.sub(refLogProbs), logProbs.zerosLike());
            return score.sub(kl.stopGradient().mul(klCoefficient));
        }

        @Override
        public double adaptKlCoefficient(
                double klCoefficient, double kl, double target, int episodes, double horizon) {
            return klCoefficient * (1 + Math.min(Math.max(kl, .8 * target), 1.2 * target) * episodes / target / horizon
                    - episodes / horizon);
        }
    }

    /** Everything is one long list of places. */
    @Alternative("flattened, with places looked up in a table")
    public static class Flattened implements KlPenalty {
        @Override
        public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
            Demands.response(logits, responseIds, start, temperature);
            long rows = responseIds.getShape().get(0);
            long columns = responseIds.getShape().get(1);
            long places = logits.getShape().get(1);
            long vocabulary = logits.getShape().get(2);
            long[] ids = responseIds.toLongArray();
            long[] wanted = LongStream.range(0, rows * columns)
                    .map(i -> (i / columns * places + start - 1 + i % columns) * vocabulary + ids[(int) i])
                    .toArray();
            NDArray divided = logits.div(temperature);
            NDArray largest = divided.max(new int[] {2}, true).stopGradient();
            NDArray logSum = divided.sub(largest).exp().sum(new int[] {2}, true).log().add(largest);
            NDArray index = logits.getManager().create(wanted);
            return divided.sub(logSum).flatten().gather(index, 0).reshape(rows, columns);
        }

        @Override
        public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
            Demands.equalShapes(logProbs, refLogProbs);
            NDArray half = refLogProbs.stopGradient().sub(logProbs).div(2);
            // e^x - 1 = 2 e^(x/2) sinh(x/2)
            NDArray k3 = half.exp().mul(half.sinh()).sub(half).mul(2);
            return new KlEstimates(half.mul(-2), half.mul(half).mul(2), k3);
        }

        @Override
        public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            NDArray mask = responseMask.flatten();
            NDArray tokens = logProbs.flatten().booleanMask(mask).sub(refLogProbs.flatten().booleanMask(mask));
            return tokens.isEmpty() ? 0 : tokens.sum().getFloat() / responseMask.getShape().get(0);
        }

        @Override
        public NDArray penalizedRewards(
                NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            Demands.rows(scores, logProbs);
            NDArray zeros = logProbs.zerosLike();
            NDArray kl = logProbs.sub(refLogProbs).stopGradient();
            NDArray rewards = NDArrays.where(responseMask, kl.mul(klCoefficient).neg(), zeros);
            boolean[] real = responseMask.toBooleanArray();
            int columns = (int) responseMask.getShape().get(1);
            for (int i = 0; i < real.length; i++) {
                boolean behind = false;
                for (int j = i + 1; j % columns != 0; j++) {
                    behind |= real[j];
                }
                if (real[i] && !behind) {
                    NDIndex place = new NDIndex(i / columns, i % columns);
                    rewards.set(place, rewards.get(place).getFloat() + scores.getFloat(i / columns));
                }
            }
            return rewards;
        }

        @Override
        public double adaptKlCoefficient(
                double klCoefficient, double kl, double target, int episodes, double horizon) {
            double percent = Math.max(80, Math.min(120, 100 * kl / target)) - 100;
            return klCoefficient * (1 + percent / 100 * (episodes / horizon));
        }
    }

    /** Matrices do the sums. */
    @Alternative("matrix products for the sums, squares completed")
    public static class MatrixProducts implements KlPenalty {
        @Override
        public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
            Demands.response(logits, responseIds, start, temperature);
            NDList columns = new NDList();
            for (int t = 0; t < responseIds.getShape().get(1); t++) {
                NDArray here = logits.get(":, " + (start + t - 1)).div(temperature);
                NDArray chosen = responseIds.get(":, " + t + ":" + (t + 1));
                NDArray differences = here.sub(here.gather(chosen, 1));
                NDArray largest = differences.max(new int[] {1}, true).stopGradient();
                NDArray odds = differences.sub(largest).exp().sum(new int[] {1}, true).log().add(largest);
                columns.add(odds.neg().flatten());
            }
            // Not concat: of a list of one, DJL makes a duplicate, which has no graph.
            return NDArrays.stack(columns, 1);
        }

        @Override
        public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
            Demands.equalShapes(logProbs, refLogProbs);
            NDArray k1 = logProbs.sub(refLogProbs.stopGradient());
            NDArray near = k1.abs().lt(.05f);
            NDArray small = NDArrays.where(near, k1, k1.zerosLike());
            // Four terms of the series, by Horner's rule.
            NDArray series = small.div(-5).add(1).mul(small).div(-4).add(1).mul(small).div(-3).add(1)
                    .mul(small).mul(small).div(2);
            NDArray formula = k1.neg().exp().add(k1.sub(1));
            return new KlEstimates(k1, k1.pow(2).mul(.5f), NDArrays.where(near, series, formula));
        }

        @Override
        public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            long rows = logProbs.getShape().get(0);
            long columns = logProbs.getShape().get(1);
            NDArray clean = NDArrays.where(responseMask, logProbs.sub(refLogProbs), logProbs.zerosLike());
            NDArray weights = logProbs.getManager().full(new Shape(1, rows), 1f / rows);
            NDArray ones = logProbs.getManager().ones(new Shape(columns, 1));
            return weights.matMul(clean).matMul(ones).toFloatArray()[0];
        }

        @Override
        public NDArray penalizedRewards(
                NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            Demands.rows(scores, logProbs);
            NDArray places = logProbs.getManager()
                    .arange(1f, logProbs.getShape().get(1) + 1)
                    .toType(DataType.FLOAT32, false)
                    .reshape(1, -1);
            // The largest place that is real; 0, which is none, in a row without a token.
            NDArray real = responseMask.toType(DataType.FLOAT32, false).mul(places);
            NDArray last = real.max(new int[] {1}, true);
            NDArray atLast = real.eq(last).logicalAnd(responseMask).toType(DataType.FLOAT32, false);
            NDArray kl = NDArrays.where(responseMask, logProbs.sub(refLogProbs), logProbs.zerosLike());
            NDArray diagonal = scores.stopGradient().expandDims(1).mul(logProbs.getManager().eye((int) scores.size()));
            return diagonal.matMul(atLast).sub(kl.stopGradient().mul(klCoefficient));
        }

        @Override
        public double adaptKlCoefficient(
                double klCoefficient, double kl, double target, int episodes, double horizon) {
            double[] steps = {-.2, kl / target - 1, .2};
            Arrays.sort(steps);
            return klCoefficient * Math.fma(steps[1], episodes / horizon, 1);
        }
    }
}
