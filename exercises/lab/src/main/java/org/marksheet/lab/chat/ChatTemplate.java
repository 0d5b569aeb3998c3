package org.marksheet.lab.chat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.JsonFile;
import org.marksheet.lab.jinja.Template;

/**
 * How a checkpoint writes conversations.
 *
 * <p>The template is {@code chat_template.jinja}, or else {@code chat_template} in {@code tokenizer_config.json}; it sees {@code
 * messages}, {@code add_generation_prompt} and the special tokens by name ({@code bos_token}, {@code eos_token}, ..), as in
 * transformers. Encode the result with {@link org.marksheet.lab.text.Tokenizer#encodeWithoutSpecialTokens}: the special tokens are
 * in it.
 */
public final class ChatTemplate {
    private static final String FILE = "chat_template.jinja";
    private static final String CONFIG = "tokenizer_config.json";
    private static final String FIELD = "chat_template";
    private static final List<String> SPECIAL =
            List.of("bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token");

    private final Template template;
    private final Map<String, Object> variables;

    private ChatTemplate(Template template, Map<String, Object> variables) {
        this.template = template;
        this.variables = variables;
    }

    /**
     * Reads the template of a checkpoint.
     *
     * @param folder of the checkpoint
     * @throws BadCheckpointException if a file is missing or broken, or there is no template
     * @throws org.marksheet.lab.jinja.TemplateException if the template uses what is not known here
     */
    public static ChatTemplate load(Path folder) {
        JsonFile config = JsonFile.read(folder.resolve(CONFIG));
        Map<String, Object> variables = new HashMap<>();
        for (String name : SPECIAL) {
            token(config, name).ifPresent(token -> variables.put(name, token));
        }
        variables.put("tools", null);
        variables.put("documents", null);
        Path file = folder.resolve(FILE);
        if (Files.exists(file)) {
            return new ChatTemplate(Template.parse(file.toString(), text(file)), variables);
        }
        String source = config.field(FIELD).map(found -> source(config, found)).orElseThrow(() -> new BadCheckpointException(
                folder, "has neither " + FILE + " nor \"" + FIELD + "\" in " + CONFIG + ".",
                "Is it a base model? It continues texts, and has not learnt to chat."));
        return new ChatTemplate(Template.parse(config.file() + " (" + FIELD + ")", source), variables);
    }

    /**
     * Lets the template know the time: some write the date into what they tell the model.
     *
     * @param now what {@code strftime_now} formats; without it that function is not defined, and most templates do without
     * @return a template that knows it
     */
    public ChatTemplate at(LocalDateTime now) {
        Map<String, Object> more = new HashMap<>(variables);
        UnaryOperator<String> format = pattern -> DateText.of(now, pattern);
        more.put("strftime_now", format);
        return new ChatTemplate(template, more);
    }

    /**
     * Writes a conversation.
     *
     * @param messages the oldest first
     * @param addGenerationPrompt whether to end with what the assistant's answer begins with, so that the model answers
     * @return the text, special tokens by their names
     * @throws org.marksheet.lab.jinja.TemplateException if the template refuses the conversation, for example because roles do not
     *     alternate
     */
    public String render(List<ChatMessage> messages, boolean addGenerationPrompt) {
        Map<String, Object> all = new HashMap<>(variables);
        all.put("messages", messages.stream().map(ChatTemplate::fields).toList());
        all.put("add_generation_prompt", addGenerationPrompt);
        return template.render(all);
    }

    private static Map<String, Object> fields(ChatMessage message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("role", message.role());
        fields.put("content", message.content());
        return fields;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BadCheckpointException(file, "cannot be read: " + e + ".", "Copy or download the file again.", e);
        }
    }

    /** One template, or several with names. */
    private static String source(JsonFile config, JsonElement found) {
        if (found.isJsonPrimitive()) {
            return found.getAsString();
        }
        JsonArray several = found.isJsonArray() ? found.getAsJsonArray() : new JsonArray();
        return several.asList().stream()
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject)
                .filter(each -> says(each, "name").filter("default"::equals).isPresent())
                .findFirst()
                .flatMap(each -> says(each, "template"))
                .orElseThrow(() -> new BadCheckpointException(config.file(), "has a \"" + FIELD
                        + "\" that is neither a text nor a list with one that is named \"default\".",
                        "Copy or download the file again."));
    }

    /** A special token is a text or, in older files, an object with a field "content". */
    private static Optional<String> token(JsonFile config, String name) {
        return config.field(name).flatMap(found -> found.isJsonObject()
                ? says(found.getAsJsonObject(), "content")
                : Optional.of(found).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString));
    }

    private static Optional<String> says(JsonObject object, String field) {
        return Optional.ofNullable(object.get(field)).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsString);
    }
}
