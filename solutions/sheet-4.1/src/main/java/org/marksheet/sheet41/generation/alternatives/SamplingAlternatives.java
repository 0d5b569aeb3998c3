package org.marksheet.sheet41.generation.alternatives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.marksheet.grader.api.Alternative;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.sheet41.generation.LogitSampling;
import org.marksheet.sheet41.generation.Sampling;

/** Right steps from logits to a token. */
public final class SamplingAlternatives {
    private SamplingAlternatives() {}

    /** Everything in Java numbers; one uniform number for each row. */
    @Alternative("plain loops, and a draw by adding up probabilities")
    public static class PlainLoops implements Sampling {
        @Override
        public NDArray temperature(NDArray logits, float temperature) {
            if (Float.isNaN(temperature) || temperature < 0) {
                throw new IllegalArgumentException("tau must not be " + temperature);
            }
            float[] numbers = logits.toFloatArray();
            if (temperature > 0) {
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] /= temperature;
                }
            }
            return logits.getManager().create(numbers, logits.getShape());
        }

        @Override
        public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
            float[] numbers = logits.toFloatArray();
            int vocabulary = (int) logits.getShape().get(1);
            if (newTokens < minimum) {
                for (int i = eosId; i < numbers.length; i += vocabulary) {
                    numbers[i] = Float.NEGATIVE_INFINITY;
                }
            }
            return logits.getManager().create(numbers, logits.getShape());
        }

        @Override
        public NDArray topK(NDArray logits, int k) {
            if (k < 0) {
                throw new IllegalArgumentException("k = " + k);
            }
            float[] numbers = logits.toFloatArray();
            int vocabulary = (int) logits.getShape().get(1);
            for (int row = 0; row < numbers.length && k > 0 && k < vocabulary; row += vocabulary) {
                float[] sorted = Arrays.copyOfRange(numbers, row, row + vocabulary);
                Arrays.sort(sorted);
                for (int i = row; i < row + vocabulary; i++) {
                    if (numbers[i] < sorted[vocabulary - k]) {
                        numbers[i] = Float.NEGATIVE_INFINITY;
                    }
                }
            }
            return logits.getManager().create(numbers, logits.getShape());
        }

        @Override
        public NDArray topP(NDArray logits, float p) {
            if (!(p > 0) || p > 1) {
                throw new IllegalArgumentException("p = " + p);
            }
            float[] numbers = logits.toFloatArray();
            int vocabulary = (int) logits.getShape().get(1);
            for (int row = 0; row < numbers.length && p < 1; row += vocabulary) {
                float[] own = Arrays.copyOfRange(numbers, row, row + vocabulary);
                double[] probs = softmax(own, 1);
                List<Integer> order = IntStream.range(0, vocabulary)
                        .boxed()
                        .sorted(Comparator.comparingDouble(id -> -own[id]))
                        .collect(Collectors.toList());
                double mass = 0;
                for (int id : order) {
                    if (mass >= p) {
                        numbers[row + id] = Float.NEGATIVE_INFINITY;
                    }
                    mass += probs[id];
                }
            }
            return logits.getManager().create(numbers, logits.getShape());
        }

        @Override
        public NDArray sample(NDArray logits, float temperature, RandomSource random) {
            if (Float.isNaN(temperature) || temperature < 0) {
                throw new IllegalArgumentException("tau must not be " + temperature);
            }
            int rows = (int) logits.getShape().get(0);
            int vocabulary = (int) logits.getShape().get(1);
            float[] numbers = logits.toFloatArray();
            float[] uniform = temperature == 0 ? null : random.uniform(rows).toFloatArray();
            long[] ids = new long[rows];
            for (int row = 0; row < rows; row++) {
                float[] own = Arrays.copyOfRange(numbers, row * vocabulary, (row + 1) * vocabulary);
                ids[row] = uniform == null ? largest(own) : hit(softmax(own, temperature), uniform[row]);
            }
            return logits.getManager().create(ids);
        }

        private static int largest(float[] row) {
            int best = 0;
            for (int id = 0; id < row.length; id++) {
                best = row[id] > row[best] ? id : best;
            }
            return best;
        }

        private static int hit(double[] probs, double uniform) {
            int last = 0;
            double sum = 0;
            for (int id = 0; id < probs.length; id++) {
                if (probs[id] > 0) {
                    sum += probs[id];
                    last = id;
                    if (uniform < sum) {
                        return id;
                    }
                }
            }
            return last;
        }

        private static double[] softmax(float[] logits, float temperature) {
            double largest = logits[largest(logits)];
            double[] probs = new double[logits.length];
            double sum = 0;
            for (int id = 0; id < probs.length; id++) {
                probs[id] = Math.exp((logits[id] - largest) / temperature);
                sum += probs[id];
            }
            for (int id = 0; id < probs.length; id++) {
                probs[id] /= sum;
            }
            return probs;
        }
    }

    /** As found in many libraries: sort, cut, scatter back; Gumbel noise for the draw. */
    @Alternative("sort with indices and scatter back; Gumbel noise on logits")
    public static class SortAndScatter extends LogitSampling {
        @Override
        public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
            NDArray result = logits.duplicate();
            if (newTokens < minimum) {
                result.set(new NDIndex(":, {}", eosId), Float.NEGATIVE_INFINITY);
            }
            return result;
        }

        @Override
        public NDArray topK(NDArray logits, int k) {
            requireNotNegative(k);
            int vocabulary = (int) logits.getShape().get(1);
            int kept = k == 0 ? vocabulary : Math.min(k, vocabulary);
            NDArray least = logits.topK(kept, 1, true, true).get(0).min(new int[] {1}, true);
            return remove(logits, logits.gte(least).logicalNot());
        }

        @Override
        public NDArray topP(NDArray logits, float p) {
            requireShare(p);
            if (p >= 1) {
                return logits.duplicate();
            }
            NDArray order = logits.argSort(1, false);
            // Equal numbers in the order of ids: argSort promises nothing, so the ids of ties are sorted again.
            order = inOrderOfIds(logits, order);
            NDArray probs = logits.softmax(1).gather(order, 1);
            NDArray mass = probs.cumSum(1);
            NDArray gone = mass.gte(p).toType(DataType.INT64, false);
            // Shifted by one place to the right: the token that crosses p stays.
            NDArray first = gone.get(":, 0:1").zerosLike();
            NDArray shifted = first.concat(gone.get(":, 0:-1"), 1);
            NDArray back = shifted.zerosLike().scatter(order, shifted, 1);
            return remove(logits, back.gt(0));
        }

        private static NDArray inOrderOfIds(NDArray logits, NDArray order) {
            int vocabulary = (int) logits.getShape().get(1);
            float[] numbers = logits.toFloatArray();
            long[] ids = order.toLongArray();
            for (int row = 0; row < ids.length; row += vocabulary) {
                for (int from = row; from < row + vocabulary; ) {
                    int to = from + 1;
                    while (to < row + vocabulary && numbers[row + (int) ids[to]] == numbers[row + (int) ids[from]]) {
                        to++;
                    }
                    Arrays.sort(ids, from, to);
                    from = to;
                }
            }
            return logits.getManager().create(ids, order.getShape());
        }

        @Override
        public NDArray sample(NDArray logits, float temperature, RandomSource random) {
            requireTemperature(temperature);
            if (temperature == 0) {
                return logits.argMax(1);
            }
            NDArray gumbel = random.uniform(logits.getShape().getShape()).log().neg().log().neg();
            return logits.div(temperature).add(gumbel).argMax(1);
        }
    }

    /** Row after row, each as a tensor of its own. */
    @Alternative("row by row; a draw by the clock that rings first")
    public static class RowByRow extends LogitSampling {
        @Override
        public NDArray temperature(NDArray logits, float temperature) {
            requireTemperature(temperature);
            return logits.mul(temperature == 0 ? 1 : 1 / temperature);
        }

        @Override
        public NDArray topK(NDArray logits, int k) {
            requireNotNegative(k);
            NDList rows = new NDList();
            for (long b = 0; b < logits.getShape().get(0); b++) {
                NDArray row = logits.get(b);
                long vocabulary = row.getShape().get(0);
                rows.add(
                        k == 0 || k > vocabulary
                                ? row
                                : remove(row, row.lt(row.sort().get(vocabulary - k).getFloat())));
            }
            return NDArrays.stack(rows);
        }

        @Override
        public NDArray sample(NDArray logits, float temperature, RandomSource random) {
            requireTemperature(temperature);
            NDArray sharp = temperature == 0 ? logits.mul(1) : logits.div(temperature);
            if (temperature == 0) {
                NDArray best = logits.max(new int[] {1}, true);
                NDArray ids = logits.getManager().arange(0, (int) logits.getShape().get(1), 1, DataType.INT64);
                NDArray candidates = NDArrays.where(
                        sharp.eq(best),
                        ids.reshape(1, -1).broadcast(logits.getShape()),
                        ids.reshape(1, -1).broadcast(logits.getShape()).add(1_000_000));
                return candidates.min(new int[] {1});
            }
            NDArray probs = sharp.softmax(1);
            NDArray waiting = random.uniform(logits.getShape().getShape()).log().neg();
            return probs.div(waiting).argMax(1);
        }
    }

    /** A token stays if those before it are too few, by comparing all pairs. */
    @Alternative("all pairs of tokens compared, without sorting")
    public static class AllPairs extends LogitSampling {
        @Override
        public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
            NDArray ids = logits.getManager().arange(0, (int) logits.getShape().get(1), 1, DataType.INT64);
            NDArray gone = ids.eq(eosId).reshape(1, -1).broadcast(logits.getShape());
            return newTokens < minimum ? remove(logits, gone) : logits;
        }

        @Override
        public NDArray topK(NDArray logits, int k) {
            requireNotNegative(k);
            return k == 0 ? logits : remove(logits, before(logits, false, logits.onesLike()).gte(k));
        }

        @Override
        public NDArray topP(NDArray logits, float p) {
            requireShare(p);
            return p == 1 ? logits : remove(logits, before(logits, true, logits.softmax(1)).gte(p));
        }

        /** Sums weights of the tokens that come before each one: larger ones and, if wanted, equal ones of lower id. */
        private static NDArray before(NDArray logits, boolean withTies, NDArray weights) {
            long rows = logits.getShape().get(0);
            long vocabulary = logits.getShape().get(1);
            Shape pairs = new Shape(rows, vocabulary, vocabulary);
            NDArray own = logits.expandDims(2).broadcast(pairs);
            NDArray other = logits.expandDims(1).broadcast(pairs);
            NDArray counts = other.gt(own);
            if (withTies) {
                NDArray ids = logits.getManager().arange(0, (int) vocabulary, 1, DataType.INT64);
                NDArray lower = ids.reshape(1, 1, -1).lt(ids.reshape(1, -1, 1)).broadcast(pairs);
                counts = counts.logicalOr(other.eq(own).logicalAnd(lower));
            }
            NDArray weight = weights.expandDims(1).broadcast(pairs);
            return NDArrays.where(counts, weight, weight.zerosLike()).sum(new int[] {2});
        }
    }

    /** Draws with the logarithm of the probabilities, exponential clocks compared in log space. */
    @Alternative("exponential clocks in log space; the smallest wins")
    public static class SlowestClock extends LogitSampling {
        @Override
        public NDArray sample(NDArray logits, float temperature, RandomSource random) {
            requireTemperature(temperature);
            if (temperature == 0) {
                return logits.argMax(1);
            }
            NDArray logProbs = logits.mul(1 / temperature).logSoftmax(-1);
            NDArray clocks = random.uniform(logits.getShape().getShape()).log().neg().log();
            return clocks.sub(logProbs).argMin(1);
        }
    }

    /** Keeps what lies above a threshold that is found by trying each logit of the row. */
    @Alternative("a threshold found by trying; a draw by walking down from the last token")
    public static class TriedThresholds extends LogitSampling {
        @Override
        public NDArray topK(NDArray logits, int k) {
            requireNotNegative(k);
            long vocabulary = logits.getShape().get(1);
            if (k == 0 || k >= vocabulary) {
                return logits.add(0);
            }
            // The kth largest is what is left after the largest has been taken away k - 1 times.
            NDArray left = logits;
            NDArray ids = logits.getManager().arange(0, (int) vocabulary, 1, DataType.INT64).reshape(1, -1);
            for (int i = 1; i < k; i++) {
                NDArray largest = left.argMax(1).reshape(-1, 1).broadcast(logits.getShape());
                left = remove(left, largest.eq(ids.broadcast(logits.getShape())));
            }
            return remove(logits, logits.lt(left.max(new int[] {1}, true)));
        }

        @Override
        public NDArray sample(NDArray logits, float temperature, RandomSource random) {
            requireTemperature(temperature);
            int vocabulary = (int) logits.getShape().get(1);
            if (temperature == 0) {
                return logits.argMax(1);
            }
            float[] probs = logits.div(temperature).softmax(1).toFloatArray();
            float[] uniform = random.uniform(logits.getShape().get(0)).toFloatArray();
            long[] ids = new long[uniform.length];
            for (int row = 0; row < ids.length; row++) {
                double rest = uniform[row];
                int id = vocabulary;
                int hit = -1;
                while (rest >= 0 && id > 0) {
                    id--;
                    rest -= probs[row * vocabulary + id];
                    hit = probs[row * vocabulary + id] > 0 ? id : hit;
                }
                ids[row] = hit;
            }
            return logits.getManager().create(ids);
        }
    }
}
