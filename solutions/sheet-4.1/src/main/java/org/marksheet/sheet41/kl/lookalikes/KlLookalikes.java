package org.marksheet.sheet41.kl.lookalikes;

import org.marksheet.grader.api.Lookalike;

/** Mistakes of 4.1.7 written a second time, two at once, and wrongs that nobody has a name for. */
public final class KlLookalikes {
    private KlLookalikes() {}

    /** The place of the token itself. */
    @Lookalike(todo = "4.1.7.a", of = "off-by-one")
    public static class OnePlaceLate extends PlainNumbers {
        @Override
        int place(int start, int token, int length, int places) {
            return start + token;
        }
    }

    /** Counted from the end. */
    @Lookalike(todo = "4.1.7.a", of = "last-places")
    public static class FromTheEnd extends PlainNumbers {
        @Override
        int place(int start, int token, int length, int places) {
            return places - 1 - length + token;
        }
    }

    /** Temperature 1, always. */
    @Lookalike(todo = "4.1.7.a", of = "temperature-ignored")
    public static class AlwaysOne extends PlainNumbers {
        @Override
        double[] logProbs(float[] logits, float temperature) {
            return super.logProbs(logits, 1);
        }

        @Override
        double slope(double logP, float temperature) {
            return 1;
        }
    }

    /** Not a logarithm. */
    @Lookalike(todo = "4.1.7.a", of = "probabilities")
    public static class NoLogarithm extends PlainNumbers {
        @Override
        double value(double logP, float temperature) {
            return Math.exp(logP);
        }

        @Override
        double slope(double logP, float temperature) {
            return Math.exp(logP) / temperature;
        }
    }

    /** A negative number made positive. */
    @Lookalike(todo = "4.1.7.b", of = "k1-absolute")
    public static class SizeOfChange extends PlainNumbers {
        @Override
        double[] estimate(int k, double change, double logP) {
            return k == 1 ? new double[] {Math.abs(change), Math.signum(change)} : super.estimate(k, change, logP);
        }
    }

    /** The third estimate with the roles swapped. */
    @Lookalike(todo = "4.1.7.b", of = "k3-reversed")
    public static class RolesSwapped extends PlainNumbers {
        @Override
        double[] estimate(int k, double change, double logP) {
            return k == 3
                    ? new double[] {Math.exp(change) - 1 - change, Math.exp(change) - 1}
                    : super.estimate(k, change, logP);
        }
    }

    /** The square as it is. */
    @Lookalike(todo = "4.1.7.b", of = "half-missing")
    public static class WholeSquare extends PlainNumbers {
        @Override
        double[] estimate(int k, double change, double logP) {
            return k == 2 ? new double[] {change * change, 2 * change} : super.estimate(k, change, logP);
        }
    }

    /** An average per token. */
    @Lookalike(todo = "4.1.7.c", of = "token-mean")
    public static class PerToken extends PlainNumbers {
        @Override
        double divisor(int rows, int tokens, int places) {
            return tokens;
        }
    }

    /** A total. */
    @Lookalike(todo = "4.1.7.c", of = "sum-over-the-batch")
    public static class Total extends PlainNumbers {
        @Override
        double divisor(int rows, int tokens, int places) {
            return 1;
        }
    }

    /** The reference is left for a reward. */
    @Lookalike(todo = "4.1.7.d", of = "plus-beta")
    public static class ABonus extends PlainNumbers {
        @Override
        double penalty(double change, double beta) {
            return beta * change;
        }
    }

    /** The penalty of the last token is lost. */
    @Lookalike(todo = "4.1.7.d", of = "score-overwrites")
    public static class ScoreAlone extends PlainNumbers {
        @Override
        void pay(float[] rewards, int row, int column, float score) {
            rewards[row + column] = score;
        }
    }

    /** A penalty that is never negative. */
    @Lookalike(todo = "4.1.7.d", of = "k3-for-k1")
    public static class NeverABonus extends PlainNumbers {
        @Override
        double penalty(double change, double beta) {
            return -beta * (Math.exp(-change) - 1 + change);
        }
    }

    /** Any step. */
    @Lookalike(todo = "4.1.7.e", of = "not-clipped")
    public static class AnyStep extends PlainNumbers {
        @Override
        public double adaptKlCoefficient(
                double klCoefficient, double kl, double target, int episodes, double horizon) {
            return klCoefficient * (horizon + (kl / target - 1) * episodes) / horizon;
        }
    }

    /** The wrong direction. */
    @Lookalike(todo = "4.1.7.e", of = "sign")
    public static class WrongDirection extends PlainNumbers {
        @Override
        public double adaptKlCoefficient(
                double klCoefficient, double kl, double target, int episodes, double horizon) {
            return 2 * klCoefficient - super.adaptKlCoefficient(klCoefficient, kl, target, episodes, horizon);
        }
    }

    /** Two at once: one place late, and at temperature 1. */
    @Lookalike(todo = "4.1.7.a")
    public static class LateAndAlwaysOne extends AlwaysOne {
        @Override
        int place(int start, int token, int length, int places) {
            return start + token;
        }
    }

    /** Two at once: the whole square, and the third estimate with the roles swapped. */
    @Lookalike(todo = "4.1.7.b")
    public static class SwappedAndWhole extends RolesSwapped {
        @Override
        double[] estimate(int k, double change, double logP) {
            return k == 2 ? new double[] {change * change, 2 * change} : super.estimate(k, change, logP);
        }
    }

    /** Two at once: a bonus, and the score alone at the end. */
    @Lookalike(todo = "4.1.7.d")
    public static class BonusAndScoreAlone extends ABonus {
        @Override
        void pay(float[] rewards, int row, int column, float score) {
            rewards[row + column] = score;
        }
    }

    /** Nobody's mistake yet: base-2 logarithms. */
    @Lookalike(todo = "4.1.7.a")
    public static class InBits extends PlainNumbers {
        @Override
        double value(double logP, float temperature) {
            return logP / Math.log(2);
        }

        @Override
        double slope(double logP, float temperature) {
            return 1 / Math.log(2) / temperature;
        }
    }

    /** Nobody's mistake yet: the root of beta. */
    @Lookalike(todo = "4.1.7.d")
    public static class RootOfBeta extends PlainNumbers {
        @Override
        double penalty(double change, double beta) {
            return -Math.sqrt(beta) * change;
        }
    }

    /** Nobody's mistake yet: the score on the last token but one. */
    @Lookalike(todo = "4.1.7.d")
    public static class LastButOne extends PlainNumbers {
        @Override
        int scored(int last, int columns) {
            return Math.max(0, last - 1);
        }
    }

    /** Nobody's mistake yet: divided by the root of the number of rows. */
    @Lookalike(todo = "4.1.7.c")
    public static class RootOfRows extends PlainNumbers {
        @Override
        double divisor(int rows, int tokens, int places) {
            return Math.sqrt(rows);
        }
    }

    /** Nobody's mistake yet: bounded at a half. */
    @Lookalike(todo = "4.1.7.e")
    public static class LooselyBounded extends PlainNumbers {
        @Override
        public double adaptKlCoefficient(
                double klCoefficient, double kl, double target, int episodes, double horizon) {
            double off = Math.max(-.5, Math.min(.5, kl / target - 1));
            return klCoefficient * (1 + off * episodes / horizon);
        }
    }
}
