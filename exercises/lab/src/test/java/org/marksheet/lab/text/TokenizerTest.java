package org.marksheet.lab.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.tensor.Torch;

class TokenizerTest {
    private static final Path GPT2 = Path.of("src/test/resources/gpt2-tiny");
    private static final Path PHI3 = Path.of("src/test/resources/phi3-tiny");
    private static final Path DISTILBERT = Path.of("src/test/resources/distilbert-imdb-tiny");

    @Test
    void aLongTextIsNotCutOffAndAShortOneNotPadded() {
        try (Tokenizer tokenizer = Tokenizer.load(GPT2)) {
            String text = "one two three four ".repeat(400);
            List<long[]> ids = tokenizer.encode(List.of(text, "a"));
            assertThat(ids.get(0)).hasSizeGreaterThan(1600);
            assertThat(ids.get(1)).containsExactly(65);
            assertThat(tokenizer.decode(ids.get(0))).isEqualTo(text);
        }
    }

    @Test
    void anEmptyTextHasNoTokensAndNoTextsHaveNoRows() {
        try (Tokenizer tokenizer = Tokenizer.load(GPT2)) {
            assertThat(tokenizer.encode("")).isEmpty();
            assertThat(tokenizer.encode(List.of())).isEmpty();
            assertThat(tokenizer.decode(new long[0])).isEmpty();
        }
    }

    @Test
    void specialTokensAreLeftOutUnlessAskedFor() {
        try (Tokenizer tokenizer = Tokenizer.load(GPT2)) {
            long[] ended = {65, tokenizer.eosId()};
            assertThat(tokenizer.decode(ended)).isEqualTo("a");
            assertThat(tokenizer.decodeWithSpecialTokens(ended)).isEqualTo("a<|endoftext|>");
            assertThat(tokenizer.padId()).isEqualTo(tokenizer.eosId());
            assertThat(tokenizer.id("<|endoftext|>")).contains(0L);
            assertThat(tokenizer.id("no such token")).isEmpty();
        }
    }

    @Test
    void theEndThatOnlyTheModelKnowsIsTheModels(@TempDir Path folder) throws IOException {
        Files.copy(GPT2.resolve("tokenizer.json"), folder.resolve("tokenizer.json"));
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"model_max_length\": 1024}");
        Files.writeString(folder.resolve("config.json"), "{\"eos_token_id\": 7}");
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            assertThat(tokenizer.eosId()).isEqualTo(7);
            assertThat(tokenizer.padId()).isEqualTo(7);
        }
    }

    @Test
    void aClassifiersTokenizerFramesTextsAndEndsNone() {
        try (Tokenizer tokenizer = Tokenizer.load(DISTILBERT)) {
            assertThat(tokenizer.encode("a")).containsExactly(2, 18, 3);
            assertThat(tokenizer.id("[SEP]")).contains(3L);
            assertThat(tokenizer.padId()).isZero();
            assertThatThrownBy(tokenizer::eosId)
                    .isInstanceOf(BadCheckpointException.class)
                    .hasMessageContaining("names no \"eos_token\" that tokenizer.json knows");
        }
    }

    @Test
    void aRenderedTextIsNotFramedAgain() {
        try (Tokenizer tokenizer = Tokenizer.load(DISTILBERT)) {
            assertThat(tokenizer.encodeWithoutSpecialTokens("[CLS] a [SEP]")).containsExactly(2, 18, 3);
            assertThat(tokenizer.encode("[CLS] a [SEP]")).containsExactly(2, 2, 18, 3, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-tiny", "llama-tiny", "phi3-tiny"})
    void aStreamPutsTogetherWhatDecodingGives(String name) {
        try (Tokenizer tokenizer = Tokenizer.load(Path.of("src/test/resources", name))) {
            for (String text : List.of("This film was", "naïve café scenes, 3.5/10!", " two  blanks \n\n", "日本 🎬🎬 é", "a")) {
                TokenStream stream = tokenizer.stream();
                StringBuilder together = new StringBuilder();
                for (long id : tokenizer.encode(text)) {
                    String more = stream.next(id);
                    assertThat(more).as(text).doesNotContain("\ufffd");
                    together.append(more);
                }
                assertThat(stream.end()).as(text).isEmpty();
                assertThat(together).asString().isEqualTo(tokenizer.decode(tokenizer.encode(text)));
            }
        }
    }

    @Test
    void aStreamHoldsBackHalfACharacterAndTellsItAtTheEnd() {
        try (Tokenizer tokenizer = Tokenizer.load(PHI3)) {
            long word = tokenizer.id("▁from").orElseThrow();
            long blank = tokenizer.id("▁").orElseThrow();
            long first = tokenizer.id("<0xC3>").orElseThrow();
            long second = tokenizer.id("<0xA9>").orElseThrow();
            TokenStream stream = tokenizer.stream();
            assertThat(stream.next(word)).isEqualTo("from");
            assertThat(stream.next(first)).isEmpty();
            assertThat(stream.next(second)).isEqualTo("é");
            assertThat(stream.next(tokenizer.eosId())).isEmpty();
            assertThat(stream.next(word)).as("with its blank").isEqualTo(" from");
            assertThat(stream.next(blank)).isEqualTo(" ");
            assertThat(stream.next(first)).isEmpty();
            assertThat(stream.end()).isEqualTo("\ufffd");
        }
    }

    @Test
    void anAnswerMayEndInMoreWaysThanAText(@TempDir Path folder) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(PHI3)) {
            assertThat(tokenizer.endIds()).containsExactly(500L);
            tokenizer.copyTo(folder);
        }
        try (Tokenizer tokenizer = Tokenizer.load(folder)) {
            Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [500, 501, 503]}");
            assertThat(tokenizer.endIds()).containsExactly(500L, 501L, 503L);
            Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 503}");
            assertThat(tokenizer.endIds()).containsExactly(500L, 503L);
            Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [\"x\"]}");
            assertThatThrownBy(tokenizer::endIds)
                    .isInstanceOf(BadCheckpointException.class)
                    .hasMessageContaining("\"eos_token_id\" is [\"x\"]; whole numbers were expected");
        }
    }

    @Test
    void theTemplateOfChatsIsCopiedWithTheTokenizer(@TempDir Path folder) throws IOException {
        try (Tokenizer tokenizer = Tokenizer.load(Path.of("src/test/resources/llama-tiny"))) {
            tokenizer.copyTo(folder);
        }
        assertThat(folder).isDirectoryContaining("glob:**chat_template.jinja");
        try (Tokenizer copy = Tokenizer.load(folder)) {
            copy.copyTo(folder);
            assertThat(copy.eosId()).isEqualTo(2);
        }
    }

    @Test
    void aBrokenFileIsABadCheckpoint(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessageContaining("tokenizer_config.json: is missing");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{}");
        Files.writeString(folder.resolve("tokenizer.json"), "{\"version\": \"1.0\"}");
        assertThatThrownBy(() -> Tokenizer.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessageContaining("tokenizer.json: is no tokenizer");
    }

    @Test
    void rowsAreFilledOnTheSideThatWasAskedFor() {
        try (NDManager manager = Torch.manager()) {
            List<long[]> texts = List.of(new long[] {5}, new long[] {6, 7, 8}, new long[0]);
            TokenBatch left = TokenBatch.paddedLeft(texts, 9, manager);
            assertThat(left.ids().getShape()).isEqualTo(new Shape(3, 3));
            assertThat(left.ids().toLongArray()).containsExactly(9, 9, 5, 6, 7, 8, 9, 9, 9);
            assertThat(left.attentionMask().toLongArray()).containsExactly(0, 0, 1, 1, 1, 1, 0, 0, 0);
            assertThat(left.positions().toLongArray()).containsExactly(0, 0, 0, 0, 1, 2, 0, 0, 0);
            TokenBatch right = TokenBatch.paddedRight(texts, 9, manager);
            assertThat(right.ids().toLongArray()).containsExactly(5, 9, 9, 6, 7, 8, 9, 9, 9);
            assertThat(right.attentionMask().toLongArray()).containsExactly(1, 0, 0, 1, 1, 1, 0, 0, 0);
            assertThat(right.positions().toLongArray()).containsExactly(0, 0, 0, 0, 1, 2, 0, 0, 0);
        }
    }
}
