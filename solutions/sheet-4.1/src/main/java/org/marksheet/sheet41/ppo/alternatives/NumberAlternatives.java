package org.marksheet.sheet41.ppo.alternatives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDManager;
import org.marksheet.grader.api.Alternative;
import org.marksheet.sheet41.ppo.PolicyLoss;
import org.marksheet.sheet41.ppo.PpoObjective;

/** Right answers that differentiate by hand. */
public final class NumberAlternatives {
    private NumberAlternatives() {}

    /** Value and slope of each token as Java numbers; the graph is a linear function with these slopes. */
    @Alternative("plain Java numbers, with slopes worked out by hand and hung onto the input")
    public static class SlopesByHand implements PpoObjective {
        @Override
        public PolicyLoss policyLoss(
                NDArray logProbs, NDArray oldLogProbs, NDArray advantages, NDArray responseMask, float clipRange) {
            Demands.equalShapes(logProbs, oldLogProbs, advantages, responseMask);
            Demands.range(clipRange, 1);
            float[] now = logProbs.toFloatArray();
            float[] old = oldLogProbs.toFloatArray();
            float[] advantage = advantages.toFloatArray();
            boolean[] real = responseMask.toBooleanArray();
            float[] slopes = new float[now.length];
            double loss = 0;
            double clips = 0;
            double squares = 0;
            int n = count(real);
            for (int i = 0; i < now.length; i++) {
                if (real[i]) {
                    double change = (double) now[i] - old[i];
                    double ratio = Math.exp(change);
                    double free = -advantage[i] * ratio;
                    double held = -advantage[i] * Math.max(1 - clipRange, Math.min(1 + clipRange, ratio));
                    loss += Math.max(free, held) / n;
                    clips += held > free ? 1. / n : 0;
                    squares += change * change / n;
                    slopes[i] = held > free ? 0 : (float) (free / n);
                }
            }
            return new PolicyLoss(
                    hung(logProbs, responseMask, loss, slopes), (float) clips, (float) (squares / 2));
        }

        @Override
        public NDArray valueLoss(
                NDArray values, NDArray oldValues, NDArray returns, NDArray responseMask, float clipRange) {
            Demands.equalShapes(values, oldValues, returns, responseMask);
            Demands.range(clipRange, Double.POSITIVE_INFINITY);
            float[] now = values.toFloatArray();
            float[] old = oldValues.toFloatArray();
            float[] target = returns.toFloatArray();
            boolean[] real = responseMask.toBooleanArray();
            float[] slopes = new float[now.length];
            double loss = 0;
            int n = count(real);
            for (int i = 0; i < now.length; i++) {
                if (real[i]) {
                    double free = (double) now[i] - target[i];
                    double moved = Math.max(-clipRange, Math.min(clipRange, (double) now[i] - old[i]));
                    double held = old[i] + moved - target[i];
                    loss += Math.max(free * free, held * held) / 2 / n;
                    boolean stopped = Math.abs(now[i] - old[i]) > clipRange && held * held > free * free;
                    slopes[i] = stopped ? 0 : (float) (free / n);
                }
            }
            return hung(values, responseMask, loss, slopes);
        }

        @Override
        public NDArray entropy(NDArray logits, NDArray responseMask) {
            Demands.maskFits(logits, responseMask);
            float[] numbers = logits.toFloatArray();
            boolean[] real = responseMask.toBooleanArray();
            int vocabulary = (int) logits.getShape().get(2);
            float[] slopes = new float[numbers.length];
            double mean = 0;
            int n = count(real);
            for (int i = 0; i < real.length; i++) {
                if (real[i]) {
                    double[] logP = logSoftmax(numbers, i * vocabulary, vocabulary);
                    double entropy = 0;
                    for (double each : logP) {
                        entropy += each < -700 ? 0 : -each * Math.exp(each);
                    }
                    for (int v = 0; v < vocabulary; v++) {
                        double slope = logP[v] < -700 ? 0 : -Math.exp(logP[v]) * (logP[v] + entropy) / n;
                        slopes[i * vocabulary + v] = (float) slope;
                    }
                    mean += entropy / n;
                }
            }
            NDArray finite = responseMask.expandDims(2).broadcast(logits.getShape())
                    .logicalAnd(logits.gt(Float.NEGATIVE_INFINITY));
            return hung(logits, finite, mean, slopes);
        }

        @Override
        public NDArray totalLoss(
                NDArray policyLoss,
                NDArray valueLoss,
                NDArray entropy,
                float valueCoefficient,
                float entropyCoefficient) {
            Demands.scalars(policyLoss, valueLoss, entropy);
            double sum = policyLoss.getFloat() + valueCoefficient * valueLoss.getFloat()
                    - entropyCoefficient * entropy.getFloat();
            NDArray line = policyLoss.add(valueLoss.mul(valueCoefficient)).sub(entropy.mul(entropyCoefficient));
            return line.sub(line.stopGradient()).add((float) sum);
        }

        private static double[] logSoftmax(float[] numbers, int from, int length) {
            double top = Double.NEGATIVE_INFINITY;
            for (int v = 0; v < length; v++) {
                top = Math.max(top, numbers[from + v]);
            }
            double sum = 0;
            for (int v = 0; v < length; v++) {
                sum += Math.exp(numbers[from + v] - top);
            }
            double[] logP = new double[length];
            for (int v = 0; v < length; v++) {
                logP[v] = numbers[from + v] - top - Math.log(sum);
            }
            return logP;
        }

        private static NDArray hung(NDArray x, NDArray where, double value, float[] slopes) {
            NDManager manager = x.getManager();
            NDArray line = NDArrays.where(where, x, x.zerosLike())
                    .mul(manager.create(slopes, x.getShape()))
                    .sum();
            return line.sub(line.stopGradient()).add((float) value);
        }

        private static int count(boolean[] real) {
            int count = 0;
            for (boolean each : real) {
                count += each ? 1 : 0;
            }
            return Math.max(count, 1);
        }
    }
}
