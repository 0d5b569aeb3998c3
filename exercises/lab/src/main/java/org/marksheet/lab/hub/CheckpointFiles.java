package org.marksheet.lab.hub;

import com.google.gson.JsonElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.marksheet.lab.checkpoint.BadCheckpointException;
import org.marksheet.lab.checkpoint.JsonFile;

/** Which files of a repository make a checkpoint that the lab can read. Nothing else is downloaded. */
final class CheckpointFiles {
    static final String SINGLE = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final List<String> NEEDED = List.of("config.json", "tokenizer.json", "tokenizer_config.json");
    private static final List<String> USEFUL =
            List.of("generation_config.json", "special_tokens_map.json", "chat_template.jinja");

    private CheckpointFiles() {
    }

    /**
     * Chooses the files that say what the model is; if the weights are in several files, the index of them too.
     *
     * @throws HubException if the repository lacks one that is needed; says how to make it
     */
    static List<RepoFile> descriptions(HubModel model, RepoListing listing) {
        if (!listing.files().contains("config.json")) {
            throw new HubException(model.toString(), "has no config.json.",
                    "Choose a repository in the layout of transformers, or give a folder with the model.");
        }
        checkWeights(model, listing);
        for (String needed : NEEDED) {
            if (!listing.files().contains(needed)) {
                throw new HubException(model.toString(), "has no " + needed + ".",
                        "Make a folder of it in Python, with transformers: AutoTokenizer.from_pretrained(\"" + model.id()
                        + "\").save_pretrained(\"FOLDER\"), put config.json and the .safetensors files beside it, "
                        + "and give FOLDER instead of the name.");
            }
        }
        Stream<String> index = listing.files().contains(SINGLE) ? Stream.empty() : Stream.of(INDEX);
        return Stream.of(NEEDED.stream(), USEFUL.stream().filter(listing.files()::contains), index)
                .flatMap(names -> names)
                .map(RepoFile::new)
                .toList();
    }

    /**
     * Chooses the files of weights.
     *
     * @param snapshot where the index is by now, if there is one
     * @throws HubException if the index names a file that the repository lacks, or a place elsewhere
     * @throws BadCheckpointException if the index is broken
     */
    static List<RepoFile> weights(HubModel model, RepoListing listing, Path snapshot) {
        if (listing.files().contains(SINGLE)) {
            return List.of(new RepoFile(SINGLE));
        }
        List<RepoFile> shards = shards(snapshot.resolve(INDEX));
        for (RepoFile shard : shards) {
            if (!listing.files().contains(shard.name())) {
                throw new HubException(model.toString(), INDEX + " names " + shard + ", which the repository does not have.",
                        "The upload is not whole: choose another revision, or ask its owner.");
            }
        }
        return shards;
    }

    /** Returns what a folder lacks to be a checkpoint; nothing if it is whole. */
    static List<String> missing(Path folder) {
        List<String> missing = new ArrayList<>(NEEDED);
        missing.removeIf(name -> Files.isRegularFile(folder.resolve(name)));
        if (Files.isRegularFile(folder.resolve(SINGLE))) {
            return missing;
        }
        if (Files.isRegularFile(folder.resolve(INDEX))) {
            shards(folder.resolve(INDEX)).stream()
                    .filter(shard -> !Files.isRegularFile(shard.in(folder)))
                    .forEach(shard -> missing.add(shard.name()));
        } else {
            missing.add(SINGLE);
        }
        return missing;
    }

    private static List<RepoFile> shards(Path index) {
        JsonElement map = JsonFile.read(index).field("weight_map").filter(JsonElement::isJsonObject)
                .orElseThrow(() -> new BadCheckpointException(
                        index, "has no object \"weight_map\".", "Remove it, and start the download again."));
        return map.getAsJsonObject().asMap().values().stream()
                .map(value -> value.isJsonPrimitive() ? value.getAsString() : "")
                .distinct()
                .sorted()
                .map(RepoFile::new)
                .toList();
    }

    private static void checkWeights(HubModel model, RepoListing listing) {
        if (listing.files().contains(SINGLE) || listing.files().contains(INDEX)) {
            return;
        }
        Optional<String> pickle = listing.files().stream()
                .filter(name -> name.matches("[^/]*\\.(bin|pt|pth|ckpt|pkl)"))
                .sorted()
                .findFirst();
        if (pickle.isEmpty()) {
            throw new HubException(model.toString(), "has neither " + SINGLE + " nor " + INDEX + ".",
                    "Choose a repository or a revision with weights as safetensors.");
        }
        throw new HubException(model.toString(), "has its weights only as " + pickle.get()
                + ", a pickle, which can run any code when it is read; it was not downloaded.",
                "Look at the repository's pull requests for one that adds " + SINGLE + " and give " + model.id() + "@refs/pr/N; "
                + "or convert it in Python, with transformers, where you trust it: AutoModelForCausalLM (or "
                + "AutoModelForSequenceClassification).from_pretrained(\"" + model.id()
                + "\").save_pretrained(\"FOLDER\", safe_serialization=True), the same with AutoTokenizer, and give FOLDER.");
    }
}
