package org.marksheet.sheet41.generation;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.marksheet.lab.tensor.RandomSource;

/** Plain loops over rows; one uniform number for each draw. */
public class LogitSampling implements Sampling {
    @Override
    public NDArray temperature(NDArray logits, float temperature) {
        checkTemperature(temperature);
        float[] numbers = logits.toFloatArray();
        for (int i = 0; i < numbers.length && temperature > 0; i++) {
            numbers[i] /= temperature;
        }
        return like(logits, numbers);
    }

    @Override
    public NDArray minNewTokens(NDArray logits, int newTokens, int minimum, int eosId) {
        float[] numbers = logits.toFloatArray();
        for (int i = eosId; i < numbers.length && newTokens < minimum; i += vocabulary(logits)) {
            numbers[i] = Float.NEGATIVE_INFINITY;
        }
        return like(logits, numbers);
    }

    @Override
    public NDArray topK(NDArray logits, int k) {
        if (k < 0) {
            throw new IllegalArgumentException("k = " + k + " is negative");
        }
        int size = vocabulary(logits);
        float[] numbers = logits.toFloatArray();
        for (int from = 0; from < numbers.length && k > 0 && k < size; from += size) {
            float[] sorted = Arrays.copyOfRange(numbers, from, from + size);
            Arrays.sort(sorted);
            for (int i = from; i < from + size; i++) {
                if (numbers[i] < sorted[size - k]) {
                    numbers[i] = Float.NEGATIVE_INFINITY;
                }
            }
        }
        return like(logits, numbers);
    }

    @Override
    public NDArray topP(NDArray logits, float p) {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("p = " + p + " is not in (0, 1]");
        }
        int size = vocabulary(logits);
        float[] numbers = logits.toFloatArray();
        for (int from = 0; from < numbers.length && p < 1; from += size) {
            double[] probs = softmax(Arrays.copyOfRange(numbers, from, from + size), 1);
            List<Integer> likeliestFirst = IntStream.range(0, size)
                    .boxed()
                    .sorted(Comparator.comparingDouble(id -> -probs[id]))
                    .toList();
            double mass = 0;
            for (int id : likeliestFirst) {
                if (mass >= p) {
                    numbers[from + id] = Float.NEGATIVE_INFINITY;
                }
                mass += probs[id];
            }
        }
        return like(logits, numbers);
    }

    @Override
    public NDArray sample(NDArray logits, float temperature, RandomSource random) {
        checkTemperature(temperature);
        int size = vocabulary(logits);
        float[] numbers = logits.toFloatArray();
        long[] ids = new long[numbers.length / size];
        float[] uniform = temperature == 0 ? null : random.uniform(ids.length).toFloatArray();
        for (int row = 0; row < ids.length; row++) {
            float[] own = Arrays.copyOfRange(numbers, row * size, (row + 1) * size);
            ids[row] = temperature == 0 ? largest(own) : hit(softmax(own, temperature), uniform[row]);
        }
        return logits.getManager().create(ids);
    }

    private static int hit(double[] probs, double uniform) {
        int last = 0;
        double sum = 0;
        for (int id = 0; id < probs.length && uniform >= sum; id++) {
            sum += probs[id];
            last = probs[id] > 0 ? id : last;
        }
        return last;
    }

    private static int largest(float[] row) {
        int best = 0;
        for (int id = 1; id < row.length; id++) {
            best = row[id] > row[best] ? id : best;
        }
        return best;
    }

    private static double[] softmax(float[] row, float temperature) {
        double top = row[largest(row)];
        double[] probs = new double[row.length];
        for (int id = 0; id < row.length; id++) {
            probs[id] = Math.exp((row[id] - top) / temperature);
        }
        double sum = Arrays.stream(probs).sum();
        return Arrays.stream(probs).map(weight -> weight / sum).toArray();
    }

    private static int vocabulary(NDArray logits) {
        return (int) logits.getShape().get(1);
    }

    private static NDArray like(NDArray logits, float[] numbers) {
        return logits.getManager().create(numbers, logits.getShape());
    }

    private static void checkTemperature(float temperature) {
        if (Float.isNaN(temperature) || temperature < 0) {
            throw new IllegalArgumentException("tau = " + temperature + " is no temperature");
        }
    }
}
