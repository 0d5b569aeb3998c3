package org.marksheet.sheet41.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A conversation on the command line, with the model that comes along and with small random ones. */
class ChatCommandTest {
    private static final Path MODELS = Path.of("../../exercises/lab/src/test/resources");

    @Test
    void aMessageIsAnswered() {
        Ended ended = Ended.of(new ChatCommand(), "list words that start with m.");
        assertThat(ended.code()).isZero();
        assertThat(ended.output()).matches("m[a-z]+(, m[a-z]+)+\\.\\R");
        assertThat(ended.errors()).isEmpty();
    }

    @Test
    void linesOfTheInputAreMessagesUntilTheExit() {
        Ended ended = Ended.of(new ChatCommand(new StringReader("""
                list words that start with m.

                /reset
                /nonsense
                list words that start with l.
                /exit
                list words that start with s.
                """)));
        assertThat(ended.code()).isZero();
        assertThat(ended.output().lines()).hasSize(2).first().asString().startsWith("m");
        assertThat(ended.errors()).contains(
                "each is answered by itself", "Forgotten.", "There is no /nonsense. Known: /reset, /exit.");
    }

    @Test
    void aModelWithoutATemplateCannotChat() {
        Ended ended = chat("gpt2-tiny", "Hello");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).contains("gpt2-tiny").contains("has neither chat_template.jinja nor")
                .contains("Is it a base model?").doesNotContain("\tat ");
    }

    @Test
    void aTemplateWithoutPlaceForASystemMessageIsNamed() {
        Ended ended = Ended.of(new ChatCommand(), "--system", "be brief", "list words that start with m.");
        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.errors()).contains("no place for a system message").contains("without --system");
        assertThat(chat("llama-tiny", "--system", "Be brief.", "--max-new-tokens", "3", "Hello").code()).isZero();
        assertThat(chat("phi3-tiny", "--system", "Be brief.", "--max-new-tokens", "3", "Hello").code()).isZero();
    }

    @Test
    void whatIsTooLongIsSaidAndTheLoopGoesOn() {
        String essay = "a b c d ".repeat(60);
        Ended once = chat("llama-tiny", essay);
        assertThat(once.code()).isEqualTo(1);
        assertThat(once.errors()).contains("the model reads 128 at most").doesNotContain("/reset");

        ChatCommand loop = new ChatCommand(new StringReader(essay + "\nHello\n"));
        Ended ended = Ended.of(loop, "--model", MODELS.resolve("phi3-tiny").toString(), "--max-new-tokens", "3");
        assertThat(ended.code()).isZero();
        assertThat(ended.errors()).contains("the model reads 128 at most").contains("/reset");
        assertThat(ended.output()).isNotBlank();
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertThat(chat("llama-tiny", "--max-new-tokens", "0", "Hello").errors()).contains("max-new-tokens is 0");
        assertThat(chat("llama-tiny", "--temperature", "-1", "Hello").errors()).contains("temperature is -1");
    }

    private static Ended chat(String model, String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "--model";
        all[1] = MODELS.resolve(model).toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Ended.of(new ChatCommand(), all);
    }
}
