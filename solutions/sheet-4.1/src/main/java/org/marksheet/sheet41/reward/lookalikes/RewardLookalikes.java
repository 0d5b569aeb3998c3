package org.marksheet.sheet41.reward.lookalikes;

import org.marksheet.grader.api.Lookalike;

/** Mistakes of 4.1.5 written a second time, two at once, and wrongs that nobody has a name for. */
public final class RewardLookalikes {
    private RewardLookalikes() {}

    /** The other class. */
    @Lookalike(todo = "4.1.5.a", of = "class-0")
    public static class TheOtherClass extends PlainLoops {
        @Override
        double reward(double[] logits) {
            double all = 0;
            for (double logit : logits) {
                all += Math.exp(logit - logits[0]);
            }
            return 1 / all;
        }
    }

    /** A logistic curve over one logit. */
    @Lookalike(todo = "4.1.5.a", of = "sigmoid")
    public static class LogisticCurve extends PlainLoops {
        @Override
        double reward(double[] logits) {
            return Math.exp(logits[1]) / (1 + Math.exp(logits[1]));
        }
    }

    /** No letter is folded. */
    @Lookalike(todo = "4.1.5.b", of = "case-sensitive")
    public static class Unfolded extends PlainLoops {
        @Override
        String folded(String text) {
            return text;
        }
    }

    /** Somewhere in the word. */
    @Lookalike(todo = "4.1.5.b", of = "letter-anywhere")
    public static class Somewhere extends PlainLoops {
        @Override
        boolean begins(String word, char letter) {
            return word.contains(String.valueOf(letter));
        }
    }

    /** Every repetition counts. */
    @Lookalike(todo = "4.1.5.c", of = "not-clipped")
    public static class EveryRepetition extends PlainLoops {
        @Override
        double common(int candidate, int reference) {
            return reference > 0 ? candidate : 0;
        }
    }

    /** What was found of the reference. */
    @Lookalike(todo = "4.1.5.c", of = "recall")
    public static class FoundAgain extends PlainLoops {
        @Override
        double score(double common, int candidate, int reference) {
            return common / reference;
        }
    }

    /** Two at once: unfolded, and somewhere. */
    @Lookalike(todo = "4.1.5.b")
    public static class UnfoldedSomewhere extends Unfolded {
        @Override
        boolean begins(String word, char letter) {
            return word.indexOf(letter) >= 0;
        }
    }

    /** Two at once: every repetition, and recall. */
    @Lookalike(todo = "4.1.5.c")
    public static class RepetitionsFoundAgain extends EveryRepetition {
        @Override
        double score(double common, int candidate, int reference) {
            return common / reference;
        }
    }

    /** Nobody's mistake yet: how much likelier the positive class is. */
    @Lookalike(todo = "4.1.5.a")
    public static class Lead extends PlainLoops {
        @Override
        double reward(double[] logits) {
            return 2 * super.reward(logits) - 1;
        }
    }

    /** Nobody's mistake yet: the square of the share. */
    @Lookalike(todo = "4.1.5.b")
    public static class SquaredShare extends PlainLoops {
        @Override
        double share(double matching, double words) {
            return matching * matching / words / words;
        }
    }

    /** Nobody's mistake yet: the geometric mean. */
    @Lookalike(todo = "4.1.5.c")
    public static class GeometricMean extends PlainLoops {
        @Override
        double score(double common, int candidate, int reference) {
            return common / Math.sqrt((double) candidate * reference);
        }
    }
}
