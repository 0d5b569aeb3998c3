package org.marksheet.sheet41.advantages.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.advantages.GeneralizedAdvantageEstimation;

/** What goes wrong in 4.1.8.a. */
public final class GeneralizedAdvantagesMistakes {
    private GeneralizedAdvantagesMistakes() {}

    /** The right advantages in tensors, column by column, in steps, of which a mistake replaces one. */
    abstract static class Stepped extends GeneralizedAdvantageEstimation {
        @Override
        public NDArray generalizedAdvantages(
                NDArray rewards, NDArray values, NDArray responseMask, float gamma, float lambda) {
            requireUsable(rewards, values, responseMask, gamma, lambda);
            int length = (int) rewards.getShape().get(1);
            NDArray r = clean(detached(rewards), responseMask);
            NDArray v = clean(detached(values), responseMask);
            NDArray[] columns = new NDArray[length];
            NDArray next = r.get(":, 0").zerosLike();
            for (int i = 0; i < length; i++) {
                int t = column(i, length);
                NDArray delta = r.get(":, {}", t)
                        .add(nextValue(v, t, length).mul(discount(gamma)))
                        .sub(v.get(":, {}", t));
                NDArray faded = next.mul(fading(gamma, lambda));
                next = clean(delta.add(faded), responseMask.get(":, {}", t));
                columns[t] = next;
            }
            return NDArrays.stack(new NDList(columns), 1);
        }

        void requireUsable(NDArray rewards, NDArray values, NDArray responseMask, float gamma, float lambda) {
            requireSameShape("values", values.getShape(), "rewards", rewards.getShape());
            requireSameShape("responseMask", responseMask.getShape(), "rewards", rewards.getShape());
            requireShare("gamma", gamma);
            requireShare("lambda", lambda);
        }

        NDArray detached(NDArray x) {
            return x.stopGradient();
        }

        NDArray clean(NDArray x, NDArray responseMask) {
            return onResponse(x, responseMask);
        }

        int column(int step, int length) {
            return length - 1 - step;
        }

        NDArray nextValue(NDArray values, int t, int length) {
            return t + 1 < length ? values.get(":, {}", t + 1) : values.get(":, {}", t).zerosLike();
        }

        float discount(float gamma) {
            return gamma;
        }

        float fading(float gamma, float lambda) {
            return gamma * lambda;
        }
    }

    /** After the last token its own value goes on. */
    @Mistake(value = "bootstrapped-from-the-last-value", todo = "4.1.8.a")
    public static class BootstrappedFromTheLastValue extends Stepped {
        @Override
        NDArray nextValue(NDArray values, int t, int length) {
            return values.get(":, {}", Math.min(t + 1, length - 1));
        }
    }

    /** The loop runs from the first token on. */
    @Mistake(value = "forward-loop", todo = "4.1.8.a")
    public static class ForwardLoop extends Stepped {
        @Override
        int column(int step, int length) {
            return step;
        }
    }

    /** The next value is not discounted. */
    @Mistake(value = "gamma-missing-in-delta", todo = "4.1.8.a")
    public static class GammaMissingInDelta extends Stepped {
        @Override
        float discount(float gamma) {
            return 1;
        }
    }

    /** The next advantage fades by lambda alone. */
    @Mistake(value = "gamma-missing-in-sum", todo = "4.1.8.a")
    public static class GammaMissingInSum extends Stepped {
        @Override
        float fading(float gamma, float lambda) {
            return lambda;
        }
    }

    /** The next advantage fades by gamma alone. */
    @Mistake(value = "lambda-missing", todo = "4.1.8.a")
    public static class LambdaMissing extends Stepped {
        @Override
        float fading(float gamma, float lambda) {
            return gamma;
        }
    }

    /** The errors alone. */
    @Mistake(value = "errors-only", todo = "4.1.8.a")
    public static class ErrorsOnly extends Stepped {
        @Override
        float fading(float gamma, float lambda) {
            return 0;
        }
    }

    /** The returns in place of the advantages. */
    @Mistake(value = "returns-for-advantages", todo = "4.1.8.a")
    public static class ReturnsForAdvantages extends Stepped {
        @Override
        public NDArray generalizedAdvantages(
                NDArray rewards, NDArray values, NDArray responseMask, float gamma, float lambda) {
            return super.generalizedAdvantages(rewards, values, responseMask, gamma, lambda)
                    .add(onResponse(values, responseMask));
        }
    }

    /** No mask at all. */
    @Mistake(value = "padding-counted", todo = "4.1.8.a")
    public static class PaddingCounted extends Stepped {
        @Override
        NDArray clean(NDArray x, NDArray responseMask) {
            return x;
        }
    }

    /** The mask clears the result only. */
    @Mistake(value = "masked-at-the-end", todo = "4.1.8.a")
    public static class MaskedAtTheEnd extends PaddingCounted {
        @Override
        public NDArray generalizedAdvantages(
                NDArray rewards, NDArray values, NDArray responseMask, float gamma, float lambda) {
            return onResponse(
                    super.generalizedAdvantages(rewards, values, responseMask, gamma, lambda), responseMask);
        }
    }

    /** A gradient reaches rewards and values. */
    @Mistake(value = "not-detached", todo = "4.1.8.a")
    public static class NotDetached extends Stepped {
        @Override
        NDArray detached(NDArray x) {
            return x;
        }
    }

    /** Whitened where the contract asks for the plain ones. */
    @Mistake(value = "whitened-already", todo = "4.1.8.a")
    public static class WhitenedAlready extends Stepped {
        @Override
        public NDArray generalizedAdvantages(
                NDArray rewards, NDArray values, NDArray responseMask, float gamma, float lambda) {
            return whiten(
                    super.generalizedAdvantages(rewards, values, responseMask, gamma, lambda), responseMask, true);
        }
    }

    /** Whatever comes is taken. */
    @Mistake(value = "arguments-not-checked", todo = "4.1.8.a")
    public static class ArgumentsNotChecked extends Stepped {
        @Override
        void requireUsable(NDArray rewards, NDArray values, NDArray responseMask, float gamma, float lambda) {
            // That is the mistake.
        }
    }
}
