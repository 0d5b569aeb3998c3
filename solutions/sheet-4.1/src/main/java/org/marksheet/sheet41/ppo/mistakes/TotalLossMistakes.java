package org.marksheet.sheet41.ppo.mistakes;

import ai.djl.ndarray.NDArray;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.ppo.ClippedPpoObjective;

/** What goes wrong in 4.1.9.d. */
public final class TotalLossMistakes {
    private TotalLossMistakes() {}

    /** Exploring is punished. */
    @Mistake(value = "entropy-added", todo = "4.1.9.d")
    public static class EntropyAdded extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            return super.totalLoss(policyLoss, valueLoss, entropy, value, -bonus);
        }
    }

    /** The value loss is subtracted. */
    @Mistake(value = "value-loss-subtracted", todo = "4.1.9.d")
    public static class ValueLossSubtracted extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            return super.totalLoss(policyLoss, valueLoss, entropy, -value, bonus);
        }
    }

    /** The policy loss turned back into an objective. */
    @Mistake(value = "policy-loss-subtracted", todo = "4.1.9.d")
    public static class PolicyLossSubtracted extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            return super.totalLoss(policyLoss.neg(), valueLoss, entropy, value, bonus);
        }
    }

    /** Each part times the other's coefficient. */
    @Mistake(value = "coefficients-swapped", todo = "4.1.9.d")
    public static class CoefficientsSwapped extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            return super.totalLoss(policyLoss, valueLoss, entropy, bonus, value);
        }
    }

    /** The half of the value loss once more. */
    @Mistake(value = "half-twice", todo = "4.1.9.d")
    public static class HalfTwice extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            return super.totalLoss(policyLoss, valueLoss, entropy, value / 2, bonus);
        }
    }

    /** The value loss in full. */
    @Mistake(value = "no-value-coefficient", todo = "4.1.9.d")
    public static class NoValueCoefficient extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            return super.totalLoss(policyLoss, valueLoss, entropy, 1, bonus);
        }
    }

    /** The entropy in full. */
    @Mistake(value = "no-entropy-coefficient", todo = "4.1.9.d")
    public static class NoEntropyCoefficient extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            return super.totalLoss(policyLoss, valueLoss, entropy, value, 1);
        }
    }

    /** The right value; the entropy is not part of what is learnt. */
    @Mistake(value = "entropy-detached", todo = "4.1.9.d")
    public static class EntropyDetached extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            return super.totalLoss(policyLoss, valueLoss, entropy.stopGradient(), value, bonus);
        }
    }

    /** The right value, once through Java numbers. */
    @Mistake(value = "cut-graph", todo = "4.1.9.d")
    public static class CutGraph extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            NDArray total = super.totalLoss(policyLoss, valueLoss, entropy, value, bonus);
            return total.getManager().create(total.getFloat());
        }
    }

    /** Whatever the engine can add is added. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.9.d")
    public static class ShapesNotCompared extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            return policyLoss.add(valueLoss.mul(value)).sub(entropy.mul(bonus));
        }
    }

    /** The sum is gathered in the caller's policy loss. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.9.d")
    public static class ChangesItsInputs extends ClippedPpoObjective {
        @Override
        public NDArray totalLoss(NDArray policyLoss, NDArray valueLoss, NDArray entropy, float value, float bonus) {
            requireScalar("policyLoss", policyLoss);
            requireScalar("valueLoss", valueLoss);
            requireScalar("entropy", entropy);
            return policyLoss.addi(valueLoss.mul(value)).subi(entropy.mul(bonus));
        }
    }
}
