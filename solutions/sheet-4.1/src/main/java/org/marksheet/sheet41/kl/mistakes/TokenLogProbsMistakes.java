package org.marksheet.sheet41.kl.mistakes;

import ai.djl.ndarray.NDArray;
import org.marksheet.grader.api.Mistake;

/** What goes wrong in 4.1.7.a. */
public final class TokenLogProbsMistakes {
    private TokenLogProbsMistakes() {}

    /** The logits at the token itself, which predict the next one. */
    @Mistake(value = "off-by-one", todo = "4.1.7.a")
    public static class OffByOne extends SteppedTokenLogProbs {
        @Override
        long first(long places, long tokens, int start) {
            return Math.min(start, places - tokens);
        }
    }

    /** The last places taken as the response, whatever start says. */
    @Mistake(value = "last-places", todo = "4.1.7.a")
    public static class LastPlaces extends SteppedTokenLogProbs {
        @Override
        long first(long places, long tokens, int start) {
            return places - 1 - tokens;
        }
    }

    /** The logits of the prompt's beginning. */
    @Mistake(value = "start-ignored", todo = "4.1.7.a")
    public static class StartIgnored extends SteppedTokenLogProbs {
        @Override
        long first(long places, long tokens, int start) {
            return 0;
        }
    }

    /** No temperature. */
    @Mistake(value = "temperature-ignored", todo = "4.1.7.a")
    public static class TemperatureIgnored extends SteppedTokenLogProbs {
        @Override
        NDArray scaled(NDArray logits, float temperature) {
            return logits;
        }
    }

    /** Multiplied by the temperature. */
    @Mistake(value = "temperature-multiplied", todo = "4.1.7.a")
    public static class TemperatureMultiplied extends SteppedTokenLogProbs {
        @Override
        NDArray scaled(NDArray logits, float temperature) {
            return logits.mul(temperature);
        }
    }

    /** Log-probabilities divided by the temperature, after normalising. */
    @Mistake(value = "temperature-after-softmax", todo = "4.1.7.a")
    public static class TemperatureAfterSoftmax extends SteppedTokenLogProbs {
        @Override
        public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
            requireUsable(logits, responseIds, start, temperature);
            return super.tokenLogProbs(logits, responseIds, start, 1).div(temperature);
        }
    }

    /** Probabilities without a logarithm. */
    @Mistake(value = "probabilities", todo = "4.1.7.a")
    public static class Probabilities extends SteppedTokenLogProbs {
        @Override
        NDArray normalised(NDArray scaled) {
            return scaled.softmax(-1);
        }
    }

    /** Logits as they are. */
    @Mistake(value = "not-normalised", todo = "4.1.7.a")
    public static class NotNormalised extends SteppedTokenLogProbs {
        @Override
        NDArray normalised(NDArray scaled) {
            return scaled;
        }
    }

    /** Normalised over the places of a response. */
    @Mistake(value = "softmax-over-time", todo = "4.1.7.a")
    public static class SoftmaxOverTime extends SteppedTokenLogProbs {
        @Override
        NDArray normalised(NDArray scaled) {
            return scaled.logSoftmax(1);
        }
    }

    /** The logarithm of probabilities that may have become 0. */
    @Mistake(value = "log-of-softmax", todo = "4.1.7.a")
    public static class LogOfSoftmax extends SteppedTokenLogProbs {
        @Override
        NDArray normalised(NDArray scaled) {
            return scaled.softmax(-1).log();
        }
    }

    /** Exponentials of logits as they are. */
    @Mistake(value = "softmax-overflows", todo = "4.1.7.a")
    public static class SoftmaxOverflows extends SteppedTokenLogProbs {
        @Override
        NDArray normalised(NDArray scaled) {
            return scaled.sub(scaled.exp().sum(new int[] {-1}, true).log());
        }
    }

    /** The likeliest token instead of the one that was drawn. */
    @Mistake(value = "likeliest-token", todo = "4.1.7.a")
    public static class LikeliestToken extends SteppedTokenLogProbs {
        @Override
        NDArray picked(NDArray logProbs, NDArray responseIds) {
            return logProbs.max(new int[] {2});
        }
    }

    /** Surprise instead of log-probability. */
    @Mistake(value = "sign", todo = "4.1.7.a")
    public static class Sign extends SteppedTokenLogProbs {
        @Override
        NDArray picked(NDArray logProbs, NDArray responseIds) {
            return super.picked(logProbs, responseIds).neg();
        }
    }

    /** All dimensions of size 1 removed, also those of one response or one token. */
    @Mistake(value = "squeezed", todo = "4.1.7.a")
    public static class Squeezed extends SteppedTokenLogProbs {
        @Override
        NDArray picked(NDArray logProbs, NDArray responseIds) {
            return logProbs.gather(responseIds.expandDims(2), 2).squeeze();
        }
    }

    /** The right value without a graph. */
    @Mistake(value = "cut-graph", todo = "4.1.7.a")
    public static class CutGraph extends SteppedTokenLogProbs {
        @Override
        NDArray picked(NDArray logProbs, NDArray responseIds) {
            return super.picked(logProbs, responseIds).duplicate();
        }
    }

    /** A response that does not fit is left to the engine. */
    @Mistake(value = "shapes-not-compared", todo = "4.1.7.a")
    public static class ShapesNotCompared extends SteppedTokenLogProbs {
        @Override
        void requireUsable(NDArray logits, NDArray responseIds, int start, float temperature) {
            requirePositive(temperature);
        }
    }

    /** A temperature of 0 or less is accepted. */
    @Mistake(value = "temperature-not-compared", todo = "4.1.7.a")
    public static class TemperatureNotCompared extends SteppedTokenLogProbs {
        @Override
        void requireUsable(NDArray logits, NDArray responseIds, int start, float temperature) {
            requireFit(logits.getShape(), responseIds.getShape(), start);
        }
    }

    /** The caller's logits are divided in place. */
    @Mistake(value = "changes-its-inputs", todo = "4.1.7.a")
    public static class ChangesItsInputs extends SteppedTokenLogProbs {
        @Override
        public NDArray tokenLogProbs(NDArray logits, NDArray responseIds, int start, float temperature) {
            NDArray logProbs = super.tokenLogProbs(logits, responseIds, start, temperature);
            logits.stopGradient().divi(temperature);
            return logProbs;
        }
    }
}
