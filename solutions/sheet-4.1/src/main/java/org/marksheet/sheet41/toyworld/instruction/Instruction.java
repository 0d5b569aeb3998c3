package org.marksheet.sheet41.toyworld.instruction;

import java.util.List;
import java.util.random.RandomGenerator;
import org.marksheet.sheet41.toyworld.grammar.Spelling;

/** Something that a model is told to do. */
public sealed interface Instruction permits SayTimes, ListSome, BeginWith, WriteReview {
    /** Returns what the model is told, such as {@code list three colours.} */
    String text();

    /**
     * Returns a right answer.
     *
     * @param random for instructions with more than one
     */
    String answer(RandomGenerator random);

    /**
     * Returns an answer that is nearly right.
     *
     * @param random there are several
     */
    String nearMiss(RandomGenerator random);

    /** Returns whether an answer does what was told. */
    boolean isFollowedBy(String answer);

    /** Returns whether this combination of words is kept from training; each of its words is seen in others. */
    boolean isHeldOut();

    /** Returns the words of an answer without its marks. */
    static List<String> words(String answer) {
        return Spelling.read(answer).stream().filter(word -> Character.isLetter(word.charAt(0))).toList();
    }
}
