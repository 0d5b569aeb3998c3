package org.marksheet.sheet41.generation.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.generation.LogitSampling;

/** What goes wrong in 4.1.2.b. */
public final class MinNewTokensMistakes {
    private MinNewTokensMistakes() {}

    /** The right method in steps. */
    abstract static class Stepped extends LogitSampling {
        @Override
        public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
            return isTooShort(newTokens, minimum) ? without(logits, end(logits, eosId)) : logits;
        }

        boolean isTooShort(int newTokens, int minimum) {
            return newTokens < minimum;
        }

        NDArray end(NDArray logits, int eosId) {
            NDArray isEos = logits.zerosLike();
            isEos.set(new NDIndex(":, {}", eosId), 1);
            return isEos.gt(0);
        }

        NDArray without(NDArray logits, NDArray gone) {
            return remove(logits, gone);
        }
    }

    /** One token longer than asked for. */
    @Mistake(value = "one-too-long", todo = "4.1.2.b")
    public static class OneTooLong extends Stepped {
        @Override
        boolean isTooShort(int newTokens, int minimum) {
            return newTokens <= minimum;
        }
    }

    /** One token shorter than asked for. */
    @Mistake(value = "one-too-short", todo = "4.1.2.b")
    public static class OneTooShort extends Stepped {
        @Override
        boolean isTooShort(int newTokens, int minimum) {
            return newTokens < minimum - 1;
        }
    }

    /** Removed once it would be allowed. */
    @Mistake(value = "wrong-way-round", todo = "4.1.2.b")
    public static class WrongWayRound extends Stepped {
        @Override
        boolean isTooShort(int newTokens, int minimum) {
            return newTokens >= minimum;
        }
    }

    /** Never allowed again. */
    @Mistake(value = "always-removed", todo = "4.1.2.b")
    public static class AlwaysRemoved extends Stepped {
        @Override
        boolean isTooShort(int newTokens, int minimum) {
            return true;
        }
    }

    /** A logit of 0. */
    @Mistake(value = "zero-for-minus-infinity", todo = "4.1.2.b")
    public static class ZeroForMinusInfinity extends Stepped {
        @Override
        NDArray without(NDArray logits, NDArray gone) {
            return NDArrays.where(gone, logits.zerosLike(), logits);
        }
    }

    /** Everything else is gone. */
    @Mistake(value = "other-tokens-removed", todo = "4.1.2.b")
    public static class OtherTokensRemoved extends Stepped {
        @Override
        NDArray without(NDArray logits, NDArray gone) {
            return remove(logits, gone.logicalNot());
        }
    }

    /** Only the first row. */
    @Mistake(value = "first-row-only", todo = "4.1.2.b")
    public static class FirstRowOnly extends Stepped {
        @Override
        NDArray end(NDArray logits, int eosId) {
            NDArray isEos = logits.zerosLike();
            isEos.set(new NDIndex("0, {}", eosId), 1);
            return isEos.gt(0);
        }
    }

    /** In place. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.2.b")
    public static class ChangesItsInputs extends Stepped {
        @Override
        NDArray without(NDArray logits, NDArray gone) {
            logits.set(gone, Float.NEGATIVE_INFINITY);
            return logits;
        }
    }
}
