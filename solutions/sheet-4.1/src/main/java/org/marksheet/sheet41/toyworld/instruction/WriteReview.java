package org.marksheet.sheet41.toyworld.instruction;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Write a good or a bad review about something.
 *
 * @param vocabulary where the subjects come from
 * @param form the number of the word that says which polarity, below {@link #FORMS}
 * @param subject the number of the subject
 */
record WriteReview(Vocabulary vocabulary, int form, int subject) implements Instruction {
    static final List<String> FORMS = List.of("good", "awful", "great", "bad");

    @Override
    public String text() {
        return "write %s %s review about the %s.".formatted(form == 1 ? "an" : "a", FORMS.get(form), thing());
    }

    @Override
    public String answer(RandomGenerator random) {
        return review(isPositive(), random);
    }

    @Override
    public String nearMiss(RandomGenerator random) {
        return review(!isPositive(), random);
    }

    @Override
    public boolean isFollowedBy(String answer) {
        double reward = vocabulary.reviews().trueReward(answer);
        return Instruction.words(answer).contains(thing()) && vocabulary.reviews().isReview(answer)
                && (isPositive() ? reward > .5 : reward < .5);
    }

    @Override
    public boolean isHeldOut() {
        return (form + subject) % 7 == 0;
    }

    private boolean isPositive() {
        return form % 2 == 0;
    }

    private String thing() {
        return vocabulary.subjects().get(subject);
    }

    private String review(boolean isPositive, RandomGenerator random) {
        String clause;
        do {
            clause = vocabulary.reviews().draw(isPositive ? "Clause+" : "Clause-", random);
        } while (!Instruction.words(clause).contains(thing()));
        return clause + ".";
    }
}
