package org.marksheet.sheet41.reward.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.assertj.core.data.Offset;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Draw;
import org.marksheet.sheet41.reward.Rewards;

/** What 4.1.5.b must do. */
public class LetterRewardChecks {
    private static final Offset<Double> NEAR = within(1e-6);

    @Check("4.1.5.b/either-case")
    void upperAndLowerCaseAreTheSame(Rewards rewards) {
        String response = "Anna and Otto ate apples";
        assertThat(rewards.letterReward(response, 'a'))
                .as("four of five words of \"%s\" begin with a: the share", response)
                .isCloseTo(.8, NEAR);
        assertThat(rewards.letterReward(response, 'O'))
                .as("one of five words of \"%s\" begins with O: the share", response)
                .isCloseTo(.2, NEAR);
    }

    @Check("4.1.5.b/marks-and-digits")
    void wordsAreRunsOfLetters(Rewards rewards) {
        String marks = "\"Salt,\" she said: sea-salt\tis (so)\nsalty. 7 suns!";
        assertThat(rewards.letterReward(marks, 's'))
                .as("eight of nine words of <%s> begin with s: the share", marks)
                .isCloseTo(8 / 9., NEAR);
        String apostrophes = "Don't tell Tom's tale: it\u2019s told";
        assertThat(rewards.letterReward(apostrophes, 't'))
                .as("five of nine words (Don, t, tell, Tom, s, tale, it, s, told) begin with t: the share")
                .isCloseTo(5 / 9., NEAR);
    }

    @Check("4.1.5.b/letters-of-all-alphabets")
    void lettersAreThoseOfUnicode(Rewards rewards) {
        String umlauts = "\u00c4rger \u00fcber \u00d6l, \u00e4hnlich \u00c4rzte"; // Aerger ueber Oel, aehnlich Aerzte
        assertThat(rewards.letterReward(umlauts, '\u00e4'))
                .as("three of five words of \"%s\" begin with a-umlaut: the share", umlauts)
                .isCloseTo(.6, NEAR);
        String accents = "une \u00e9cole, un \u00c9t\u00e9 na\u00eff, l'eau"; // seven words
        assertThat(rewards.letterReward(accents, 'n'))
                .as("one of seven words of \"%s\" begins with n: the share", accents)
                .isCloseTo(1 / 7., NEAR);
    }

    @Check("4.1.5.b/no-word")
    void withoutAWordTheRewardIsZero(Rewards rewards) {
        assertThat(rewards.letterReward("", 'a')).as("the reward of an empty response").isEqualTo(0.0);
        assertThat(rewards.letterReward(" 12, 34!?\n", 'a')).as("the reward of digits and marks").isEqualTo(0.0);
    }

    @Check(value = "4.1.5.b/random-response", stands = "an answer learnt by heart fits the sentences and not a fresh one")
    void aFreshResponseHasItsShare(Rewards rewards, Draw draw) {
        List<String> words = new ArrayList<>(List.of("Reel", "band", "Actor", "corner", "drama", "Rather", "never"));
        int others = words.size() - 2;
        int matching = 2;
        for (int extra = draw.between(1, 4); extra > 0; extra--) {
            words.add(extra % 2 == 0 ? "rerun" : "ROLE");
            matching++;
        }
        Collections.shuffle(words, draw.random());
        String response = String.join(draw.random().nextBoolean() ? " " : ", ", words) + ".";
        assertThat(rewards.letterReward(response, draw.random().nextBoolean() ? 'r' : 'R'))
                .as("%s of %s words of \"%s\" begin with r: the share", matching, matching + others, response)
                .isCloseTo((double) matching / (matching + others), NEAR);
    }
}
