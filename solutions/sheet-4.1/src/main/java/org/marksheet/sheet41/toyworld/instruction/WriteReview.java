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

    /** Says it plainly: with a negation, the word that decides would have to be chosen against the polarity. */
    private String review(boolean isPositive, RandomGenerator random) {
        String polarity = isPositive ? "+" : "-";
        boolean isPlural = vocabulary.reviews().list("Plural").contains(thing());
        String adjective = vocabulary.reviews().draw("Adjective" + polarity, random);
        String is = isPlural ? "are" : "is";
        return switch (random.nextInt(4)) {
            case 0, 1 -> "the %s %s %s.".formatted(thing(), is, adjective);
            case 2 -> "the %s %s %s %s.".formatted(thing(), is, vocabulary.reviews().draw("Intensifier", random), adjective);
            default -> "i %s the %s.".formatted(vocabulary.reviews().draw("Past" + polarity, random), thing());
        };
    }
}
