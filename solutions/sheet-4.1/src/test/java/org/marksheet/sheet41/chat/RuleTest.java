package org.marksheet.sheet41.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marksheet.sheet41.reward.TextRewards;

/** What keeps to a rule. */
class RuleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            every-word-begins-with=a | Alice's aunt ate apples. | false | 80 % of its words do
            every-word-begins-with=A | All apples are amazing! | true | 100 % of its words do
            every-word-begins-with=a | '' | false | 0 % of its words do
            contains=Paris | It is paris, of course. | true | it does
            contains=Paris | It is Rome. | false | it does not
            """)
    void anAnswerIsLookedUp(String rule, String answer, boolean isFollowed, String finding) {
        assertThat(Rule.parse(rule, new TextRewards()).judge(answer)).isEqualTo(new Rule.Verdict(isFollowed, finding));
    }

    @Test
    void bulletsAreCounted() {
        Rule three = Rule.parse("bullet-list=3", new TextRewards());
        assertThat(three.judge("Here:\n- red\n* blue\n  \u2022 green").isFollowed()).isTrue();
        assertThat(three.judge("1. Red\n2. Blue\n3. Green").finding()).isEqualTo("0 bullets");
        assertThat(three.judge("- red\n-\n**blue** - green\n-green").finding()).isEqualTo("1 bullet");
        assertThat(three.text()).isEqualTo("a list with 3 bullets");
    }

    @ParameterizedTest
    @CsvSource({"polite", "every-word-begins-with=ab", "every-word-begins-with=", "contains=", "bullet-list=0", "bullet-list=x"})
    void whatIsNoRuleIsRefused(String rule) {
        assertThatThrownBy(() -> Rule.parse(rule, new TextRewards())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(rule).hasMessageContaining("contains=TEXT");
    }
}
