package org.marksheet.lab.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.JsonFile;
import org.marksheet.lab.jinja.TemplateException;
import org.marksheet.lab.model.Fixture;
import org.marksheet.lab.text.Tokenizer;

class ChatTemplateTest {
    private static final ChatMessage SYSTEM = new ChatMessage("system", "Be brief.");
    private static final ChatMessage QUESTION = new ChatMessage("user", " Hi! ");
    private static final ChatMessage ANSWER = new ChatMessage("assistant", "Hello.");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"llama-tiny", "phi3-tiny"})
    void textsAndTokensAreThoseOfTransformers(String name) throws IOException {
        Path checkpoint = Fixture.load(name).folder();
        ChatTemplate template = ChatTemplate.load(checkpoint);
        JsonArray chats = JsonParser.parseString(Files.readString(checkpoint.resolve("chat.json"))).getAsJsonArray();
        assertThat(chats).hasSize(2);
        try (Tokenizer tokenizer = Tokenizer.load(checkpoint)) {
            for (JsonElement each : chats) {
                JsonObject chat = each.getAsJsonObject();
                List<ChatMessage> messages = chat.getAsJsonArray("messages").asList().stream()
                        .map(JsonElement::getAsJsonObject)
                        .map(message -> new ChatMessage(message.get("role").getAsString(), message.get("content").getAsString()))
                        .toList();
                String text = template.render(messages, chat.get("add_generation_prompt").getAsBoolean());
                assertThat(text).isEqualTo(chat.get("text").getAsString());
                assertThat(tokenizer.encodeWithoutSpecialTokens(text)).containsExactly(
                        chat.getAsJsonArray("input_ids").asList().stream().mapToLong(JsonElement::getAsLong).toArray());
            }
        }
    }

    /** Marks around the user's words, the system's words in the first of them: the way of Llama 2 and Mistral. */
    @Test
    void theSystemsWordsMayStandInTheFirstQuestion() throws IOException {
        template("""
                {% if messages[0]['role'] == 'system' %}
                    {% set rest = messages[1:] %}
                    {% set words = '<<S>>\\n' + messages[0]['content'].strip() + '\\n<</S>>\\n\\n' %}
                {% else %}
                    {% set rest = messages %}
                    {% set words = '' %}
                {% endif %}
                {{ bos_token }}
                {%- for message in rest %}
                    {% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}
                        {{ raise_exception('Question and answer must take turns.') }}
                    {% endif %}
                    {% if message['role'] == 'user' %}
                        {{- '[Q] ' + (words if loop.first else '') + message['content'] | trim + ' [/Q]' }}
                    {%- elif message['role'] == 'assistant' %}
                        {{- ' ' + message.content.strip() + ' ' + eos_token -}}
                    {% endif %}
                {% endfor %}
                """);
        ChatTemplate template = ChatTemplate.load(folder);
        assertThat(template.render(List.of(SYSTEM, QUESTION, ANSWER, QUESTION), true))
                .isEqualTo("<s>[Q] <<S>>\nBe brief.\n<</S>>\n\nHi! [/Q] Hello. </s>[Q] Hi! [/Q]");
        assertThat(template.render(List.of(QUESTION), true)).isEqualTo("<s>[Q] Hi! [/Q]");
        assertThatThrownBy(() -> template.render(List.of(QUESTION, QUESTION), true))
                .isInstanceOf(TemplateException.class)
                .hasMessage("%s:11: The template refuses these messages: Question and answer must take turns. "
                        + "Does the template fit these messages?", folder.resolve("chat_template.jinja"));
    }

    /** A header before each message, and what the messages are is looked up in a namespace: the way of Llama 3 and Qwen. */
    @Test
    void messagesMayHaveHeadersAndAStateThatOutlivesTheLoop() throws IOException {
        template("""
                {%- if not tools is defined or tools is none %}{%- set helpers = none %}{%- endif %}
                {%- set state = namespace(asked=0) %}
                {%- if messages[0].role != 'system' %}
                    {{- '<h>system</h>\\nYou help.<e>\\n' }}
                {%- endif %}
                {%- for message in messages %}
                    {%- if message.role is string and message.role in ('user', 'system', 'assistant') %}
                        {{- '<h>' ~ message.role ~ '</h>\\n' ~ message.content ~ '<e>' ~ '\\n' }}
                    {%- endif %}
                    {%- if message.role == 'user' %}{%- set state.asked = state.asked + 1 %}{%- endif %}
                {%- endfor %}
                {%- if add_generation_prompt is defined and add_generation_prompt %}
                    {{- '<h>assistant</h>\\n' }}
                {%- endif %}
                {{- '(' ~ state.asked ~ ')' if helpers is none }}
                """);
        ChatTemplate template = ChatTemplate.load(folder);
        assertThat(template.render(List.of(QUESTION, ANSWER, QUESTION), true)).isEqualTo("<h>system</h>\nYou help.<e>\n"
                + "<h>user</h>\n Hi! <e>\n<h>assistant</h>\nHello.<e>\n<h>user</h>\n Hi! <e>\n<h>assistant</h>\n(2)");
        assertThat(template.render(List.of(SYSTEM, QUESTION), false))
                .isEqualTo("<h>system</h>\nBe brief.<e>\n<h>user</h>\n Hi! <e>\n(1)");
    }

    /** Lines that begin with a role and stand on their own: the way of Zephyr and TinyLlama. */
    @Test
    void lineBreaksInTheTemplateArePrintedWhereNoTagDropsThem() throws IOException {
        template("{% for message in messages %}\n"
                + "{{ '<|' + message['role'] + '|>\n' + message['content'] + eos_token }}\n"
                + "{% if loop.last and add_generation_prompt %}\n"
                + "{{ '<|assistant|>' }}\n"
                + "{% endif %}\n"
                + "{% endfor %}");
        assertThat(ChatTemplate.load(folder).render(List.of(SYSTEM, QUESTION), true))
                .isEqualTo("<|system|>\nBe brief.</s>\n<|user|>\n Hi! </s>\n<|assistant|>\n");
    }

    @Test
    void theDateIsThatOfTheCallerOrTheTemplatesOwn() throws IOException {
        template("{%- if strftime_now is defined %}{%- set date = strftime_now('%d %b %Y') %}"
                + "{%- else %}{%- set date = '26 Jul 2024' %}{%- endif %}Today: {{ date }}");
        ChatTemplate template = ChatTemplate.load(folder);
        assertThat(template.render(List.of(QUESTION), false)).isEqualTo("Today: 26 Jul 2024");
        assertThat(template.at(LocalDateTime.of(2025, 3, 9, 8, 5)).render(List.of(QUESTION), false))
                .isEqualTo("Today: 09 Mar 2025");
        template("{{ strftime_now('%Q') }}");
        assertThatThrownBy(() -> ChatTemplate.load(folder).at(LocalDateTime.MIN).render(List.of(), false))
                .hasMessageContaining("The date format \"%Q\" is not known here.");
    }

    @Test
    void theFileBeatsTheFieldAndOfSeveralTheDefaultIsTaken() throws IOException {
        config("\"plain\"");
        assertThat(ChatTemplate.load(folder).render(List.of(), false)).isEqualTo("plain");
        config("[{\"name\": \"tool_use\", \"template\": \"tools\"}, {\"name\": \"default\", \"template\": \"{{ eos_token }}\"}]");
        assertThat(ChatTemplate.load(folder).render(List.of(), false)).isEqualTo("</s>");
        Files.writeString(folder.resolve("chat_template.jinja"), "file");
        assertThat(ChatTemplate.load(folder).render(List.of(), false)).isEqualTo("file");
    }

    @Test
    void noTemplateOrABrokenOneIsTold() throws IOException {
        config("null");
        assertThatThrownBy(() -> ChatTemplate.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessage("%s: has neither chat_template.jinja nor \"chat_template\" in tokenizer_config.json. "
                        + "Is it a base model? It continues texts, and has not learnt to chat.", folder);
        config("[{\"name\": \"rag\", \"template\": \"x\"}]");
        assertThatThrownBy(() -> ChatTemplate.load(folder))
                .isInstanceOf(BadCheckpointException.class)
                .hasMessageContaining("neither a text nor a list with one that is named \"default\"");
        config("\"{% macro x() %}{% endmacro %}\"");
        assertThatThrownBy(() -> ChatTemplate.load(folder))
                .isInstanceOf(TemplateException.class)
                .hasMessage("%s (chat_template):1: The statement \"macro\" is not known here. "
                        + "Write this place of the template without it.", folder.resolve("tokenizer_config.json"));
        assertThatThrownBy(() -> new ChatMessage(" ", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    private void template(String source) throws IOException {
        config("null");
        Files.writeString(folder.resolve("chat_template.jinja"), source);
    }

    private void config(String template) {
        JsonObject config = JsonParser.parseString("{\"bos_token\": {\"content\": \"<s>\"}, \"eos_token\": \"</s>\", "
                + "\"chat_template\": " + template + "}").getAsJsonObject();
        JsonFile.write(folder.resolve("tokenizer_config.json"), config);
    }
}
