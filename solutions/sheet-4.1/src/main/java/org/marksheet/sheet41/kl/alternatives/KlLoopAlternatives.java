package org.marksheet.sheet41.kl.alternatives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import org.marksheet.grader.api.Alternative;
import org.marksheet.sheet41.kl.KlEstimates;
import org.marksheet.sheet41.kl.KlPenalty;

/** Right answers in plain loops. */
public final class KlLoopAlternatives {
    private KlLoopAlternatives() {}

    /** Each token is a tensor of one number; all are stacked at the end. */
    @Alternative("a loop over tokens, each a small tensor")
    public static class TokenByToken implements KlPenalty {
        @Override
        public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
            Demands.response(logits, responseIds, start, temperature);
            long[] ids = responseIds.toLongArray();
            int columns = (int) responseIds.getShape().get(1);
            NDList all = new NDList();
            for (int i = 0; i < ids.length; i++) {
                NDArray here = logits.get(i / columns).get(start - 1 + i % columns).mul(1 / temperature);
                NDArray largest = here.max().stopGradient();
                NDArray logSum = here.sub(largest).exp().sum().log().add(largest);
                all.add(here.get(ids[i]).sub(logSum));
            }
            return NDArrays.stack(all).reshape(responseIds.getShape());
        }

        @Override
        public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
            Demands.equalShapes(logProbs, refLogProbs);
            float[] reference = refLogProbs.toFloatArray();
            float[] now = logProbs.toFloatArray();
            NDArray flat = logProbs.flatten();
            NDList k1 = new NDList();
            NDList k2 = new NDList();
            NDList k3 = new NDList();
            for (int i = 0; i < reference.length; i++) {
                NDArray change = flat.get(i).sub(reference[i]);
                k1.add(change);
                k2.add(change.mul(change).mul(.5f));
                // Near 0 the series, where the formula loses its digits.
                k3.add(
                        Math.abs(reference[i] - now[i]) < .01f
                                ? change.mul(change).mul(change.mul(-1 / 3f).add(1)).mul(.5f)
                                : change.neg().exp().add(change).sub(1));
            }
            Shape shape = logProbs.getShape();
            return new KlEstimates(
                    NDArrays.stack(k1).reshape(shape),
                    NDArrays.stack(k2).reshape(shape),
                    NDArrays.stack(k3).reshape(shape));
        }

        @Override
        public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            float[] now = logProbs.toFloatArray();
            float[] reference = refLogProbs.toFloatArray();
            boolean[] real = responseMask.toBooleanArray();
            float sum = 0;
            for (int i = 0; i < real.length; i++) {
                if (real[i]) {
                    sum += now[i] - reference[i];
                }
            }
            return sum / responseMask.getShape().get(0);
        }

        @Override
        public NDArray penalizedRewards(
                NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            Demands.rows(scores, logProbs);
            float[] score = scores.toFloatArray();
            float[] now = logProbs.toFloatArray();
            float[] reference = refLogProbs.toFloatArray();
            boolean[] real = responseMask.toBooleanArray();
            int columns = real.length / score.length;
            float[] rewards = new float[real.length];
            for (int row = 0; row < score.length; row++) {
                int last = -1;
                for (int i = row * columns; i < (row + 1) * columns; i++) {
                    if (real[i]) {
                        rewards[i] = klCoefficient * (reference[i] - now[i]);
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
        public double adaptKlCoefficient(
                double klCoefficient, double kl, double target, int episodes, double horizon) {
            double share = kl / target;
            if (share > 1.2) {
                share = 1.2;
            } else if (share < .8) {
                share = .8;
            }
            return klCoefficient + klCoefficient * (share - 1) * episodes / horizon;
        }
    }

    /** Values and slopes as Java numbers; the graph is a linear function with these slopes. */
    @Alternative("plain Java numbers, with slopes worked out by hand and hung onto the input")
    public static class SlopesByHand implements KlPenalty {
        @Override
        public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
            Demands.response(logits, responseIds, start, temperature);
            float[] numbers = logits.toFloatArray();
            long[] ids = responseIds.toLongArray();
            int columns = (int) responseIds.getShape().get(1);
            int places = (int) logits.getShape().get(1);
            int vocabulary = (int) logits.getShape().get(2);
            float[] values = new float[ids.length];
            float[] slopes = new float[ids.length * numbers.length];
            for (int i = 0; i < ids.length; i++) {
                int from = (i / columns * places + start - 1 + i % columns) * vocabulary;
                double top = Double.NEGATIVE_INFINITY;
                for (int v = 0; v < vocabulary; v++) {
                    top = Math.max(top, numbers[from + v] / temperature);
                }
                double sum = 0;
                for (int v = 0; v < vocabulary; v++) {
                    sum += Math.exp(numbers[from + v] / temperature - top);
                }
                for (int v = 0; v < vocabulary; v++) {
                    double p = Math.exp(numbers[from + v] / temperature - top) / sum;
                    slopes[i * numbers.length + from + v] = (float) (((v == ids[i] ? 1 : 0) - p) / temperature);
                }
                values[i] = (float) (numbers[from + (int) ids[i]] / temperature - top - Math.log(sum));
            }
            NDArray line = logits.getManager()
                    .create(slopes, new Shape(ids.length, numbers.length))
                    .matMul(logits.reshape(-1, 1))
                    .reshape(responseIds.getShape());
            return hung(line, values);
        }

        @Override
        public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
            Demands.equalShapes(logProbs, refLogProbs);
            float[] now = logProbs.toFloatArray();
            float[] reference = refLogProbs.toFloatArray();
            float[][] values = new float[3][now.length];
            float[][] slopes = new float[3][now.length];
            for (int i = 0; i < now.length; i++) {
                double x = (double) reference[i] - now[i];
                values[0][i] = (float) -x;
                values[1][i] = (float) (x * x / 2);
                values[2][i] = (float) (Math.expm1(x) - x);
                slopes[0][i] = 1;
                slopes[1][i] = (float) -x;
                slopes[2][i] = (float) -Math.expm1(x);
            }
            NDArray[] estimates = new NDArray[3];
            for (int k = 0; k < 3; k++) {
                NDArray slope = logProbs.getManager().create(slopes[k], logProbs.getShape());
                estimates[k] = hung(logProbs.mul(slope), values[k]);
            }
            return new KlEstimates(estimates[0], estimates[1], estimates[2]);
        }

        @Override
        public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            int columns = (int) responseMask.getShape().get(1);
            int rows = (int) responseMask.getShape().get(0);
            double mean = 0;
            for (int row = 0; row < rows; row++) {
                boolean[] real = responseMask.get(row).toBooleanArray();
                float[] now = logProbs.get(row).toFloatArray();
                float[] reference = refLogProbs.get(row).toFloatArray();
                double sum = 0;
                for (int column = 0; column < columns; column++) {
                    sum += real[column] ? (double) now[column] - reference[column] : 0;
                }
                mean += sum / rows;
            }
            return (float) mean;
        }

        @Override
        public NDArray penalizedRewards(
                NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            Demands.rows(scores, logProbs);
            boolean[] real = responseMask.toBooleanArray();
            int columns = (int) responseMask.getShape().get(1);
            float[] rewards = new float[real.length];
            // From the end: the first real token that is met in a row is its last one.
            boolean open = true;
            for (int i = real.length - 1; i >= 0; i--) {
                open |= i % columns == columns - 1;
                if (real[i]) {
                    float kl = logProbs.toFloatArray()[i] - refLogProbs.toFloatArray()[i];
                    rewards[i] = (open ? scores.toFloatArray()[i / columns] : 0) - klCoefficient * kl;
                    open = false;
                }
            }
            return scores.getManager().create(rewards, responseMask.getShape());
        }

        @Override
        public double adaptKlCoefficient(
                double klCoefficient, double kl, double target, int episodes, double horizon) {
            double error = (kl - target) / target;
            return klCoefficient * (horizon + Math.copySign(Math.min(Math.abs(error), .2), error) * episodes) / horizon;
        }

        private static NDArray hung(NDArray line, float[] values) {
            return line.sub(line.stopGradient()).add(line.getManager().create(values, line.getShape()));
        }
    }

    /** Each row is cut down to its tokens. */
    @Alternative("a loop over rows, each cut down to its tokens")
    public static class RowByRow implements KlPenalty {
        @Override
        public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
            Demands.response(logits, responseIds, start, temperature);
            long columns = responseIds.getShape().get(1);
            NDList rows = new NDList();
            for (long row = 0; row < logits.getShape().get(0); row++) {
                NDArray here = logits.get(row).get((start - 1) + ":" + (start - 1 + columns));
                NDArray chosen = responseIds.get(row).expandDims(1);
                rows.add(here.div(temperature).logSoftmax(1).gather(chosen, 1).flatten());
            }
            return NDArrays.stack(rows);
        }

        @Override
        public KlEstimates klEstimates(NDArray logProbs, NDArray refLogProbs) {
            Demands.equalShapes(logProbs, refLogProbs);
            NDList k1 = new NDList();
            NDList k3 = new NDList();
            for (long row = 0; row < logProbs.getShape().get(0); row++) {
                NDArray change = logProbs.get(row).sub(refLogProbs.get(row).stopGradient());
                k1.add(change);
                NDArray tangent = change.div(-2).tanh();
                // e^x - 1 = 2 t / (1 - t) with t = tanh(x/2)
                k3.add(tangent.mul(2).div(tangent.neg().add(1)).add(change));
            }
            NDArray all = NDArrays.stack(k1);
            return new KlEstimates(all, all.pow(2).div(2), NDArrays.stack(k3));
        }

        @Override
        public float sequenceKl(NDArray logProbs, NDArray refLogProbs, NDArray responseMask) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            long rows = logProbs.getShape().get(0);
            float total = 0;
            for (long row = 0; row < rows; row++) {
                NDArray mask = responseMask.get(row);
                if (mask.any().getBoolean()) {
                    total += logProbs.get(row).booleanMask(mask).sum().getFloat()
                            - refLogProbs.get(row).booleanMask(mask).sum().getFloat();
                }
            }
            return total / rows;
        }

        @Override
        public NDArray penalizedRewards(
                NDArray scores, NDArray logProbs, NDArray refLogProbs, NDArray responseMask, float klCoefficient) {
            Demands.equalShapes(logProbs, refLogProbs, responseMask);
            Demands.rows(scores, logProbs);
            NDList rows = new NDList();
            for (long row = 0; row < logProbs.getShape().get(0); row++) {
                boolean[] real = responseMask.get(row).toBooleanArray();
                NDArray kl = logProbs.get(row).sub(refLogProbs.get(row)).mul(klCoefficient);
                NDArray rewards = logProbs.getManager().zeros(new Shape(real.length));
                for (int column = real.length - 1, seen = 0; column >= 0; column--) {
                    if (real[column]) {
                        float score = seen++ == 0 ? scores.getFloat(row) : 0;
                        rewards.set(new NDIndex(column), score - kl.getFloat(column));
                    }
                }
                rows.add(rewards);
            }
            return NDArrays.stack(rows);
        }

        @Override
        public double adaptKlCoefficient(
                double klCoefficient, double kl, double target, int episodes, double horizon) {
            double least = klCoefficient * (1 - .2 * episodes / horizon);
            double most = klCoefficient * (1 + .2 * episodes / horizon);
            double free = klCoefficient * (1 + (kl / target - 1) * episodes / horizon);
            return Math.max(least, Math.min(most, free));
        }
    }
}
