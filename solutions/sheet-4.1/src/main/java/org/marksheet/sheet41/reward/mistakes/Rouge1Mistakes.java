package org.marksheet.sheet41.reward.mistakes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.reward.TextRewards;

/** What goes wrong in 4.1.5.c. */
public final class Rouge1Mistakes {
    private Rouge1Mistakes() {}

    /** The right score in steps, of which a mistake replaces one. */
    abstract static class Stepped extends TextRewards {
        @Override
        public double rouge1(String candidate, String reference) {
            List<String> candidateUnits = units(runs(cased(candidate), between()));
            List<String> referenceUnits = units(runs(cased(reference), between()));
            return score(matches(candidateUnits, referenceUnits), candidateUnits.size(), referenceUnits.size());
        }

        String cased(String text) {
            return text.toLowerCase(Locale.ROOT);
        }

        String between() {
            return "[^\\p{L}\\p{Nd}]+";
        }

        static List<String> runs(String text, String between) {
            return Arrays.stream(text.split(between)).filter(run -> !run.isEmpty()).toList();
        }

        List<String> units(List<String> words) {
            return words;
        }

        int matches(List<String> candidate, List<String> reference) {
            return overlap(candidate, reference);
        }

        double score(double matches, int candidate, int reference) {
            if (candidate == 0 || reference == 0) {
                return withoutWords(candidate + reference);
            }
            return matches == 0 ? 0 : mean(matches / candidate, matches / reference);
        }

        double withoutWords(int words) {
            return 0;
        }

        double mean(double precision, double recall) {
            return 2 * precision * recall / (precision + recall);
        }
    }

    /** A repeated word matches each time. */
    @Mistake(value = "not-clipped", todo = "4.1.5.c")
    public static class NotClipped extends Stepped {
        @Override
        int matches(List<String> candidate, List<String> reference) {
            return (int) candidate.stream().filter(reference::contains).count();
        }
    }

    /** Each word counts once, however often it stands there. */
    @Mistake(value = "sets", todo = "4.1.5.c")
    public static class Sets extends Stepped {
        @Override
        List<String> units(List<String> words) {
            return words.stream().distinct().toList();
        }
    }

    /** Pairs of neighbours. */
    @Mistake(value = "bigrams", todo = "4.1.5.c")
    public static class Bigrams extends Stepped {
        @Override
        List<String> units(List<String> words) {
            List<String> pairs = new ArrayList<>();
            for (int i = 1; i < words.size(); i++) {
                pairs.add(words.get(i - 1) + " " + words.get(i));
            }
            return pairs;
        }
    }

    /** The longest common subsequence, which is ROUGE-L. */
    @Mistake(value = "in-order-only", todo = "4.1.5.c")
    public static class InOrderOnly extends Stepped {
        @Override
        int matches(List<String> candidate, List<String> reference) {
            int[][] longest = new int[candidate.size() + 1][reference.size() + 1];
            for (int i = 1; i <= candidate.size(); i++) {
                for (int j = 1; j <= reference.size(); j++) {
                    longest[i][j] = candidate.get(i - 1).equals(reference.get(j - 1))
                            ? longest[i - 1][j - 1] + 1
                            : Math.max(longest[i - 1][j], longest[i][j - 1]);
                }
            }
            return longest[candidate.size()][reference.size()];
        }
    }

    /** The share of the reference. */
    @Mistake(value = "recall", todo = "4.1.5.c")
    public static class Recall extends Stepped {
        @Override
        double mean(double precision, double recall) {
            return recall;
        }
    }

    /** The share of the candidate. */
    @Mistake(value = "precision", todo = "4.1.5.c")
    public static class Precision extends Stepped {
        @Override
        double mean(double precision, double recall) {
            return precision;
        }
    }

    /** The arithmetic mean. */
    @Mistake(value = "arithmetic-mean", todo = "4.1.5.c")
    public static class ArithmeticMean extends Stepped {
        @Override
        double mean(double precision, double recall) {
            return (precision + recall) / 2;
        }
    }

    /** The product without its 2. */
    @Mistake(value = "factor-missing", todo = "4.1.5.c")
    public static class FactorMissing extends Stepped {
        @Override
        double mean(double precision, double recall) {
            return precision * recall / (precision + recall);
        }
    }

    /** The share of what both have together. */
    @Mistake(value = "share-of-the-union", todo = "4.1.5.c")
    public static class ShareOfTheUnion extends Stepped {
        @Override
        double mean(double precision, double recall) {
            return 1 / (1 / precision + 1 / recall - 1);
        }
    }

    /** Upper and lower case differ. */
    @Mistake(value = "case-sensitive", todo = "4.1.5.c")
    public static class CaseSensitive extends Stepped {
        @Override
        String cased(String text) {
            return text;
        }
    }

    /** Marks stick to words. */
    @Mistake(value = "splits-at-blanks", todo = "4.1.5.c")
    public static class SplitsAtBlanks extends Stepped {
        @Override
        String between() {
            return "\\s+";
        }
    }

    /** Numbers fall out. */
    @Mistake(value = "digits-dropped", todo = "4.1.5.c")
    public static class DigitsDropped extends Stepped {
        @Override
        String between() {
            return "[^\\p{L}]+";
        }
    }

    /** English letters only. */
    @Mistake(value = "ascii-letters-only", todo = "4.1.5.c")
    public static class AsciiLettersOnly extends Stepped {
        @Override
        String between() {
            return "[^a-z0-9]+";
        }
    }

    /** An apostrophe joins what stands beside it. */
    @Mistake(value = "apostrophe-joins", todo = "4.1.5.c")
    public static class ApostropheJoins extends Stepped {
        @Override
        String between() {
            return "[^\\p{L}\\p{Nd}']+";
        }
    }

    /** Two texts without words are alike. */
    @Mistake(value = "no-word-is-one", todo = "4.1.5.c")
    public static class NoWordIsOne extends Stepped {
        @Override
        double withoutWords(int words) {
            return words == 0 ? 1 : 0;
        }
    }

    /** 0 divided by 0 where a text has no word. */
    @Mistake(value = "no-word-is-nan", todo = "4.1.5.c")
    public static class NoWordIsNaN extends Stepped {
        @Override
        double withoutWords(int words) {
            return Double.NaN;
        }
    }

    /** 0 divided by 0 where precision and recall are 0. */
    @Mistake(value = "no-match-is-nan", todo = "4.1.5.c")
    public static class NoMatchIsNaN extends Stepped {
        @Override
        double score(double matches, int candidate, int reference) {
            return matches == 0 && candidate > 0 && reference > 0
                    ? Double.NaN
                    : super.score(matches, candidate, reference);
        }
    }

    /** Neither case is looked after. */
    @Mistake(value = "nothing-guarded", todo = "4.1.5.c")
    public static class NothingGuarded extends Stepped {
        @Override
        double score(double matches, int candidate, int reference) {
            return mean(matches / candidate, matches / reference);
        }
    }
}
