package org.marksheet.sheet41.toyworld.instruction;

import java.util.Collections;
import java.util.random.RandomGenerator;

/**
 * Say a word several times.
 *
 * @param vocabulary where the words come from
 * @param word the number of the word among all
 * @param times how often, 2 to 5
 */
record SayTimes(Vocabulary vocabulary, int word, int times) implements Instruction {
    @Override
    public String text() {
        return "say %s %s times.".formatted(spoken(word), vocabulary.count(times));
    }

    @Override
    public String answer(RandomGenerator random) {
        return repeated(spoken(word), times);
    }

    @Override
    public String nearMiss(RandomGenerator random) {
        boolean isOtherWord = random.nextBoolean();
        int other = (word + 1 + random.nextInt(vocabulary.things().size() - 1)) % vocabulary.things().size();
        return isOtherWord ? repeated(spoken(other), times)
                : repeated(spoken(word), times + (random.nextBoolean() ? 1 : -1));
    }

    @Override
    public boolean isFollowedBy(String answer) {
        return Instruction.words(answer).equals(Collections.nCopies(times, spoken(word)));
    }

    @Override
    public boolean isHeldOut() {
        return (word + times) % 6 == 0;
    }

    private String spoken(int number) {
        return vocabulary.things().get(number);
    }

    private static String repeated(String word, int times) {
        return String.join(" ", Collections.nCopies(times, word)) + ".";
    }
}
