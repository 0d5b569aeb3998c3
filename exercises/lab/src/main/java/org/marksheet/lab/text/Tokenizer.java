package org.marksheet.lab.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.JsonFile;

/**
 * The tokenizer of a checkpoint: texts to token ids and back.
 *
 * <p>It reads {@code tokenizer.json} and the names of the special tokens in {@code tokenizer_config.json}. Nothing is cut off and
 * nothing is padded: that is for {@link TokenBatch}.
 */
public final class Tokenizer implements AutoCloseable {
    private static final String TOKENS = "tokenizer.json";
    private static final String CONFIG = "tokenizer_config.json";

    /** Newer checkpoints keep the template of chats apart from the rest. */
    private static final String CHAT = "chat_template.jinja";

    /** Says which tokens end an answer, where it is not only the one that ends a text. */
    private static final String GENERATION = "generation_config.json";

    private final Path folder;
    private final HuggingFaceTokenizer tokenizer;
    private final JsonFile tokens;
    private final JsonFile config;

    private Tokenizer(Path folder, HuggingFaceTokenizer tokenizer, JsonFile tokens, JsonFile config) {
        this.folder = folder;
        this.tokenizer = tokenizer;
        this.tokens = tokens;
        this.config = config;
    }

    /**
     * Reads the tokenizer of a checkpoint.
     *
     * @param folder with {@code tokenizer.json} and {@code tokenizer_config.json}
     * @return a tokenizer; the caller closes it
     * @throws BadCheckpointException if a file is missing or broken
     */
    public static Tokenizer load(Path folder) {
        JsonFile config = JsonFile.read(folder.resolve(CONFIG));
        JsonFile tokens = JsonFile.read(folder.resolve(TOKENS));
        // The library's defaults would silently cut texts off at 512 tokens and pad them.
        Map<String, String> options = Map.of("truncation", "false", "padding", "false", "addSpecialTokens", "true");
        try {
            HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(folder.resolve(TOKENS), options);
            return new Tokenizer(folder, tokenizer, tokens, config);
        } catch (IOException | RuntimeException e) {
            throw new BadCheckpointException(folder.resolve(TOKENS), "is no tokenizer: " + e.getMessage() + ".",
                    "Copy or download the file again.", e);
        }
    }

    /**
     * Turns a text into tokens, with the special tokens that this tokenizer puts around every text (BERT's do, GPT-2's do not).
     *
     * @param text any text; the names of special tokens in it become those tokens
     * @return all its ids, however many
     */
    public long[] encode(String text) {
        return encode(List.of(text)).get(0);
    }

    /**
     * Turns texts into tokens, each by itself.
     *
     * @param texts as in {@link #encode(String)}
     * @return the ids of each text
     */
    public List<long[]> encode(List<String> texts) {
        if (texts.isEmpty()) {
            return List.of();
        }
        return Stream.of(tokenizer.batchEncode(texts, true, false)).map(Encoding::getIds).toList();
    }

    /**
     * Turns a text that already holds the special tokens it needs, such as a rendered chat, into tokens.
     *
     * @param text any text; the names of special tokens in it become those tokens
     * @return its ids, with nothing put around them
     */
    public long[] encodeWithoutSpecialTokens(String text) {
        return tokenizer.encode(text, false, false).getIds();
    }

    /**
     * Turns tokens into text and leaves special tokens out.
     *
     * @param ids of this tokenizer's vocabulary
     */
    public String decode(long[] ids) {
        return tokenizer.decode(ids, true);
    }

    /** Returns a stream that turns tokens into text one by one, and leaves special tokens out. */
    public TokenStream stream() {
        return new TokenStream(this::decode);
    }

    /**
     * Turns tokens into text, special tokens by their names.
     *
     * @param ids of this tokenizer's vocabulary
     */
    public String decodeWithSpecialTokens(long[] ids) {
        return tokenizer.decode(ids, false);
    }

    /**
     * Returns the id of the token that fills rectangles, or that of the end of a text where there is none.
     *
     * @throws BadCheckpointException if the files name neither
     */
    public long padId() {
        return special("pad_token").orElseGet(this::eosId);
    }

    /**
     * Returns the id of the token that ends a text; where the tokenizer names none, the one that {@code config.json} gives.
     *
     * @throws BadCheckpointException if the files name none
     */
    public long eosId() {
        return special("eos_token").or(this::eosOfTheModel).orElseThrow(() -> new BadCheckpointException(folder.resolve(CONFIG),
                "names no \"eos_token\" that " + TOKENS + " knows.", "Is it the tokenizer of a language model?"));
    }

    /**
     * Returns the ids of all tokens that end what a model writes: that of {@link #eosId()}, and those that {@code
     * generation_config.json} names, such as the end of a turn in a chat.
     *
     * @throws BadCheckpointException if the files name none, or the file is broken
     */
    public Set<Long> endIds() {
        Set<Long> ends = new TreeSet<>();
        Path file = folder.resolve(GENERATION);
        if (Files.exists(file)) {
            JsonFile generation = JsonFile.read(file);
            generation.field("eos_token_id").ifPresent(found -> ends.addAll(ids(generation, found)));
        }
        special("eos_token").ifPresent(ends::add);
        return ends.isEmpty() ? Set.of(eosId()) : ends;
    }

    /**
     * Returns the id of a token.
     *
     * @param token as the vocabulary spells it
     * @return nothing if it is not in the vocabulary
     */
    public Optional<Long> id(String token) {
        Stream<JsonObject> added = tokens.field("added_tokens").filter(JsonElement::isJsonArray).stream()
                .flatMap(list -> list.getAsJsonArray().asList().stream())
                .filter(JsonElement::isJsonObject)
                .map(JsonElement::getAsJsonObject);
        Optional<JsonElement> found = added.filter(entry -> entry.has("content")
                        && entry.get("content").getAsString().equals(token))
                .map(entry -> entry.get("id"))
                .findFirst();
        return found.or(() -> tokens.field("model").filter(JsonElement::isJsonObject)
                        .map(model -> model.getAsJsonObject().get("vocab"))
                        .filter(JsonElement::isJsonObject)
                        .map(vocabulary -> vocabulary.getAsJsonObject().get(token)))
                .map(JsonElement::getAsLong);
    }

    /**
     * Copies the tokenizer's files beside other weights.
     *
     * @param target an existing folder
     * @throws IOException if that fails
     */
    public void copyTo(Path target) throws IOException {
        for (String file : List.of(TOKENS, CONFIG, CHAT, GENERATION)) {
            boolean needed = file.equals(TOKENS) || file.equals(CONFIG);
            if (needed || Files.exists(folder.resolve(file))) {
                byte[] bytes = Files.readAllBytes(folder.resolve(file));
                Files.write(target.resolve(file), bytes);
            }
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }

    /** The files of gpt2 on the hub leave the name to Python's class, and give the id beside the weights. */
    private Optional<Long> eosOfTheModel() {
        Path file = folder.resolve("config.json");
        return Files.isRegularFile(file)
                ? JsonFile.read(file).field("eos_token_id")
                        .filter(value -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber())
                        .map(JsonElement::getAsLong)
                : Optional.empty();
    }

    /** One number or a list of them. */
    private static List<Long> ids(JsonFile file, JsonElement found) {
        try {
            List<JsonElement> all = found.isJsonArray() ? found.getAsJsonArray().asList() : List.of(found);
            return all.stream().map(each -> each.getAsBigDecimal().longValueExact()).toList();
        } catch (IllegalStateException | UnsupportedOperationException | NumberFormatException | ArithmeticException e) {
            throw new BadCheckpointException(file.file(), "\"eos_token_id\" is " + found + "; whole numbers were expected.",
                    "Copy or download the file again.", e);
        }
    }

    /** A special token is a text or, in older files, an object with a field "content". */
    private Optional<Long> special(String field) {
        return config.field(field)
                .map(value -> value.isJsonObject() ? value.getAsJsonObject().get("content") : value)
                .filter(JsonElement::isJsonPrimitive)
                .flatMap(value -> id(value.getAsString()));
    }
}
