package org.marksheet.sheet41.generation.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.generation.LogitSampling;

/** What goes wrong in 4.1.2.c. */
public final class TopKMistakes {
    private TopKMistakes() {}

    /** The right method in steps. */
    abstract static class Stepped extends LogitSampling {
        @Override
        public NDArray topK(NDArray logits, int k) {
            require(k);
            long vocabulary = logits.getShape().get(1);
            return isOff(k, vocabulary) ? logits : filtered(logits, k);
        }

        void require(int k) {
            requireNotNegative(k);
        }

        boolean isOff(int k, long vocabulary) {
            return k == 0 || k >= vocabulary;
        }

        NDArray filtered(NDArray logits, int k) {
            return without(logits, logits.lt(kthLargest(logits, k)));
        }

        NDArray kthLargest(NDArray logits, int k) {
            long vocabulary = logits.getShape().get(1);
            return logits.sort(1).get(":, {}:{}", vocabulary - k, vocabulary - k + 1);
        }

        NDArray without(NDArray logits, NDArray gone) {
            return remove(logits, gone);
        }
    }

    /** A logit of 0. */
    @Mistake(value = "zero-for-minus-infinity", todo = "4.1.2.c")
    public static class ZeroForMinusInfinity extends Stepped {
        @Override
        NDArray without(NDArray logits, NDArray gone) {
            return NDArrays.where(gone, logits.zerosLike(), logits);
        }
    }

    /** Exactly k stay, the first ids among equals. */
    @Mistake(value = "ties-dropped", todo = "4.1.2.c")
    public static class TiesDropped extends Stepped {
        @Override
        NDArray filtered(NDArray logits, int k) {
            float[] numbers = logits.toFloatArray();
            int vocabulary = (int) logits.getShape().get(1);
            boolean[] gone = new boolean[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                int before = 0;
                int row = i / vocabulary * vocabulary;
                for (int j = row; j < row + vocabulary; j++) {
                    before += numbers[j] > numbers[i] || numbers[j] == numbers[i] && j < i ? 1 : 0;
                }
                gone[i] = before >= k;
            }
            return remove(logits, logits.getManager().create(gone, logits.getShape()));
        }
    }

    /** One too few. */
    @Mistake(value = "one-too-few", todo = "4.1.2.c")
    public static class OneTooFew extends Stepped {
        @Override
        NDArray filtered(NDArray logits, int k) {
            return k == 1 ? without(logits, logits.eq(logits)) : super.filtered(logits, k - 1);
        }
    }

    /** One too many. */
    @Mistake(value = "one-too-many", todo = "4.1.2.c")
    public static class OneTooMany extends Stepped {
        @Override
        NDArray filtered(NDArray logits, int k) {
            return k + 1 == logits.getShape().get(1) ? logits : super.filtered(logits, k + 1);
        }
    }

    /** The other end. */
    @Mistake(value = "keeps-the-smallest", todo = "4.1.2.c")
    public static class KeepsTheSmallest extends Stepped {
        @Override
        NDArray filtered(NDArray logits, int k) {
            return without(logits, logits.neg().lt(kthLargest(logits.neg(), k)));
        }
    }

    /** One threshold for all rows. */
    @Mistake(value = "over-the-batch", todo = "4.1.2.c")
    public static class OverTheBatch extends Stepped {
        @Override
        NDArray kthLargest(NDArray logits, int k) {
            return super.kthLargest(logits.reshape(1, -1), k);
        }
    }

    /** The kth itself goes as well. */
    @Mistake(value = "kth-removed", todo = "4.1.2.c")
    public static class KthRemoved extends Stepped {
        @Override
        NDArray filtered(NDArray logits, int k) {
            return without(logits, logits.lte(kthLargest(logits, k)));
        }
    }

    /** Zero tokens stay. */
    @Mistake(value = "zero-removes-all", todo = "4.1.2.c")
    public static class ZeroRemovesAll extends Stepped {
        @Override
        boolean isOff(int k, long vocabulary) {
            return k >= vocabulary;
        }

        @Override
        NDArray filtered(NDArray logits, int k) {
            return k == 0 ? without(logits, logits.eq(logits)) : super.filtered(logits, k);
        }
    }

    /** A k above V is an error. */
    @Mistake(value = "large-k-rejected", todo = "4.1.2.c")
    public static class LargeKRejected extends Stepped {
        @Override
        boolean isOff(int k, long vocabulary) {
            if (k > vocabulary) {
                throw new IllegalArgumentException("k is " + k);
            }
            return super.isOff(k, vocabulary);
        }
    }

    /** Less than nothing is nothing. */
    @Mistake(value = "negative-is-off", todo = "4.1.2.c")
    public static class NegativeIsOff extends Stepped {
        @Override
        void require(int k) {
            // That is the mistake.
        }

        @Override
        boolean isOff(int k, long vocabulary) {
            return k <= 0 || k >= vocabulary;
        }
    }

    /** In place. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.2.c")
    public static class ChangesItsInputs extends Stepped {
        @Override
        NDArray without(NDArray logits, NDArray gone) {
            logits.set(gone, Float.NEGATIVE_INFINITY);
            return logits;
        }
    }
}
