package org.marksheet.sheet41.ppo.alternatives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.marksheet.grader.api.Alternative;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoObjective;

/** Right answers that walk through the batch. */
public final class LoopAlternatives {
    private LoopAlternatives() {}

    /** Each response token is a scalar of its own; decisions are taken in Java. */
    @Alternative("a loop over tokens, with a scalar tensor for each")
    public static class TokenByToken implements PpoObjective {
        @Override
        public PolicyLoss policyLoss(
                NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray responseMask, float clipRange) {
            Demands.equalShapes(logProbs, oldLogProbs, advantages, responseMask);
            Demands.range(clipRange, 1);
            float[] old = oldLogProbs.toFloatArray();
            float[] advantage = advantages.toFloatArray();
            float[] now = logProbs.toFloatArray();
            boolean[] real = responseMask.toBooleanArray();
            NDArray flat = logProbs.flatten();
            NDArray sum = logProbs.getManager().create(0f);
            int tokens = 0;
            int clips = 0;
            double squares = 0;
            for (int i = 0; i < real.length; i++) {
                if (!real[i]) {
                    continue;
                }
                tokens++;
                double change = (double) now[i] - old[i];
                squares += change * change;
                boolean tooFar = advantage[i] > 0
                        ? Math.exp(change) > 1 + clipRange
                        : advantage[i] < 0 && Math.exp(change) < 1 - clipRange;
                if (tooFar) {
                    clips++;
                    sum = sum.sub(advantage[i] * (1 + Math.signum(advantage[i]) * clipRange));
                } else {
                    sum = sum.sub(flat.get(i).sub(old[i]).exp().mul(advantage[i]));
                }
            }
            int divisor = Math.max(tokens, 1);
            return new PolicyLoss(
                    sum.div(divisor), (float) clips / divisor, (float) (squares / divisor / 2));
        }

        @Override
        public NDArray valueLoss(
                NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
            Demands.equalShapes(values, oldValues, returns, responseMask);
            Demands.range(clipRange, Double.POSITIVE_INFINITY);
            float[] now = values.toFloatArray();
            float[] old = oldValues.toFloatArray();
            float[] target = returns.toFloatArray();
            NDArray flat = values.flatten();
            return meanOverTokens(responseMask, i -> {
                double moved = (double) now[i] - old[i];
                double kept = old[i] + Math.signum(moved) * Math.min(Math.abs(moved), clipRange);
                double keptError = kept - target[i];
                boolean left = Math.abs(moved) > clipRange;
                if (left && Math.abs(keptError) > Math.abs(now[i] - target[i])) {
                    return values.getManager().create((float) (keptError * keptError / 2));
                }
                NDArray error = flat.get(i).sub(target[i]);
                return error.mul(error).div(2);
            });
        }

        @Override
        public NDArray entropy(NDArray logits, NDArray responseMask) {
            Demands.maskFits(logits, responseMask);
            NDArray perToken = logits.reshape(-1, logits.getShape().get(2));
            float[] numbers = logits.toFloatArray();
            int vocabulary = (int) logits.getShape().get(2);
            return meanOverTokens(responseMask, i -> {
                // Filtered entries are left out before softmax sees them.
                NDList kept = new NDList();
                for (int v = 0; v < vocabulary; v++) {
                    if (numbers[i * vocabulary + v] != Float.NEGATIVE_INFINITY) {
                        kept.add(perToken.get(i).get(v).reshape(1));
                    }
                }
                NDArray logP = NDArrays.concat(kept).logSoftmax(0);
                return logP.exp().mul(logP).sum().neg();
            });
        }

        @Override
        public NDArray totalLoss(
                NDArray policyLoss,
                NDArray valueLoss,
                NDArray entropy,
                float valueCoefficient,
                float entropyCoefficient) {
            Demands.scalars(policyLoss, valueLoss, entropy);
            NDArray total = policyLoss;
            total = total.add(valueLoss.mul(valueCoefficient));
            total = total.add(entropy.mul(-entropyCoefficient));
            return total;
        }

        private static NDArray meanOverTokens(NDArray mask, IntFunction<NDArray> term) {
            boolean[] real = mask.toBooleanArray();
            NDArray sum = mask.getManager().create(0f);
            int tokens = 0;
            for (int i = 0; i < real.length; i++) {
                if (real[i]) {
                    sum = sum.add(term.apply(i));
                    tokens++;
                }
            }
            return tokens == 0 ? sum : sum.div(tokens);
        }
    }

    /** Each row is cut down to its tokens; sums and counts of rows meet at the end. */
    @Alternative("a loop over rows, each cut down to its tokens")
    public static class RowByRow implements PpoObjective {
        /** What a row adds. */
        private record Piece(NDArray sum, long tokens) {}

        /** What happens to the tokens of a row. */
        @FunctionalInterface
        private interface Row {
            NDArray terms(NDArray mask, int row);
        }

        @Override
        public PolicyLoss policyLoss(
                NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray responseMask, float clipRange) {
            Demands.equalShapes(logProbs, oldLogProbs, advantages, responseMask);
            Demands.range(clipRange, 1);
            NDArray loss = mean(responseMask, (mask, row) -> {
                NDArray ratio = ratio(logProbs, oldLogProbs, mask, row);
                NDArray a = advantages.get(row).booleanMask(mask).stopGradient();
                NDArray bounded = ratio.minimum(1 + clipRange).maximum(1 - clipRange);
                return NDArrays.minimum(ratio.mul(a), bounded.mul(a)).neg();
            });
            NDArray clips = mean(responseMask, (mask, row) -> {
                NDArray ratio = ratio(logProbs, oldLogProbs, mask, row);
                NDArray a = advantages.get(row).booleanMask(mask);
                return ratio.gt(1 + clipRange).logicalAnd(a.gt(0))
                        .logicalOr(ratio.lt(1 - clipRange).logicalAnd(a.lt(0)))
                        .toType(DataType.FLOAT32, false);
            });
            NDArray kl = mean(responseMask, (mask, row) ->
                    ratio(logProbs, oldLogProbs, mask, row).log().pow(2).mul(.5f));
            return new PolicyLoss(loss, clips.getFloat(), kl.getFloat());
        }

        private static NDArray ratio(NDArray logProbs, NDArray oldLogProbs, NDArray mask, int row) {
            NDArray old = oldLogProbs.get(row).booleanMask(mask).stopGradient();
            return logProbs.get(row).booleanMask(mask).sub(old).exp();
        }

        @Override
        public NDArray valueLoss(
                NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
            Demands.equalShapes(values, oldValues, returns, responseMask);
            Demands.range(clipRange, Double.POSITIVE_INFINITY);
            return mean(responseMask, (mask, row) -> {
                NDArray v = values.get(row).booleanMask(mask);
                NDArray old = oldValues.get(row).booleanMask(mask).stopGradient();
                NDArray r = returns.get(row).booleanMask(mask).stopGradient();
                NDArray kept = old.add(v.sub(old).clip(-clipRange, clipRange));
                return NDArrays.maximum(v.sub(r).pow(2), kept.sub(r).pow(2)).mul(.5f);
            });
        }

        @Override
        public NDArray entropy(NDArray logits, NDArray responseMask) {
            Demands.maskFits(logits, responseMask);
            // A float that softmax cannot tell from -inf, and that 0 may be multiplied with.
            NDArray lowest = logits.getManager().full(new Shape(1), -1e30f);
            return mean(responseMask, (mask, row) -> {
                NDArray all = logits.get(row);
                NDArray wide = mask.expandDims(1).broadcast(all.getShape());
                NDArray tokens = all.booleanMask(wide).reshape(-1, all.getShape().get(1));
                NDArray finite = NDArrays.maximum(tokens, lowest);
                NDArray p = finite.softmax(-1);
                NDArray top = finite.max(new int[] {-1}, true).stopGradient();
                NDArray logSum = finite.sub(top).exp().sum(new int[] {-1}, true).log().add(top);
                return p.mul(logSum.sub(finite)).sum(new int[] {-1});
            });
        }

        @Override
        public NDArray totalLoss(
                NDArray policyLoss,
                NDArray valueLoss,
                NDArray entropy,
                float valueCoefficient,
                float entropyCoefficient) {
            Demands.scalars(policyLoss, valueLoss, entropy);
            NDArray weights = policyLoss.getManager().create(new float[] {1, valueCoefficient, -entropyCoefficient});
            return NDArrays.stack(new NDList(policyLoss, valueLoss, entropy)).mul(weights).sum();
        }

        private static NDArray mean(NDArray responseMask, Row row) {
            List<Piece> pieces = new ArrayList<>();
            for (int i = 0; i < responseMask.getShape().get(0); i++) {
                NDArray mask = responseMask.get(i);
                long tokens = mask.toType(DataType.INT64, false).sum().getLong();
                if (tokens > 0) {
                    pieces.add(new Piece(row.terms(mask, i).sum(), tokens));
                }
            }
            NDArray zero = responseMask.getManager().create(0f);
            long tokens = pieces.stream().mapToLong(Piece::tokens).sum();
            return tokens == 0 ? zero : pieces.stream().map(Piece::sum).reduce(zero, NDArray::add).div(tokens);
        }
    }
}
