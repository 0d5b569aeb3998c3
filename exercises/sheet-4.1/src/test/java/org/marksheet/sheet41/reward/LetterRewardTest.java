package org.marksheet.sheet41.reward;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.5.b. */
class LetterRewardTest {
    @SelfCheck(
            value = "4.1.5.b",
            hint = "The share of words, not of characters, and neither the case of the text nor that of the letter"
                    + " matters.")
    void threeOfFourWordsAreThreeQuarters(Rewards rewards, Tensors given) {
        assertThatTensor(given.scalar(rewards.letterReward("An apple annoys Bea", 'a'))).as("The share of a").is(.75);
        assertThatTensor(given.scalar(rewards.letterReward("An apple annoys Bea", 'B'))).as("The share of B").is(.25);
    }

    @SelfCheck(
            value = "4.1.5.b",
            hint = "A word is a run of letters: quotes, hyphens, apostrophes, digits and tabs end it. Character.isLetter"
                    + " and \\p{L} know the letters of all languages.")
    void wordsAreRunsOfLetters(Rewards rewards, Tensors given) {
        // so, so, she, s, sad, eggs
        double five = rewards.letterReward("\"So-so,\" she's\tsad: 3 eggs", 's');
        assertThatTensor(given.scalar(five)).as("The share of s").is(5 / 6.);
        // zu, Ärger, über, ähnlich
        double share = rewards.letterReward("zu \u00c4rger \u00fcber \u00e4hnlich", '\u00e4');
        assertThatTensor(given.scalar(share)).as("The share of \u00e4").is(.5);
    }

    @SelfCheck(value = "4.1.5.b", hint = "Without a word the share is 0, not 0/0.")
    void withoutAWordItIsZero(Rewards rewards, Tensors given) {
        assertThatTensor(given.scalar(rewards.letterReward("", 'a'))).as("The share in an empty text").is(0);
        assertThatTensor(given.scalar(rewards.letterReward("4 + 4!", 'a'))).as("The share in \"4 + 4!\"").is(0);
    }
}
