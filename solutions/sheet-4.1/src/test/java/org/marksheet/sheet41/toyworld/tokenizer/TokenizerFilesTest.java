package org.marksheet.sheet41.toyworld.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.checkpoint.JsonFile;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.toyworld.Reviews;
import org.marksheet.sheet41.toyworld.instruction.Dialogue;
import org.marksheet.sheet41.toyworld.instruction.Instruction;
import org.marksheet.sheet41.toyworld.instruction.Instructions;

class TokenizerFilesTest {
    private static final Reviews REVIEWS = new Reviews();
    private static final Instructions INSTRUCTIONS = new Instructions(REVIEWS);

    @TempDir
    private Path folder;

    @Test
    void theMostFrequentNeighboursAreJoinedFirst() {
        // " low" three times, " lower" twice: blank l, l o and o w occur five times; among equals the first in order.
        BytePairs learnt = BytePairs.learn(List.of("low low low lower lower"), 256 + 1 + 4);
        assertThat(learnt.merges()).containsExactly("l o", "lo w", "\u0120 low", "e r");
        assertThat(learnt.tokens()).hasSize(261).doesNotHaveDuplicates()
                .endsWith("\u0120low", "er", BytePairs.END_OF_TEXT);
        assertThatThrownBy(() -> BytePairs.learn(List.of("a"), 300)).hasMessageContaining("too few pairs");
    }

    @Test
    void aLanguageModelsTokenizerReadsEveryTextBack() {
        List<String> texts = texts(3_000, 1);
        BytePairs learnt = BytePairs.learn(texts, 1_000);
        TokenizerFiles.write(folder, learnt, 64);
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(tokenizer.eosId()).isEqualTo(999);
            assertThat(tokenizer.padId()).isEqualTo(999);
            long tokens = 0;
            long words = 0;
            for (String text : texts(1_000, 2)) {
                long[] ids = tokenizer.encode(text);
                assertThat(tokenizer.decode(ids)).isEqualTo(" " + text);
                tokens += ids.length;
                words += Reviews.length(text);
            }
            assertThat((double) tokens / words).isBetween(1.0, 1.4);
            String strange = "na\u00efve Zebras fly, 42 times\n\u2192 ok";
            assertThat(tokenizer.decode(tokenizer.encode(strange))).isEqualTo(" " + strange.toLowerCase(Locale.ROOT));
            assertThat(tokenizer.encode("zqx").length).isGreaterThan(1);
            assertThat(tokenizer.encode("the film <|endoftext|>")).endsWith(999);
        }
    }

    @Test
    void anAnswerHasTheSameTokensAfterItsPromptAsAlone() {
        TokenizerFiles.write(folder, BytePairs.learn(texts(2_000, 3), 800), 64);
        SplittableRandom random = new SplittableRandom(4);
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            for (int i = 0; i < 100; i++) {
                Instruction one = INSTRUCTIONS.draw(random);
                String answer = one.answer(random);
                List<Long> apart = new ArrayList<>();
                for (String part : List.of(Dialogue.prompt(one.text()), answer)) {
                    for (long id : tokenizer.encode(part)) {
                        apart.add(id);
                    }
                }
                assertThat(tokenizer.encode(Dialogue.whole(one.text(), answer)))
                        .containsExactly(apart.stream().mapToLong(Long::longValue).toArray());
            }
        }
    }

    @Test
    void aChatTemplateIsAddedToWhatIsThere() throws IOException {
        TokenizerFiles.write(folder, BytePairs.learn(List.of("low lower"), 260), 64);
        TokenizerFiles.addChatTemplate(folder, Dialogue.CHAT_TEMPLATE);
        JsonFile config = JsonFile.read(folder.resolve("tokenizer_config.json"));
        assertThat(config.field("chat_template").orElseThrow().getAsString()).isEqualTo(Dialogue.CHAT_TEMPLATE);
        assertThat(config.integer("model_max_length")).isEqualTo(64);
        assertThat(Dialogue.prompt("list three colours.")).isEqualTo("task: list three colours. answer:");
    }

    @Test
    void aClassifiersTokenizerKnowsEveryWordAndNoOther() {
        Set<String> words = new TreeSet<>(REVIEWS.words());
        words.addAll(INSTRUCTIONS.words());
        int size = TokenizerFiles.write(folder, words, 64);
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(size).isEqualTo(words.size() + 4);
            assertThat(tokenizer.padId()).isZero();
            for (String text : texts(1_000, 5)) {
                long[] ids = tokenizer.encode(text);
                assertThat(ids).startsWith(2).endsWith(3).doesNotContain(0, 1).hasSize(Reviews.length(text) + 2);
                // The decoder closes the gap before other marks, not before these.
                assertThat(tokenizer.decode(ids).replaceAll(" ([:;])", "$1")).isEqualTo(text);
            }
            assertThat(tokenizer.encode("The film, zqx")).hasSize(6).contains(1);
        }
    }

    private static List<String> texts(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Instruction one = INSTRUCTIONS.draw(random);
            texts.add(switch (i % 5) {
                case 0 -> INSTRUCTIONS.drawFact(random);
                case 1 -> Dialogue.whole(one.text(), one.answer(random));
                default -> REVIEWS.draw(random).text();
            });
        }
        return texts;
    }
}
