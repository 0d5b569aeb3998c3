package org.marksheet.sheet41.chat;

import java.util.Locale;
import java.util.regex.Pattern;
import org.marksheet.sheet41.reward.Rewards;

/** Something that can be looked up in an answer: whether an instruction was followed. */
public sealed interface Rule {
    /** Returns the rule in words, such as {@code every word begins with "a"}. */
    String text();

    /** Looks an answer up. */
    Verdict judge(String answer);

    /**
     * What came out.
     *
     * @param isFollowed whether the answer keeps to the rule
     * @param finding what was found, such as {@code 40 % of its words do}
     */
    record Verdict(boolean isFollowed, String finding) {}

    /**
     * Reads a rule.
     *
     * @param text {@code every-word-begins-with=LETTER}, {@code contains=TEXT} or {@code bullet-list=N}
     * @param rewards 4.1.5, for the letters
     * @throws IllegalArgumentException if it is none of them
     */
    static Rule parse(String text, Rewards rewards) {
        String[] parts = text.split("=", 2);
        String value = parts.length == 2 ? parts[1].strip() : "";
        if (parts[0].equals("every-word-begins-with") && value.length() == 1 && Character.isLetter(value.charAt(0))) {
            return new EveryWordBeginsWith(value.charAt(0), rewards);
        } else if (parts[0].equals("contains") && !value.isEmpty()) {
            return new Contains(value);
        } else if (parts[0].equals("bullet-list") && value.matches("[1-9]\\d?")) {
            return new BulletList(Integer.parseInt(value));
        }
        throw new IllegalArgumentException("There is no rule \"" + text
                + "\". Known: every-word-begins-with=LETTER, contains=TEXT, bullet-list=N.");
    }

    /**
     * Every word begins with a letter.
     *
     * @param letter in either case
     * @param rewards say which share of the words does
     */
    record EveryWordBeginsWith(char letter, Rewards rewards) implements Rule {
        @Override
        public String text() {
            return "every word begins with \"" + letter + "\"";
        }

        @Override
        public Verdict judge(String answer) {
            double share = rewards.letterReward(answer, letter);
            return new Verdict(share == 1, String.format(Locale.ROOT, "%.0f %% of its words do", Math.floor(100 * share)));
        }
    }

    /**
     * Something occurs.
     *
     * @param part in upper or lower case
     */
    record Contains(String part) implements Rule {
        @Override
        public String text() {
            return "it contains \"" + part + "\"";
        }

        @Override
        public Verdict judge(String answer) {
            boolean found = answer.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
            return new Verdict(found, found ? "it does" : "it does not");
        }
    }

    /**
     * Some lines are items of a list.
     *
     * @param items how many
     */
    record BulletList(int items) implements Rule {
        private static final Pattern ITEM = Pattern.compile("(?m)^[ \\t]*[-*\u2022][ \\t]+\\S");

        @Override
        public String text() {
            return "a list with " + items + (items == 1 ? " bullet" : " bullets");
        }

        @Override
        public Verdict judge(String answer) {
            long found = ITEM.matcher(answer).results().count();
            return new Verdict(found == items, found == 1 ? "1 bullet" : found + " bullets");
        }
    }
}
