package org.marksheet.sheet41.toyworld.instruction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Write words that begin with a letter.
 *
 * @param vocabulary where the words come from
 * @param form how it is said, a number below {@link #FORMS}
 * @param letter the number of the letter
 */
record BeginWith(Vocabulary vocabulary, int form, int letter) implements Instruction {
    static final List<String> FORMS = List.of("list words that start with %s.", "name words that begin with %s.",
            "give me words with %s.", "write words that start with %s.");

    /** So many words are enough. */
    private static final int ENOUGH = 3;

    @Override
    public String text() {
        return FORMS.get(form).formatted(initial().toLowerCase(Locale.ROOT));
    }

    @Override
    public String answer(RandomGenerator random) {
        return ListSome.written(vocabulary.members(initial()));
    }

    @Override
    public String nearMiss(RandomGenerator random) {
        List<String> wrong = new ArrayList<>(vocabulary.members(initial()));
        int letters = vocabulary.letters().size();
        String other = vocabulary.letters().get((letter + 1 + random.nextInt(letters - 1)) % letters);
        int place = random.nextInt(wrong.size());
        wrong.set(place, vocabulary.members(other).get(place));
        return ListSome.written(wrong);
    }

    @Override
    public boolean isFollowedBy(String answer) {
        List<String> words = Instruction.words(answer);
        return words.size() >= ENOUGH && new HashSet<>(words).size() == words.size()
                && words.stream().allMatch(word -> word.length() > 1 && word.startsWith(initial().toLowerCase(Locale.ROOT)));
    }

    @Override
    public boolean isHeldOut() {
        return (letter + form) % 4 == 0;
    }

    private String initial() {
        return vocabulary.letters().get(letter);
    }
}
