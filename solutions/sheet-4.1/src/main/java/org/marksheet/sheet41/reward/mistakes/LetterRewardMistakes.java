package org.marksheet.sheet41.reward.mistakes;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.marksheet.grader.api.Mistake;
import org.marksheet.sheet41.reward.TextRewards;

/** What goes wrong in 4.1.5.b. */
public final class LetterRewardMistakes {
    private LetterRewardMistakes() {}

    /** The right share in steps, of which a mistake replaces one. */
    abstract static class Stepped extends TextRewards {
        @Override
        public double letterReward(String response, char letter) {
            List<String> words = split(cased(response));
            if (words.isEmpty()) {
                return withoutWords();
            }
            char wanted = wanted(letter);
            return share(words.stream().filter(word -> matches(word, wanted)).count(), words.size());
        }

        String cased(String response) {
            return response.toLowerCase(Locale.ROOT);
        }

        char wanted(char letter) {
            return Character.toLowerCase(letter);
        }

        List<String> split(String response) {
            return runs(response, "[^\\p{L}]+");
        }

        static List<String> runs(String response, String between) {
            return Arrays.stream(response.split(between)).filter(run -> !run.isEmpty()).toList();
        }

        boolean matches(String word, char letter) {
            return word.charAt(0) == letter;
        }

        double share(long matching, int words) {
            return (double) matching / words;
        }

        double withoutWords() {
            return 0;
        }
    }

    /** Upper and lower case differ. */
    @Mistake(value = "case-sensitive", todo = "4.1.5.b")
    public static class CaseSensitive extends Stepped {
        @Override
        String cased(String response) {
            return response;
        }

        @Override
        char wanted(char letter) {
            return letter;
        }
    }

    /** The words in lower case, the letter as it came. */
    @Mistake(value = "letter-keeps-its-case", todo = "4.1.5.b")
    public static class LetterKeepsItsCase extends Stepped {
        @Override
        char wanted(char letter) {
            return letter;
        }
    }

    /** The share of characters. */
    @Mistake(value = "share-of-characters", todo = "4.1.5.b")
    public static class ShareOfCharacters extends Stepped {
        @Override
        public double letterReward(String response, char letter) {
            char wanted = wanted(letter);
            long matching = cased(response).chars().filter(character -> character == wanted).count();
            return response.isEmpty() ? 0 : (double) matching / response.length();
        }
    }

    /** Anywhere in a word. */
    @Mistake(value = "letter-anywhere", todo = "4.1.5.b")
    public static class LetterAnywhere extends Stepped {
        @Override
        boolean matches(String word, char letter) {
            return word.indexOf(letter) >= 0;
        }
    }

    /** At the end of a word. */
    @Mistake(value = "last-letter", todo = "4.1.5.b")
    public static class LastLetter extends Stepped {
        @Override
        boolean matches(String word, char letter) {
            return word.charAt(word.length() - 1) == letter;
        }
    }

    /** 1 or 0; a quotient of whole numbers is the same. */
    @Mistake(value = "all-or-nothing", todo = "4.1.5.b")
    public static class AllOrNothing extends Stepped {
        @Override
        double share(long matching, int words) {
            return matching == words ? 1 : 0;
        }
    }

    /** How many words, not which share. */
    @Mistake(value = "count", todo = "4.1.5.b")
    public static class Count extends Stepped {
        @Override
        double share(long matching, int words) {
            return matching;
        }
    }

    /** Words are what stands between blanks. */
    @Mistake(value = "splits-at-blanks", todo = "4.1.5.b")
    public static class SplitsAtBlanks extends Stepped {
        @Override
        List<String> split(String response) {
            return runs(response, "\\s+");
        }
    }

    /** Digits make words, too. */
    @Mistake(value = "digits-are-words", todo = "4.1.5.b")
    public static class DigitsAreWords extends Stepped {
        @Override
        List<String> split(String response) {
            return runs(response, "[^\\p{L}\\p{N}]+");
        }
    }

    /** An apostrophe joins what stands beside it. */
    @Mistake(value = "apostrophe-joins", todo = "4.1.5.b")
    public static class ApostropheJoins extends Stepped {
        @Override
        List<String> split(String response) {
            return runs(response, "[^\\p{L}'\u2019]+");
        }
    }

    /** English letters only. */
    @Mistake(value = "ascii-letters-only", todo = "4.1.5.b")
    public static class AsciiLettersOnly extends Stepped {
        @Override
        List<String> split(String response) {
            return runs(response, "[^a-z]+");
        }
    }

    /** Nothing is perfect. */
    @Mistake(value = "no-word-is-one", todo = "4.1.5.b")
    public static class NoWordIsOne extends Stepped {
        @Override
        double withoutWords() {
            return 1;
        }
    }

    /** 0 divided by 0. */
    @Mistake(value = "no-word-is-nan", todo = "4.1.5.b")
    public static class NoWordIsNaN extends Stepped {
        @Override
        double withoutWords() {
            return Double.NaN;
        }
    }
}
