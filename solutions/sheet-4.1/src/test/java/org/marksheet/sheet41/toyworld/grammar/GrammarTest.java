package org.marksheet.sheet41.toyworld.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GrammarTest {
    private static final String TEXT = """
            # Two ways to read "the old old man".
            S@: 3 the Age@ man | the Age@ Age~ man
            Age+ = old young
            Age-: 1 young | 2 old
              | 1 Age+
            [relaxed]
            Age-: ancient
            """;

    private final Grammar grammar = GrammarReader.read(TEXT).strict();

    @Test
    void aSentenceHasTheProbabilityOfAllWaysToReadIt() {
        // Age+: old 1/3 : 1/4, so 4/7 and 3/7; Age-: 1/2 + 1/4 * 4/7 for old.
        double oldPlus = 4.0 / 7;
        double oldMinus = .5 + .25 * 4 / 7;
        assertThat(probability("S+", "the old man")).isCloseTo(.75 * oldPlus, within(1e-12));
        assertThat(probability("S-", "the old man")).isCloseTo(.75 * oldMinus, within(1e-12));
        assertThat(probability("S+", "the old old man")).isCloseTo(.25 * oldPlus * oldMinus, within(1e-12));
        assertThat(probability("S+", "the old old")).isZero();
        assertThat(probability("S+", "the old man man")).isZero();
        assertThat(probability("S+", "the ancient man")).isZero();
    }

    @Test
    void aBeginningHasTheProbabilityOfAllItsEnds() {
        assertThat(prefix("S+", "")).isEqualTo(1);
        assertThat(prefix("S+", "the")).isCloseTo(1, within(1e-12));
        assertThat(prefix("S+", "the old")).isCloseTo(4.0 / 7, within(1e-12));
        assertThat(prefix("S+", "the old man")).isCloseTo(.75 * 4 / 7, within(1e-12));
        assertThat(prefix("S+", "the old old")).isCloseTo(.25 * 4 / 7 * (.5 + 1.0 / 7), within(1e-12));
        assertThat(prefix("S+", "man")).isZero();
    }

    @Test
    void sentencesAreDrawnAsOftenAsTheirProbabilitySays() {
        Map<String, Integer> drawn = new HashMap<>();
        int draws = 20_000;
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < draws; i++) {
            drawn.merge(String.join(" ", grammar.draw("S-", random)), 1, Integer::sum);
        }
        double sum = 0;
        for (Map.Entry<String, Integer> sentence : drawn.entrySet()) {
            double expected = probability("S-", sentence.getKey());
            sum += expected;
            double fourDeviations = 4 * Math.sqrt(expected * (1 - expected) / draws);
            assertThat(sentence.getValue() / (double) draws).as(sentence.getKey())
                    .isCloseTo(expected, within(fourDeviations));
        }
        assertThat(drawn).hasSize(6);
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Test
    void relaxedRulesTakeThePlaceOfTheirs() {
        Grammar relaxed = GrammarReader.read(TEXT).relaxed();
        assertThat(relaxed.words()).containsExactly("ancient", "man", "old", "the", "young");
        assertThat(relaxed.logProbability("S-", List.of("the", "ancient", "man"))).isCloseTo(Math.log(.75), within(1e-12));
    }

    @Test
    void aSymbolThatLeadsBackToItselfIsNamed() {
        assertThatThrownBy(() -> GrammarReader.read("S: a B | b\nB: c S"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("leads back to itself");
    }

    @Test
    void aSymbolWithoutARuleIsNamed() {
        assertThatThrownBy(() -> GrammarReader.read("S: a Bear"))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("the grammar has no symbol Bear");
    }

    @Test
    void twoRulesForOneSymbolAreAnError() {
        assertThatThrownBy(() -> GrammarReader.read("S@: a\nS+: b"))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("there are two rules for S+");
    }

    private double probability(String symbol, String sentence) {
        return Math.exp(grammar.logProbability(symbol, List.of(sentence.split(" "))));
    }

    private double prefix(String symbol, String beginning) {
        List<String> words = beginning.isEmpty() ? List.of() : List.of(beginning.split(" "));
        return Math.exp(grammar.logPrefixProbability(symbol, words));
    }
}
