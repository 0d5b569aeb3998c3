package org.marksheet.sheet41.toyworld.tokenizer;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.marksheet.lab.checkpoint.JsonFile;

/**
 * Writes {@code tokenizer.json} and {@code tokenizer_config.json} in the layout of Hugging Face.
 *
 * @see <a href="https://huggingface.co/docs/tokenizers">Tokenizers</a>
 */
public final class TokenizerFiles {
    private static final String CONFIG = "tokenizer_config.json";
    private static final List<String> CLASSIFIER_SPECIALS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]");

    private TokenizerFiles() {}

    /**
     * Writes the tokenizer of a language model: byte-level, in lower case, a blank before the first word. Its one special
     * token begins, ends and fills texts; no text gets it by itself.
     *
     * @param folder exists
     * @param vocabulary its tokens and merges
     * @param positions the longest text of the model, in tokens
     */
    public static void write(Path folder, BytePairs vocabulary, int positions) {
        JsonObject byteLevel = object("type", "ByteLevel", "add_prefix_space", true, "trim_offsets", true, "use_regex", true);
        JsonObject model = object("type", "BPE", "dropout", null, "unk_token", null, "continuing_subword_prefix", null,
                "end_of_word_suffix", null, "fuse_unk", false, "byte_fallback", false, "ignore_merges", false);
        model.add("vocab", numbered(vocabulary.tokens()));
        model.add("merges", array(vocabulary.merges()));
        int end = vocabulary.tokens().size() - 1;
        write(folder, List.of(added(end, BytePairs.END_OF_TEXT)), object("type", "Lowercase"), byteLevel, null, byteLevel,
                model);
        JsonObject config = object("tokenizer_class", "GPT2Tokenizer", "add_prefix_space", true,
                "bos_token", BytePairs.END_OF_TEXT, "eos_token", BytePairs.END_OF_TEXT, "pad_token", BytePairs.END_OF_TEXT,
                "unk_token", BytePairs.END_OF_TEXT, "model_max_length", positions, "clean_up_tokenization_spaces", false);
        JsonFile.write(folder.resolve(CONFIG), config);
    }

    /**
     * Adds to a tokenizer how an instruction becomes a prompt.
     *
     * @param folder with a tokenizer
     * @param template as {@code chat_template}
     * @throws IOException if the file cannot be read
     */
    public static void addChatTemplate(Path folder, String template) throws IOException {
        JsonObject config = JsonParser.parseString(Files.readString(folder.resolve(CONFIG))).getAsJsonObject();
        config.addProperty("chat_template", template);
        JsonFile.write(folder.resolve(CONFIG), config);
    }

    /**
     * Writes the tokenizer of a classifier: a token for each word, {@code [UNK]} for every other word, {@code [CLS]} before
     * and {@code [SEP]} behind each text.
     *
     * @param folder exists
     * @param words in lower case, each at most once
     * @param positions the longest text of the model, in tokens
     * @return how many tokens there are
     */
    public static int write(Path folder, Set<String> words, int positions) {
        List<String> tokens = new ArrayList<>(CLASSIFIER_SPECIALS);
        tokens.addAll(words);
        JsonObject model = object("type", "WordPiece", "unk_token", "[UNK]", "continuing_subword_prefix", "##",
                "max_input_chars_per_word", 100);
        model.add("vocab", numbered(tokens));
        JsonObject normalizer = object("type", "BertNormalizer", "clean_text", true, "handle_chinese_chars", true,
                "strip_accents", null, "lowercase", true);
        List<JsonObject> added = new ArrayList<>();
        for (int id = 0; id < CLASSIFIER_SPECIALS.size(); id++) {
            added.add(added(id, tokens.get(id)));
        }
        write(folder, added, normalizer, object("type", "BertPreTokenizer"), aroundEachText(tokens),
                object("type", "WordPiece", "prefix", "##", "cleanup", true), model);
        JsonFile.write(folder.resolve(CONFIG), object("tokenizer_class", "DistilBertTokenizer",
                "do_lower_case", true, "pad_token", "[PAD]", "unk_token", "[UNK]", "cls_token", "[CLS]", "sep_token", "[SEP]",
                "model_max_length", positions));
        return tokens.size();
    }

    private static void write(Path folder, List<JsonObject> added, JsonObject normalizer, JsonObject preTokenizer,
            JsonObject postProcessor, JsonObject decoder, JsonObject model) {
        JsonArray addedTokens = new JsonArray();
        added.forEach(addedTokens::add);
        JsonFile.write(folder.resolve("tokenizer.json"), object("version", "1.0", "truncation", null, "padding", null,
                "added_tokens", addedTokens, "normalizer", normalizer, "pre_tokenizer", preTokenizer, "post_processor",
                postProcessor, "decoder", decoder, "model", model));
    }

    private static JsonObject added(int id, String token) {
        return object("id", id, "content", token, "single_word", false, "lstrip", false, "rstrip", false, "normalized", false,
                "special", true);
    }

    private static JsonObject aroundEachText(List<String> tokens) {
        JsonArray single = new JsonArray();
        JsonArray pair = new JsonArray();
        JsonObject specials = new JsonObject();
        for (JsonArray template : List.of(single, pair)) {
            template.add(object("SpecialToken", object("id", "[CLS]", "type_id", 0)));
            template.add(object("Sequence", object("id", "A", "type_id", 0)));
            template.add(object("SpecialToken", object("id", "[SEP]", "type_id", 0)));
        }
        pair.add(object("Sequence", object("id", "B", "type_id", 1)));
        pair.add(object("SpecialToken", object("id", "[SEP]", "type_id", 1)));
        for (String token : List.of("[CLS]", "[SEP]")) {
            JsonArray ids = new JsonArray();
            ids.add(tokens.indexOf(token));
            specials.add(token, object("id", token, "ids", ids, "tokens", array(List.of(token))));
        }
        return object("type", "TemplateProcessing", "single", single, "pair", pair, "special_tokens", specials);
    }

    private static JsonObject numbered(List<String> tokens) {
        JsonObject vocabulary = new JsonObject();
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.addProperty(tokens.get(id), id);
        }
        return vocabulary;
    }

    private static JsonArray array(List<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    /** Makes an object of names and values that follow each other; a value is JSON, a text, a number, a boolean or null. */
    private static JsonObject object(Object... namesAndValues) {
        JsonObject object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.add((String) namesAndValues[i], element(namesAndValues[i + 1]));
        }
        return object;
    }

    private static JsonElement element(Object value) {
        if (value == null) {
            return JsonNull.INSTANCE;
        }
        if (value instanceof JsonElement element) {
            return element;
        }
        if (value instanceof Number number) {
            return new JsonPrimitive(number);
        }
        return value instanceof Boolean flag ? new JsonPrimitive(flag)
                : new JsonPrimitive((String) value);
    }
}
