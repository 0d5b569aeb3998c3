package org.marksheet.sheet41.preference.alternatives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.stream.IntStream;
import org.marksheet.grader.api.Alternative;
import org.marksheet.sheet41.preference.Preferences;

/** Right answers by other formulas, tensor by tensor, and in numbers. */
public final class PreferenceAlternatives {
    private PreferenceAlternatives() {}

    /** A classifier with two classes, of which the first is right. */
    @Alternative("a softmax over the two answers of a pair, as a classifier has it")
    public static class TwoClasses implements Preferences {
        @Override
        public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
            Demands.equalShapes(chosen, rejected, margin);
            NDArray logits = NDArrays.stack(new NDList(chosen.sub(margin.stopGradient()), rejected), 1);
            return logits.logSoftmax(1).get(":, 0").mean().neg();
        }

        @Override
        public float rankingAccuracy(NDArray chosen, NDArray rejected) {
            Demands.equalShapes(chosen, rejected);
            // argMax takes the first of equals: the chosen answer stands last.
            NDArray winners = NDArrays.stack(new NDList(rejected, chosen), 1).argMax(1);
            return (float) winners.sum().getLong() / chosen.size();
        }
    }

    /** Each pair is a scalar of its own; which way round it is decides the formula. */
    @Alternative("a loop over pairs, with a scalar tensor for each")
    public static class PairByPair implements Preferences {
        @Override
        public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
            Demands.equalShapes(chosen, rejected, margin);
            float[] asked = margin.toFloatArray();
            NDArray sum = chosen.getManager().create(0f);
            for (int i = 0; i < asked.length; i++) {
                NDArray behind = rejected.get(i).sub(chosen.get(i)).add(asked[i]);
                if (behind.getFloat() > 0) {
                    // log(1 + e^x) = x + log(1 + e^-x)
                    sum = sum.add(behind).add(behind.neg().exp().add(1).log());
                } else {
                    sum = sum.add(behind.exp().add(1).log());
                }
            }
            return sum.div(asked.length);
        }

        @Override
        public float rankingAccuracy(NDArray chosen, NDArray rejected) {
            Demands.equalShapes(chosen, rejected);
            float share = 0;
            for (int i = 0; i < chosen.size(); i++) {
                if (rejected.get(i).sub(chosen.get(i)).getFloat() < 0) {
                    share += 1f / chosen.size();
                }
            }
            return share;
        }
    }

    /** Value and slope of each pair as Java numbers; the graph is a linear function with these slopes. */
    @Alternative("plain Java numbers, with slopes worked out by hand and hung onto the input")
    public static class SlopesByHand implements Preferences {
        @Override
        public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
            Demands.equalShapes(chosen, rejected, margin);
            float[] winners = chosen.toFloatArray();
            float[] losers = rejected.toFloatArray();
            float[] asked = margin.toFloatArray();
            float[] slopes = new float[winners.length];
            double loss = 0;
            for (int i = 0; i < slopes.length; i++) {
                double ahead = (double) winners[i] - losers[i] - asked[i];
                double lost = 1 / (1 + Math.exp(ahead));
                loss += ahead < -30 ? -ahead : -Math.log1p(-lost);
                slopes[i] = (float) (-lost / slopes.length);
            }
            NDArray line = chosen.sub(rejected).mul(chosen.getManager().create(slopes)).sum();
            return line.sub(line.stopGradient()).add((float) (loss / slopes.length));
        }

        @Override
        public float rankingAccuracy(NDArray chosen, NDArray rejected) {
            Demands.equalShapes(chosen, rejected);
            float[] winners = chosen.toFloatArray();
            float[] losers = rejected.toFloatArray();
            long failures = IntStream.range(0, winners.length).filter(i -> winners[i] <= losers[i]).count();
            return 1 - (float) failures / winners.length;
        }
    }
}
