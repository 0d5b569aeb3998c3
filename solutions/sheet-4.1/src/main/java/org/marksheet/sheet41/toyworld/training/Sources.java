package org.marksheet.sheet41.toyworld.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.marksheet.sheet41.toyworld.Review;
import org.marksheet.sheet41.toyworld.Reviews;
import org.marksheet.sheet41.toyworld.instruction.Instructions;

/**
 * Where the texts of all trainings come from: each use has its own stream of chance, so that no model is tested on what
 * another one's training happened to leave.
 *
 * @param reviews the language of reviews
 * @param instructions the language of instructions
 * @param seed of all streams
 */
record Sources(Reviews reviews, Instructions instructions, long seed) {
    /** One in so many texts is a given word of instructions. */
    private static final int WORD_SHARE = 1_000;

    static Sources of(long seed) {
        Reviews reviews = new Reviews();
        return new Sources(reviews, new Instructions(reviews), seed);
    }

    /** What a stream of chance is for. */
    enum Use { VOCABULARY, LANGUAGE, SENTIMENT, INSTRUCTION, PREFERENCE, TEST, PROMPT, WEIGHTS }

    /** Returns the stream of a use, from its beginning. */
    SplittableRandom random(Use use) {
        return new SplittableRandom(seed * Use.values().length + use.ordinal());
    }

    /** Returns reviews that no training draws. */
    List<Review> testReviews(int count) {
        SplittableRandom random = random(Use.TEST);
        List<Review> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(reviews.draw(random));
        }
        return drawn;
    }

    /**
     * Returns texts to learn a vocabulary from: reviews, facts, and every word of instructions by itself, so that a change of
     * their answers changes no vocabulary.
     */
    List<String> vocabularyTexts(int reviewsAndFacts) {
        SplittableRandom random = random(Use.VOCABULARY);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < reviewsAndFacts; i++) {
            texts.add(i % 5 == 0 ? instructions.drawFact(random) : reviews.draw(random).text());
        }
        for (String word : instructions.words()) {
            texts.addAll(Collections.nCopies(reviewsAndFacts / WORD_SHARE, word));
        }
        return texts;
    }

    /** Returns every word of the toy world, sorted. */
    Set<String> words() {
        Set<String> words = new TreeSet<>(reviews.words());
        words.addAll(instructions.words());
        return words;
    }

    /** Returns the first 2 to 8 words of a review with their marks, never all of it. */
    String beginning(SplittableRandom random) {
        List<String> words = List.of(reviews.draw(random).text().split(" "));
        return String.join(" ", words.subList(0, Math.min(2 + random.nextInt(7), words.size() - 1)));
    }
}
