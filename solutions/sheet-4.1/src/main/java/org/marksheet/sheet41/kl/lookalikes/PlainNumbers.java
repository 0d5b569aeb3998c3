package org.marksheet.sheet41.kl.lookalikes;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.marksheet.sheet41.kl.KlEstimates;
import org.marksheet.sheet41.kl.KlPenalty;

/**
 * A right KL penalty in plain loops that works out values and slopes as Java numbers.
 *
 * <p>Its steps are there to be got wrong. Derived from no other implementation of this sheet.
 */
class PlainNumbers implements KlPenalty {
    @Override
    public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
        long[] size = logits.getShape().getShape();
        int length = (int) responseIds.getShape().get(1);
        if (start < 1 || start - 1 + length > size[1]) {
            throw new IllegalArgumentException(logits.getShape() + " and " + responseIds.getShape());
        }
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature: " + temperature);
        }
        float[] numbers = logits.toFloatArray();
        long[] ids = responseIds.toLongArray();
        int vocabulary = (int) size[2];
        float[] values = new float[ids.length];
        float[][] slopes = new float[ids.length][numbers.length];
        for (int i = 0; i < ids.length; i++) {
            int place = place(start, i % length, length, (int) size[1]);
            int from = (i / length * (int) size[1] + place) * vocabulary;
            double[] logP = logProbs(Arrays.copyOfRange(numbers, from, from + vocabulary), temperature);
            int chosen = (int) ids[i];
            values[i] = (float) value(logP[chosen], temperature);
            for (int v = 0; v < vocabulary; v++) {
                double slope = (v == chosen ? 1 : 0) - Math.exp(logP[v]);
                slopes[i][from + v] = (float) (slope * slope(logP[chosen], temperature));
            }
        }
        float[] all = new float[ids.length * numbers.length];
        for (int i = 0; i < ids.length; i++) {
            System.arraycopy(slopes[i], 0, all, i * numbers.length, numbers.length);
        }
        NDArray line = logits.getManager()
                .create(all, new Shape(ids.length, numbers.length))
                .matMul(logits.reshape(-1, 1))
                .reshape(responseIds.getShape());
        return hung(line, values);
    }

    /** The right place of the logits that predict a token. */
    int place(int start, int token, int length, int places) {
        return start + token - 1;
    }

    /** The right log-probabilities. */
    double[] logProbs(float[] logits, float temperature) {
        double sum = 0;
        double[] logP = new double[logits.length];
        float top = logits[0];
        for (float logit : logits) {
            top = Math.max(top, logit);
        }
        for (float logit : logits) {
            sum += Math.exp((logit - top) / temperature);
        }
        for (int v = 0; v < logP.length; v++) {
            logP[v] = (logits[v] - top) / temperature - Math.log(sum);
        }
        return logP;
    }

    /** The right value of a token. */
    double value(double logP, float temperature) {
        return logP;
    }

    /** The right slope of a token's value, which {@code onehot - p} is multiplied with. */
    double slope(double logP, float temperature) {
        return 1 / temperature;
    }

    @Override
    public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
        same(logProbs, refLogProbs);
        float[] now = logProbs.toFloatArray();
        float[] reference = refLogProbs.toFloatArray();
        NDArray[] estimates = new NDArray[3];
        for (int k = 0; k < 3; k++) {
            float[] values = new float[now.length];
            float[] slopes = new float[now.length];
            for (int i = 0; i < now.length; i++) {
                double[] valueAndSlope = estimate(k + 1, (double) now[i] - reference[i], now[i]);
                values[i] = (float) valueAndSlope[0];
                slopes[i] = (float) valueAndSlope[1];
            }
            estimates[k] = hung(logProbs.mul(logProbs.getManager().create(slopes, logProbs.getShape())), values);
        }
        return new KlEstimates(estimates[0], estimates[1], estimates[2]);
    }

    /** The right estimate k of a change, and its slope in the log-probability. */
    double[] estimate(int k, double change, double logP) {
        return switch (k) {
            case 1 -> new double[] {change, 1};
            case 2 -> new double[] {change * change / 2, change};
            default -> new double[] {Math.expm1(-change) + change, -Math.expm1(-change)};
        };
    }

    @Override
    public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
        same(logProbs, refLogProbs);
        same(logProbs, responseMask);
        float[] now = logProbs.toFloatArray();
        float[] reference = refLogProbs.toFloatArray();
        boolean[] real = responseMask.toBooleanArray();
        double sum = 0;
        int tokens = 0;
        for (int i = 0; i < now.length; i++) {
            if (real[i]) {
                sum += reported((double) now[i] - reference[i]);
                tokens++;
            }
        }
        return (float) (sum / divisor((int) logProbs.getShape().get(0), tokens, now.length));
    }

    /** The right share of a token. */
    double reported(double change) {
        return change;
    }

    /** The right divisor. */
    double divisor(int rows, int tokens, int places) {
        return rows;
    }

    @Override
    public NDArray penalizedRewards(
            NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
        same(logProbs, refLogProbs);
        same(logProbs, responseMask);
        if (scores.size() != logProbs.getShape().get(0)) {
            throw new IllegalArgumentException(scores.getShape() + " and " + logProbs.getShape());
        }
        float[] now = logProbs.toFloatArray();
        float[] reference = refLogProbs.toFloatArray();
        float[] score = scores.toFloatArray();
        boolean[] real = responseMask.toBooleanArray();
        int columns = now.length / score.length;
        float[] rewards = new float[now.length];
        for (int row = 0; row < score.length; row++) {
            int last = -1;
            for (int column = 0; column < columns; column++) {
                int i = row * columns + column;
                if (real[i]) {
                    rewards[i] = (float) penalty((double) now[i] - reference[i], klCoefficient);
                    last = column;
                }
            }
            if (last >= 0) {
                pay(rewards, row * columns, scored(last, columns), score[row]);
            }
        }
        return logProbs.getManager().create(rewards, logProbs.getShape());
    }

    /** The right penalty, which is below 0 for a token that the reference would hardly say. */
    double penalty(double change, double beta) {
        return -beta * change;
    }

    /** The right column for the score. */
    int scored(int last, int columns) {
        return last;
    }

    /** Pays the score out. */
    void pay(float[] rewards, int row, int column, float score) {
        rewards[row + column] += score;
    }

    @Override
    public double adaptKlCoefficient(
            double klCoefficient, double kl, double target, int episodes, double horizon) {
        double off = (kl - target) / target;
        off = off > .2 ? .2 : off < -.2 ? -.2 : off;
        return klCoefficient + klCoefficient * off * episodes / horizon;
    }

    private static void same(NDArray one, NDArray other) {
        if (!one.getShape().equals(other.getShape())) {
            throw new IllegalArgumentException(one.getShape() + " and " + other.getShape());
        }
    }

    private static NDArray hung(NDArray line, float[] values) {
        return line.sub(line.stopGradient()).add(line.getManager().create(values, line.getShape()));
    }
}
