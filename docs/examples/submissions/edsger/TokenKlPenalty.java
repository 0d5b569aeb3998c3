package org.marksheet.sheet41.kl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;

/** Adds the penalty to the rewards. */
public class TokenKlPenalty implements KlPenalty {
    @Override
    public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
        int from = start - 1;
        long to = from + responseIds.getShape().get(1);
        if (from < 0 || to > logits.getShape().get(1)) {
            throw new IllegalArgumentException(
                    responseIds.getShape() + " from " + start + " on is too long for " + logits.getShape());
        }
        if (Float.isNaN(temperature) || temperature <= 0) {
            throw new IllegalArgumentException("tau = " + temperature + " is not positive");
        }
        NDList rows = new NDList();
        for (long row = 0; row < logits.getShape().get(0); row++) {
            NDArray here = logits.get(row).get(from + ":" + to).div(temperature);
            NDArray chosen = responseIds.get(row).expandDims(1);
            rows.add(here.logSoftmax(1).gather(chosen, 1).flatten());
        }
        return NDArrays.stack(rows);
    }

    @Override
    public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
        sameShape(logProbs, refLogProbs);
        NDArray k1 = logProbs.sub(refLogProbs.stopGradient());
        // expm1(x) = 2t / (1 - t) with t = tanh(x/2)
        NDArray t = k1.div(-2).tanh();
        NDArray k3 = t.mul(2).div(t.neg().add(1)).add(k1);
        return new KlEstimates(k1, k1.pow(2).div(2), k3);
    }

    @Override
    public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
        sameShape(logProbs, refLogProbs);
        sameShape(logProbs, responseMask);
        float[] now = logProbs.toFloatArray();
        float[] reference = refLogProbs.toFloatArray();
        boolean[] real = responseMask.toBooleanArray();
        double sum = 0;
        for (int i = 0; i < real.length; i++) {
            sum += real[i] ? now[i] - reference[i] : 0;
        }
        return (float) (sum / responseMask.getShape().get(0));
    }

    @Override
    public NDArray penalizedRewards(
            NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
        sameShape(logProbs, refLogProbs);
        sameShape(logProbs, responseMask);
        if (scores.getShape().dimension() != 1 || scores.size() != logProbs.getShape().get(0)) {
            throw new IllegalArgumentException(scores.getShape() + " scores for " + logProbs.getShape());
        }
        float[] score = scores.toFloatArray();
        float[] now = logProbs.toFloatArray();
        float[] reference = refLogProbs.toFloatArray();
        boolean[] real = responseMask.toBooleanArray();
        float[] rewards = new float[real.length];
        int columns = real.length / score.length;
        for (int row = 0; row < score.length; row++) {
            int last = -1;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                if (real[i]) {
                    rewards[i] = klCoefficient * (now[i] - reference[i]);
                    last = i;
                }
            }
            if (last >= 0) {
                rewards[last] += score[row];
            }
        }
        return logProbs.getManager().create(rewards, logProbs.getShape());
    }

    @Override
    public double adaptKlCoefficient(double klCoefficient, double kl, double target, int episodes, double horizon) {
        double error = (kl - target) / target;
        if (error > .2) {
            error = .2;
        } else if (error < -.2) {
            error = -.2;
        }
        return klCoefficient + klCoefficient * error * episodes / horizon;
    }

    private static void sameShape(NDArray one, NDArray other) {
        if (!one.getShape().equals(other.getShape())) {
            throw new IllegalArgumentException(one.getShape() + " and " + other.getShape() + " differ");
        }
    }
}
