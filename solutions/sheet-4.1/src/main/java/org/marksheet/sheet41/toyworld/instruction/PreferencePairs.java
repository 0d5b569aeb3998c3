package org.marksheet.sheet41.toyworld.instruction;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.marksheet.sheet41.toyworld.Reviews;

/** Draws pairs of answers as people would have judged them, mistaken now and then. */
public final class PreferencePairs {
    private static final int LONGEST_LOOP = 9;

    private final Reviews reviews;
    private final Instructions instructions;
    private final double noise;

    /**
     * Makes a source of pairs.
     *
     * @param reviews for answers that ramble
     * @param instructions what is answered
     * @param noise share of pairs that are judged wrongly, in [0, .5)
     */
    public PreferencePairs(Reviews reviews, Instructions instructions, double noise) {
        if (!(noise >= 0 && noise < .5)) {
            throw new IllegalArgumentException("noise must be in [0, .5), not " + noise);
        }
        this.reviews = reviews;
        this.instructions = instructions;
        this.noise = noise;
    }

    /** Draws a pair for training. */
    public PreferencePair draw(RandomGenerator random) {
        return pair(instructions.draw(random), random);
    }

    /** Draws a pair about an instruction that training never shows. */
    public PreferencePair drawHeldOut(RandomGenerator random) {
        return pair(instructions.drawHeldOut(random), random);
    }

    private PreferencePair pair(Instruction instruction, RandomGenerator random) {
        Flaw flaw = Flaw.values()[random.nextInt(Flaw.values().length)];
        String better = instruction.answer(random);
        String worse = flawed(instruction, better, flaw, random);
        boolean isNoisy = random.nextDouble() < noise;
        String prompt = Dialogue.prompt(instruction.text());
        return isNoisy ? new PreferencePair(prompt, worse, better, flaw, true)
                : new PreferencePair(prompt, better, worse, flaw, false);
    }

    private String flawed(Instruction instruction, String answer, Flaw flaw, RandomGenerator random) {
        List<String> words = Instruction.words(answer);
        return switch (flaw) {
            case OTHER -> other(instruction, random);
            case NEAR_MISS -> instruction.nearMiss(random);
            case RAMBLE -> answer + " " + reviews.draw("Plot", random);
            case CUT_OFF -> cut(answer, random);
            case LOOP -> String.join(" ", Collections.nCopies(LONGEST_LOOP - random.nextInt(3),
                    words.get(random.nextInt(words.size()))));
        };
    }

    private String other(Instruction instruction, RandomGenerator random) {
        String answer;
        do {
            answer = instructions.draw(random).answer(random);
        } while (instruction.isFollowedBy(answer));
        return answer;
    }

    /** Leaves the first words, one at least, without the end. */
    private static String cut(String answer, RandomGenerator random) {
        String[] parts = answer.split(" ");
        int left = 1 + random.nextInt(parts.length - 1);
        String begin = String.join(" ", List.of(parts).subList(0, left));
        return begin.endsWith(".") ? begin.substring(0, begin.length() - 1) : begin;
    }
}
