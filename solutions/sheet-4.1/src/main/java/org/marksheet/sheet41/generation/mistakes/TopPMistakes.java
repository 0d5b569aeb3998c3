package org.marksheet.sheet41.generation.mistakes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.generation.LogitSampling;

/** What goes wrong in 4.1.2.d. */
public final class TopPMistakes {
    private TopPMistakes() {}

    /** The right method in steps, row by row. */
    abstract static class Stepped extends LogitSampling {
        @Override
        public NDArray topP(NDArray logits, float p) {
            require(p);
            if (isOff(p)) {
                return logits;
            }
            int vocabulary = (int) logits.getShape().get(1);
            double[] weights = weights(logits);
            boolean[] gone = new boolean[weights.length];
            for (int row = 0; row < weights.length; row += vocabulary) {
                List<Integer> order = order(weights, row, vocabulary);
                boolean[] kept = kept(weights, order, p);
                for (int rank = 0; rank < vocabulary; rank++) {
                    gone[place(order, row, rank)] = !kept[rank];
                }
            }
            return without(logits, logits.getManager().create(gone, logits.getShape()));
        }

        void require(float p) {
            requireShare(p);
        }

        boolean isOff(float p) {
            return p == 1;
        }

        double[] weights(NDArray logits) {
            return doubles(logits.softmax(1));
        }

        /** Returns the places of a row, the likeliest first. */
        List<Integer> order(double[] weights, int row, int vocabulary) {
            List<Integer> order = new ArrayList<>();
            for (int place = row; place < row + vocabulary; place++) {
                order.add(place);
            }
            order.sort(Comparator.comparing(place -> -weights[place]));
            return order;
        }

        /** Returns for each rank whether it stays. */
        boolean[] kept(double[] weights, List<Integer> order, float p) {
            boolean[] kept = new boolean[order.size()];
            double sum = 0;
            for (int rank = 0; rank < kept.length; rank++) {
                double before = sum;
                sum += weights[order.get(rank)];
                kept[rank] = stays(rank, before, sum, p);
            }
            return kept;
        }

        boolean stays(int rank, double before, double after, float p) {
            return before < p;
        }

        int place(List<Integer> order, int row, int rank) {
            return order.get(rank);
        }

        NDArray without(NDArray logits, NDArray gone) {
            return remove(logits, gone);
        }

        static double[] doubles(NDArray numbers) {
            float[] floats = numbers.toFloatArray();
            double[] doubles = new double[floats.length];
            for (int i = 0; i < floats.length; i++) {
                doubles[i] = floats[i];
            }
            return doubles;
        }
    }

    /** The token that crosses p goes; only the first is safe. */
    @Mistake(value = "crossing-token-dropped", todo = "4.1.2.d")
    public static class CrossingTokenDropped extends Stepped {
        @Override
        boolean stays(int rank, double before, double after, float p) {
            return rank == 0 || after <= p;
        }
    }

    /** The token that crosses p goes, be it the first. */
    @Mistake(value = "top-token-removed", todo = "4.1.2.d")
    public static class TopTokenRemoved extends Stepped {
        @Override
        boolean stays(int rank, double before, double after, float p) {
            return after <= p;
        }
    }

    /** One more than needed. */
    @Mistake(value = "one-too-many", todo = "4.1.2.d")
    public static class OneTooMany extends Stepped {
        @Override
        boolean[] kept(double[] weights, List<Integer> order, float p) {
            boolean[] kept = super.kept(weights, order, p);
            for (int rank = kept.length - 1; rank > 0; rank--) {
                kept[rank] = kept[rank - 1];
            }
            return kept;
        }
    }

    /** Added up in the order of ids. */
    @Mistake(value = "not-sorted", todo = "4.1.2.d")
    public static class NotSorted extends Stepped {
        @Override
        List<Integer> order(double[] weights, int row, int vocabulary) {
            return super.order(new double[weights.length], row, vocabulary);
        }
    }

    /** The likeliest last. */
    @Mistake(value = "sorted-upwards", todo = "4.1.2.d")
    public static class SortedUpwards extends Stepped {
        @Override
        List<Integer> order(double[] weights, int row, int vocabulary) {
            List<Integer> order = super.order(weights, row, vocabulary);
            order.sort(Comparator.comparing(place -> weights[place]));
            return order;
        }
    }

    /** Ranks taken for ids. */
    @Mistake(value = "not-un-sorted", todo = "4.1.2.d")
    public static class NotUnSorted extends Stepped {
        @Override
        int place(List<Integer> order, int row, int rank) {
            return row + rank;
        }
    }

    /** Exponentials that do not add up to 1. */
    @Mistake(value = "not-normalised", todo = "4.1.2.d")
    public static class NotNormalised extends Stepped {
        @Override
        double[] weights(NDArray logits) {
            return doubles(logits.exp());
        }
    }

    /** Softmax over all rows together. */
    @Mistake(value = "over-the-batch", todo = "4.1.2.d")
    public static class OverTheBatch extends Stepped {
        @Override
        double[] weights(NDArray logits) {
            return doubles(logits.flatten().softmax(0));
        }
    }

    /** Tokens with less than {@code 1 - p} go, one by one. */
    @Mistake(value = "threshold-on-each-token", todo = "4.1.2.d")
    public static class ThresholdOnEachToken extends Stepped {
        @Override
        boolean stays(int rank, double before, double after, float p) {
            return rank == 0 || after - before >= 1 - p;
        }
    }

    /** All that tie with the crossing token stay. */
    @Mistake(value = "ties-kept", todo = "4.1.2.d")
    public static class TiesKept extends Stepped {
        @Override
        boolean[] kept(double[] weights, List<Integer> order, float p) {
            boolean[] kept = super.kept(weights, order, p);
            for (int rank = 1; rank < kept.length; rank++) {
                kept[rank] |= kept[rank - 1] && weights[order.get(rank)] == weights[order.get(rank - 1)];
            }
            return kept;
        }
    }

    /** Equal probabilities from the highest id down. */
    @Mistake(value = "ties-from-the-highest-id", todo = "4.1.2.d")
    public static class TiesFromTheHighestId extends Stepped {
        @Override
        List<Integer> order(double[] weights, int row, int vocabulary) {
            List<Integer> order = super.order(weights, row, vocabulary);
            order.sort(Comparator.<Integer, Double>comparing(place -> -weights[place])
                    .thenComparing(Comparator.reverseOrder()));
            return order;
        }
    }

    /** A logit of 0. */
    @Mistake(value = "zero-for-minus-infinity", todo = "4.1.2.d")
    public static class ZeroForMinusInfinity extends Stepped {
        @Override
        NDArray without(NDArray logits, NDArray gone) {
            return NDArrays.where(gone, logits.zerosLike(), logits);
        }
    }

    /** Rounding decides what 1 removes. */
    @Mistake(value = "one-is-not-off", todo = "4.1.2.d")
    public static class OneIsNotOff extends Stepped {
        @Override
        boolean isOff(float p) {
            return false;
        }

        @Override
        boolean stays(int rank, double before, double after, float p) {
            return (float) before < p;
        }
    }

    /** Any p will do. */
    @Mistake(value = "range-not-checked", todo = "4.1.2.d")
    public static class RangeNotChecked extends Stepped {
        @Override
        void require(float p) {
            // That is the mistake.
        }
    }

    /** In place. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.2.d")
    public static class ChangesItsInputs extends Stepped {
        @Override
        NDArray without(NDArray logits, NDArray gone) {
            logits.set(gone, Float.NEGATIVE_INFINITY);
            return logits;
        }
    }
}
