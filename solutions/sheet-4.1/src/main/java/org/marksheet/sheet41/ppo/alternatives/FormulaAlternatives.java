package org.marksheet.sheet41.ppo.alternatives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import org.marksheet.grader.api.Alternative;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoObjective;

/** Right answers on whole tensors, by other formulas. */
public final class FormulaAlternatives {
    private FormulaAlternatives() {}

    /** Asks which branch is flat, and never takes a maximum. */
    @Alternative("a choice by the sign of the advantage instead of a maximum")
    public static class ByTheSign implements PpoObjective {
        @Override
        public PolicyLoss policyLoss(
                NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray responseMask, float clipRange) {
            Demands.equalShapes(logProbs, oldLogProbs, advantages, responseMask);
            Demands.range(clipRange, 1);
            NDArray zeros = logProbs.zerosLike();
            NDArray a = NDArrays.where(responseMask, advantages, zeros).stopGradient();
            NDArray change = NDArrays.where(responseMask, logProbs, zeros)
                    .sub(NDArrays.where(responseMask, oldLogProbs, zeros).stopGradient());
            NDArray r = change.exp();
            NDArray bounded = NDArrays.where(a.gt(0), r.minimum(1 + clipRange), r.maximum(1 - clipRange));
            NDArray flat = NDArrays.where(a.gt(0), r.gt(1 + clipRange), r.lt(1 - clipRange)).logicalAnd(a.neq(0));
            NDArray n = responseMask.toType(DataType.FLOAT32, false).sum().maximum(1);
            return new PolicyLoss(
                    bounded.mul(a).sum().div(n).neg(),
                    flat.toType(DataType.FLOAT32, false).sum().div(n).getFloat(),
                    change.mul(change).sum().div(n).mul(.5f).getFloat());
        }

        @Override
        public NDArray valueLoss(
                NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
            Demands.equalShapes(values, oldValues, returns, responseMask);
            Demands.range(clipRange, Double.POSITIVE_INFINITY);
            NDArray zeros = values.zerosLike();
            NDArray v = NDArrays.where(responseMask, values, zeros);
            NDArray old = NDArrays.where(responseMask, oldValues, zeros).stopGradient();
            NDArray r = NDArrays.where(responseMask, returns, zeros).stopGradient();
            NDArray free = v.sub(r);
            NDArray held = v.sub(old).minimum(clipRange).maximum(-clipRange).add(old).sub(r);
            NDArray error = NDArrays.where(held.abs().gt(free.abs()), held, free);
            NDArray n = responseMask.toType(DataType.FLOAT32, false).sum().maximum(1);
            return error.mul(error).sum().div(n.mul(2));
        }

        @Override
        public NDArray entropy(NDArray logits, NDArray responseMask) {
            Demands.maskFits(logits, responseMask);
            NDArray wide = responseMask.expandDims(2).repeat(2, logits.getShape().get(2));
            NDArray safe = NDArrays.where(wide, logits, logits.zerosLike());
            NDArray floor = safe.zerosLike().sub(1e4);
            NDArray finite = NDArrays.where(safe.gt(-1e4), safe, floor);
            NDArray logP = finite.logSoftmax(2);
            NDArray each = finite.softmax(2).mul(logP).sum(new int[] {2}).neg();
            NDArray weights = responseMask.toType(DataType.FLOAT32, false);
            return each.mul(weights).sum().div(weights.sum().maximum(1));
        }

        @Override
        public NDArray totalLoss(
                NDArray policyLoss,
                NDArray valueLoss,
                NDArray entropy,
                float valueCoefficient,
                float entropyCoefficient) {
            Demands.scalars(policyLoss, valueLoss, entropy);
            return entropy.neg().mul(entropyCoefficient).add(policyLoss).add(valueLoss.mul(valueCoefficient));
        }
    }

    /** {@code max(x, y) = x + relu(y - x)}. */
    @Alternative("relu for the maximum, and log-sum-exp for the entropy")
    public static class WithRelu implements PpoObjective {
        @Override
        public PolicyLoss policyLoss(
                NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray responseMask, float clipRange) {
            Demands.equalShapes(logProbs, oldLogProbs, advantages, responseMask);
            Demands.range(clipRange, 1);
            NDArray change = keep(logProbs, responseMask).sub(keep(oldLogProbs, responseMask).stopGradient());
            NDArray a = keep(advantages, responseMask).stopGradient();
            NDArray r = change.exp();
            NDArray above = Activation.relu(r.sub(1 + clipRange));
            NDArray below = Activation.relu(r.neg().add(1 - clipRange));
            NDArray excess = Activation.relu(a).mul(above).add(Activation.relu(a.neg()).mul(below));
            NDArray loss = excess.sub(a.mul(r));
            NDArray share = excess.gt(0).toType(DataType.FLOAT32, false);
            return new PolicyLoss(
                    mean(loss, responseMask),
                    mean(share, responseMask).getFloat(),
                    .5f * mean(change.pow(2), responseMask).getFloat());
        }

        @Override
        public NDArray valueLoss(
                NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
            Demands.equalShapes(values, oldValues, returns, responseMask);
            Demands.range(clipRange, Double.POSITIVE_INFINITY);
            NDArray v = keep(values, responseMask);
            NDArray old = keep(oldValues, responseMask).stopGradient();
            NDArray r = keep(returns, responseMask).stopGradient();
            NDArray free = v.sub(r).square();
            NDArray held = old.add(v.sub(old).clip(-clipRange, clipRange)).sub(r).square();
            return mean(free.add(Activation.relu(held.sub(free))), responseMask).mul(.5f);
        }

        @Override
        public NDArray entropy(NDArray logits, NDArray responseMask) {
            Demands.maskFits(logits, responseMask);
            NDArray kept = keep(logits, responseMask.expandDims(-1).broadcast(logits.getShape()));
            NDArray top = kept.max(new int[] {-1}, true).stopGradient();
            NDArray shifted = kept.sub(top);
            NDArray weights = shifted.exp();
            NDArray sum = weights.sum(new int[] {-1});
            // H = log sum_v w_v - sum_v w_v x_v / sum_v w_v, with x of filtered entries replaced by 0.
            NDArray finite = keep(shifted, weights.gt(0));
            NDArray entropy = sum.log().sub(weights.mul(finite).sum(new int[] {-1}).div(sum));
            return mean(entropy, responseMask);
        }

        @Override
        public NDArray totalLoss(
                NDArray policyLoss,
                NDArray valueLoss,
                NDArray entropy,
                float valueCoefficient,
                float entropyCoefficient) {
            Demands.scalars(policyLoss, valueLoss, entropy);
            return valueLoss.mul(valueCoefficient).sub(entropy.mul(entropyCoefficient).sub(policyLoss));
        }

        private static NDArray keep(NDArray x, NDArray where) {
            return NDArrays.where(where, x, x.getManager().zeros(x.getShape()));
        }

        private static NDArray mean(NDArray x, NDArray mask) {
            float n = mask.toType(DataType.FLOAT32, true).sum().getFloat();
            return keep(x, mask).sum().mul(n == 0 ? 0 : 1 / n);
        }
    }

    /** Works on the vector of response tokens; padding is never looked at. */
    @Alternative("response tokens picked into one vector first")
    public static class PickedTokens implements PpoObjective {
        @Override
        public PolicyLoss policyLoss(
                NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray responseMask, float clipRange) {
            Demands.equalShapes(logProbs, oldLogProbs, advantages, responseMask);
            Demands.range(clipRange, 1);
            NDArray change = picked(logProbs, responseMask).sub(picked(oldLogProbs, responseMask).stopGradient());
            if (change.size() == 0) {
                return new PolicyLoss(zero(logProbs), 0, 0);
            }
            NDArray a = picked(advantages, responseMask).stopGradient();
            NDArray r = change.exp();
            NDArray free = r.mul(a);
            NDArray held = r.clip(1 - clipRange, 1 + clipRange).mul(a);
            NDArray clips = held.lt(free).toType(DataType.FLOAT32, false);
            return new PolicyLoss(
                    NDArrays.minimum(free, held).mean().neg(),
                    clips.mean().getFloat(),
                    change.square().mean().getFloat() * .5f);
        }

        @Override
        public NDArray valueLoss(
                NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
            Demands.equalShapes(values, oldValues, returns, responseMask);
            Demands.range(clipRange, Double.POSITIVE_INFINITY);
            NDArray v = picked(values, responseMask);
            if (v.size() == 0) {
                return zero(values);
            }
            NDArray old = picked(oldValues, responseMask).stopGradient();
            NDArray r = picked(returns, responseMask).stopGradient();
            NDArray held = NDArrays.maximum(NDArrays.minimum(v, old.add(clipRange)), old.sub(clipRange));
            return NDArrays.maximum(v.sub(r).abs(), held.sub(r).abs()).square().mean().mul(.5f);
        }

        @Override
        public NDArray entropy(NDArray logits, NDArray responseMask) {
            Demands.maskFits(logits, responseMask);
            NDArray wide = responseMask.expandDims(2).broadcast(logits.getShape());
            NDArray entries = picked(logits, wide);
            if (entries.size() == 0) {
                return zero(logits);
            }
            NDArray tokens = entries.reshape(-1, logits.getShape().get(2));
            NDArray p = tokens.softmax(1);
            // The tiny number is nothing beside a probability that counts, and makes 0 * log 0 a number.
            return p.mul(p.add(1e-30).log()).sum().neg().div(p.getShape().get(0));
        }

        @Override
        public NDArray totalLoss(
                NDArray policyLoss,
                NDArray valueLoss,
                NDArray entropy,
                float valueCoefficient,
                float entropyCoefficient) {
            Demands.scalars(policyLoss, valueLoss, entropy);
            NDArray bonus = entropy.mul(entropyCoefficient);
            NDArray cost = valueLoss.mul(valueCoefficient);
            return policyLoss.sub(bonus.sub(cost));
        }

        private static NDArray picked(NDArray x, NDArray mask) {
            return x.flatten().booleanMask(mask.flatten());
        }

        private static NDArray zero(NDArray x) {
            return x.getManager().zeros(new Shape());
        }
    }
}
