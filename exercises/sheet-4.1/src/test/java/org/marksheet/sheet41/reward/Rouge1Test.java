package org.marksheet.sheet41.reward;

import static org.marksheet.sheet41.selfcheck.TensorAssert.assertThatTensor;

import org.marksheet.sheet41.selfcheck.SelfCheck;
import org.marksheet.sheet41.selfcheck.Tensors;

/** Self-checks of TODO 4.1.5.c. */
class Rouge1Test {
    @SelfCheck(
            value = "4.1.5.c",
            hint = "A repeated word matches at most as often as the reference has it: \"the\" twice, \"cat\" once. Precision"
                    + " is 3/4, recall 3/6, and F1 is 2PR / (P + R).")
    void theSheetsExampleComesToSixTenths(Rewards rewards, Tensors given) {
        double score = rewards.rouge1("the the the cat", "the cat sat on the mat");
        assertThatTensor(given.scalar(score)).as("ROUGE-1").is(.6);
    }

    @SelfCheck(
            value = "4.1.5.c",
            hint = "Words are runs of letters or digits in lower case; order does not matter.")
    void caseMarksAndOrderDoNotMatter(Rewards rewards, Tensors given) {
        // 3, cats, sat for cats, sat, 3, days
        double score = rewards.rouge1("3 Cats: SAT", "cats sat (3 days)");
        assertThatTensor(given.scalar(score)).as("ROUGE-1").is(6 / 7.);
    }

    @SelfCheck(value = "4.1.5.c", hint = "Without a word, or without a common word, it is 0 and not 0/0.")
    void withoutACommonWordItIsZero(Rewards rewards, Tensors given) {
        assertThatTensor(given.scalar(rewards.rouge1("", "the cat"))).as("ROUGE-1 of nothing").is(0);
        assertThatTensor(given.scalar(rewards.rouge1("", "!"))).as("ROUGE-1 of nothing for nothing").is(0);
        assertThatTensor(given.scalar(rewards.rouge1("a dog", "the cat"))).as("ROUGE-1 without a common word").is(0);
    }
}
