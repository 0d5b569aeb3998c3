package org.marksheet.sheet41.chat;

import java.util.List;

/**
 * What a model wrote.
 *
 * @param text without special tokens, and without blanks around it
 * @param ids of its tokens, the one that ended it included
 * @param ending why there is no more
 * @param pace how long it took
 */
public record Answer(String text, List<Long> ids, Ending ending, Pace pace) {
    /** Copies the list. */
    public Answer {
        ids = List.copyOf(ids);
    }

    /** Why an answer ended. */
    public enum Ending {
        /** The model said so. */
        COMPLETE,
        /** As many tokens as were allowed. */
        LIMIT,
        /** The model cannot read more. */
        FULL,
        /** Somebody asked for it. */
        INTERRUPTED
    }

    /**
     * How long an answer took.
     *
     * @param tokens how many
     * @param first seconds until the first token: the model reads the prompt
     * @param rest seconds from the first token to the last
     */
    public record Pace(int tokens, double first, double rest) {
        /** Returns the seconds that a token took, the first one apart; 0 if there was no other. */
        public double perToken() {
            return tokens > 1 ? rest / (tokens - 1) : 0;
        }
    }
}
