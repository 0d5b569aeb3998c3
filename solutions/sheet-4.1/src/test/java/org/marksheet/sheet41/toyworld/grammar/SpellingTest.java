package org.marksheet.sheet41.toyworld.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void marksStandCloseAndArticlesFitTheNextWord() {
        List<String> words = List.of("it", "is", "a", "insult", ",", "but", "a", "gem", ";", "see", "a", "actor", "!");
        String text = "it is an insult, but a gem; see an actor!";
        assertThat(Spelling.write(words)).isEqualTo(text);
        assertThat(Spelling.read(text)).isEqualTo(words);
    }

    @Test
    void aWrongArticleIsNoWordOfAGrammar() {
        assertThat(Spelling.read("a insult")).containsExactly("a?", "insult");
        assertThat(Spelling.read("an gem")).containsExactly("an", "gem");
    }

    @Test
    void eitherArticleMayEndABeginning() {
        assertThat(Spelling.read("it is an")).containsExactly("it", "is", "a");
        assertThat(Spelling.read("it is a")).containsExactly("it", "is", "a");
    }
}
