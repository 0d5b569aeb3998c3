package org.marksheet.sheet41.preference.lookalikes;

import ai.djl.ndarray.NDArray;
import org.marksheet.grader.api.Lookalike;

/** Mistakes of 4.1.4 written a second time, two at once, and wrongs that nobody has a name for. */
public final class PreferenceLookalikes {
    private PreferenceLookalikes() {}

    /** The worse answer is to be ahead. */
    @Lookalike(todo = "4.1.4.a", of = "swapped")
    public static class TheWorseAhead extends PlainPairs {
        @Override
        double[] cost(double lead, double least) {
            double[] mirrored = super.cost(-lead, least);
            return new double[] {mirrored[0], -mirrored[1]};
        }
    }

    /** The whole batch in one number. */
    @Lookalike(todo = "4.1.4.a", of = "sum-for-mean")
    public static class Total extends PlainPairs {
        @Override
        double divisor(int pairs) {
            return 1;
        }
    }

    /** The margin is a present. */
    @Lookalike(todo = "4.1.4.a", of = "margin-added")
    public static class HeadStart extends PlainPairs {
        @Override
        double[] cost(double lead, double least) {
            return super.cost(lead, -least);
        }
    }

    /** No margin. */
    @Lookalike(todo = "4.1.4.a", of = "margin-ignored")
    public static class ALeadIsALead extends PlainPairs {
        @Override
        double[] cost(double lead, double least) {
            return super.cost(lead, 0);
        }
    }

    /** The formula as it stands in books, in tensors, since Java's numbers bear more. */
    @Lookalike(todo = "4.1.4.a", of = "log-of-sigmoid")
    public static class AsItStands extends PlainPairs {
        @Override
        public NDArray bradleyTerryLoss(NDArray chosen, NDArray rejected, NDArray margin) {
            same(chosen, rejected);
            same(chosen, margin);
            NDArray odds = rejected.add(margin.stopGradient()).sub(chosen).exp();
            return odds.add(1).log().sum().div(chosen.size());
        }
    }

    /** Nothing to learn once the margin is reached. */
    @Lookalike(todo = "4.1.4.a", of = "hinge")
    public static class EnoughIsEnough extends PlainPairs {
        @Override
        double[] cost(double lead, double least) {
            return lead > least ? new double[] {0, 0} : new double[] {least - lead, -1};
        }
    }

    /** Two at once: the worse answer is to be ahead, in one number for the whole batch. */
    @Lookalike(todo = "4.1.4.a")
    public static class TheWorseAheadInTotal extends TheWorseAhead {
        @Override
        double divisor(int pairs) {
            return 1;
        }
    }

    /** Two at once: a head start, and the logarithm is forgotten. */
    @Lookalike(todo = "4.1.4.a")
    public static class HeadStartInProbability extends PlainPairs {
        @Override
        double[] cost(double lead, double least) {
            double won = 1 / (1 + Math.exp(-lead - least));
            return new double[] {-won, -won * (1 - won)};
        }
    }

    /** Nobody's mistake yet: bits for nats. */
    @Lookalike(todo = "4.1.4.a")
    public static class InBits extends PlainPairs {
        @Override
        double divisor(int pairs) {
            return pairs * Math.log(2);
        }
    }

    /** Not worse is good enough. */
    @Lookalike(todo = "4.1.4.b", of = "ties-count")
    public static class NotWorse extends PlainPairs {
        @Override
        float success(float good, float bad) {
            return good < bad ? 0 : 1;
        }
    }

    /** Nobody's mistake yet: both must lie on their side of 0. */
    @Lookalike(todo = "4.1.4.b")
    public static class OnEitherSideOfZero extends PlainPairs {
        @Override
        float success(float good, float bad) {
            return good > 0 && bad < 0 ? 1 : 0;
        }
    }
}
