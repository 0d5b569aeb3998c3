package org.marksheet.sheet41.reward.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.sheet41.reward.Rewards;

/** What 4.1.5.c must do. */
public class Rouge1Checks {
    private static final Offset<Double> NEAR = within(1e-6);
    private static final String CAT = "the cat sat on the mat";

    @Check("4.1.5.c/repeated-words")
    void aRepeatedWordMatchesAsOftenAsTheReferenceHasIt(Rewards rewards) {
        assertThat(rewards.rouge1("the the the cat", CAT))
                .as("ROUGE-1 of \"the the the cat\" for \"%s\", precision 3/4, recall 3/6,", CAT)
                .isCloseTo(.6, NEAR);
        assertThat(rewards.rouge1("film film film good", "good film good film plot"))
                .as("ROUGE-1 of \"film film film good\" for \"good film good film plot\"")
                .isCloseTo(6 / 9., NEAR);
    }

    @Check("4.1.5.c/different-lengths")
    void precisionAndRecallCountAlike(Rewards rewards) {
        String longer = "the plot was thin but the cast had a joy";
        String shorter = "the cast was great";
        assertThat(rewards.rouge1(longer, shorter))
                .as("ROUGE-1 of ten words for four, three of them in common,")
                .isCloseTo(6 / 14., NEAR);
        assertThat(rewards.rouge1("great cast", longer))
                .as("ROUGE-1 of two words for ten, one of them in common,")
                .isCloseTo(2 / 12., NEAR);
    }

    @Check("4.1.5.c/order-does-not-matter")
    void orderDoesNotMatter(Rewards rewards) {
        assertThat(rewards.rouge1("on mat sat quickly cat", CAT))
                .as("ROUGE-1 of \"on mat sat quickly cat\" for \"%s\"", CAT)
                .isCloseTo(8 / 11., NEAR);
    }

    @Check("4.1.5.c/case-and-marks")
    void caseAndMarksDoNotMatter(Rewards rewards) {
        assertThat(rewards.rouge1("The CAT, sat!", CAT + "."))
                .as("ROUGE-1 of \"The CAT, sat!\" for \"%s.\"", CAT)
                .isCloseTo(6 / 9., NEAR);
        assertThat(rewards.rouge1("Good-natured fun,\nGOOD fun", "good fun:\tnatured"))
                .as("ROUGE-1 of \"Good-natured fun, GOOD fun\" for \"good fun: natured\"")
                .isCloseTo(6 / 8., NEAR);
    }

    @Check("4.1.5.c/letters-and-digits")
    void wordsAreRunsOfLettersOrDigits(Rewards rewards) {
        assertThat(rewards.rouge1("\u00d6l f\u00fcr 2 Euro, 50 %", "\u00f6l: 2 euro 50, f\u00fcr dich"))
                .as("ROUGE-1 of five words with umlauts and digits for six, five in common,")
                .isCloseTo(10 / 11., NEAR);
        assertThat(rewards.rouge1("it's 10 o'clock", "10 and it is"))
                .as("ROUGE-1 of it, s, 10, o, clock for 10, and, it, is")
                .isCloseTo(4 / 9., NEAR);
    }

    @Check("4.1.5.c/no-word")
    void withoutAWordItIsZero(Rewards rewards) {
        assertThat(rewards.rouge1("", CAT)).as("ROUGE-1 of an empty candidate").isEqualTo(0.0);
        assertThat(rewards.rouge1("...", "!? -")).as("ROUGE-1 where neither text has a word").isEqualTo(0.0);
    }

    @Check("4.1.5.c/nothing-in-common")
    void withoutACommonWordItIsZero(Rewards rewards) {
        assertThat(rewards.rouge1("a dull film", CAT)).as("ROUGE-1 without a common word").isEqualTo(0.0);
    }

    @Check(value = "4.1.5.c/random-texts", stands = "an answer learnt by heart fits the sentences and not fresh ones")
    void freshTextsHaveTheScoreOfAPlainLoop(Rewards rewards, Draw draw) {
        List<String> candidate = words(draw, draw.between(5, 7));
        List<String> reference = words(draw, draw.between(9, 12));
        // One word in common at least.
        reference.set(0, candidate.get(0));
        List<String> left = new ArrayList<>(reference);
        long overlap = candidate.stream().filter(left::remove).count();
        assertThat(rewards.rouge1(String.join(" ", candidate), String.join(", ", reference)))
                .as("ROUGE-1 of %s for %s", candidate, reference)
                .isCloseTo(2.0 * overlap / (candidate.size() + reference.size()), NEAR);
    }

    private static List<String> words(Draw draw, int count) {
        List<String> known = List.of("red", "green", "blue", "grey", "pink");
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            words.add(known.get(draw.between(0, known.size() - 1)));
        }
        return words;
    }
}
