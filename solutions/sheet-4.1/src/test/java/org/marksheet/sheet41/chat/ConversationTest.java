package org.marksheet.sheet41.chat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.chat.ChatTemplate;
import org.marksheet.lab.pretrained.Precision;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.LogitSampling;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.chat.ChatTemplate;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.text.Tokenizer;
import org.marksheet.sheet41.generation.BatchGeneration;
import org.marksheet.sheet41.generation.Generation;
import org.marksheet.sheet41.generation.LogitSampling;

/** What a model is given in a conversation, and what comes back while it answers. */
class ConversationTest {
    private static final Path LLAMA = Path.of("../../exercises/lab/src/test/resources/llama-tiny");
    private static final Manner GREEDY = new Manner(12, 0, 0, 1, 1);

    @TempDir
    private Path folder;

    @Test
    void theModelReadsWhatWasSaidBefore() {
        List<String> read = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizer.load(LLAMA);
                Speaker speaker = Speaker.load(LLAMA, Precision.FLOAT32, saying("Yes.", read, tokenizer), new LogitSampling())) {
            Conversation conversation = new Conversation(speaker, ChatTemplate.load(LLAMA), Optional.of("Be brief."));
            assertThat(conversation.remembers()).isTrue();
            assertThat(conversation.say("Is it red?", GREEDY, piece -> {}, () -> false).text()).isEqualTo("Yes.");
            conversation.say("Is it blue?", GREEDY, piece -> {}, () -> false);
            conversation.reset();
            conversation.say("Is it green?", GREEDY, piece -> {}, () -> false);
        }
        assertThat(read.get(1)).containsSubsequence("Be brief.", "Is it red?", "Yes.", "Is it blue?").endsWith("assistant\n");
        assertThat(read.get(2)).contains("Be brief.", "Is it green?").doesNotContain("red", "blue");
    }

    @Test
    void piecesComeOneByOneAndMakeUpTheAnswer() {
        List<String> pieces = new ArrayList<>();
        Answer answer = greedy(LLAMA, pieces);
        assertThat(answer.ids()).hasSize(12);
        assertThat(answer.ending()).isEqualTo(Answer.Ending.LIMIT);
        assertThat(pieces).hasSizeGreaterThan(2);
        assertThat(String.join("", pieces).strip()).isEqualTo(answer.text()).isNotEmpty();
    }

    @Test
    void anyEndOfTheModelEndsTheAnswer() throws IOException {
        List<Long> ids = greedy(LLAMA, new ArrayList<>()).ids();
        long other = ids.get(5);
        try (Stream<Path> files = Files.list(LLAMA)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [2, " + other + "]}");
        Answer answer = greedy(folder, new ArrayList<>());
        assertThat(answer.ids()).isEqualTo(ids.subList(0, ids.indexOf(other) + 1));
        assertThat(answer.ending()).isEqualTo(Answer.Ending.COMPLETE);
    }

    @Test
    void aGenerationThatAsksNobodyIsCutAtTheEnd() {
        List<String> pieces = new ArrayList<>();
        try (Tokenizer tokenizer = Tokenizer.load(LLAMA);
                Speaker speaker = Speaker.load(
                        LLAMA, Precision.FLOAT32, saying("Yes.<|im_end|> And more.", new ArrayList<>(), tokenizer), new LogitSampling())) {
            Answer answer = speaker.goOn("Well", GREEDY, pieces::add, () -> false);
            assertThat(answer.text()).isEqualTo("Yes.").isEqualTo(String.join("", pieces));
            assertThat(answer.ending()).isEqualTo(Answer.Ending.COMPLETE);
        }
    }

    @Test
    void anAnswerCanBeBrokenOff() {
        int[] asked = {0};
        try (Speaker speaker = Speaker.load(LLAMA, Precision.FLOAT32, new BatchGeneration(), new LogitSampling())) {
            Answer answer = speaker.goOn("Well", GREEDY, piece -> {}, () -> ++asked[0] == 4);
            assertThat(answer.ids()).hasSize(4);
            assertThat(answer.ending()).isEqualTo(Answer.Ending.INTERRUPTED);
        }
    }

    @Test
    void anAnswerStopsWhereTheModelCanReadNoMore() {
        try (Speaker speaker = Speaker.load(LLAMA, Precision.FLOAT32, new BatchGeneration(), new LogitSampling())) {
            Answer answer = speaker.goOn("Well", new Manner(1_000, 1, 0, 1, 3), piece -> {}, () -> false);
            assertThat(answer.ids()).hasSizeLessThan(128);
            assertThat(answer.ending()).isIn(Answer.Ending.FULL, Answer.Ending.COMPLETE);
        }
    }

    private static Answer greedy(Path model, List<String> pieces) {
        try (Speaker speaker = Speaker.load(model, Precision.FLOAT32, new BatchGeneration(), new LogitSampling())) {
            Conversation conversation = new Conversation(speaker, ChatTemplate.load(model), Optional.empty());
            return conversation.say("Write about the sea.", GREEDY, pieces::add, () -> false);
        }
    }

    /** Writes down what it reads, and always says the same. */
    private static Generation saying(String text, List<String> read, Tokenizer tokenizer) {
        return (model, sampling, prompts, options, stopping, random) -> {
            read.add(tokenizer.decodeWithSpecialTokens(prompts.get(0)));
            long[] ids = tokenizer.encodeWithoutSpecialTokens(text);
            NDArray all = Torch.scopeManager().create(ids, new Shape(1, ids.length));
            return all;
        };
    }
}
