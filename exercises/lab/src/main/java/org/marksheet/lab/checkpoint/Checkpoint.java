package org.marksheet.lab.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.Torch;

/**
 * A folder with {@code config.json} and the weights of a model: one {@code model.safetensors}, or else several files that {@code
 * model.safetensors.index.json} lists.
 */
public final class Checkpoint {
    private static final String CONFIG = "config.json";
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path folder;
    private final JsonFile config;
    private final Map<String, SafetensorsFile> files;

    private Checkpoint(Path folder, JsonFile config, Map<String, SafetensorsFile> files) {
        this.folder = folder;
        this.config = config;
        this.files = files;
    }

    /**
     * Reads what a folder says of itself; the weights stay on disk.
     *
     * @param folder of a checkpoint
     * @throws BadCheckpointException if a file is missing or broken
     */
    public static Checkpoint open(Path folder) {
        JsonFile config = JsonFile.read(folder.resolve(CONFIG));
        // As in transformers: where both are there, the index is of other files.
        if (Files.exists(folder.resolve(SINGLE))) {
            SafetensorsFile single = SafetensorsFile.open(folder.resolve(SINGLE));
            Map<String, SafetensorsFile> files = new LinkedHashMap<>();
            single.shapes().keySet().forEach(name -> files.put(name, single));
            return new Checkpoint(folder, config, files);
        }
        if (!Files.exists(folder.resolve(INDEX))) {
            throw new BadCheckpointException(folder, "has neither " + SINGLE + " nor " + INDEX + ".",
                    "Is this the folder of a checkpoint? Weights in other formats must be converted first.");
        }
        return new Checkpoint(folder, config, shards(folder));
    }

    /** Returns {@code config.json}. */
    public JsonFile config() {
        return config;
    }

    /** Returns the shapes of all tensors by name. */
    public Map<String, Shape> shapes() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        files.forEach((name, file) -> shapes.put(name, file.shapes().get(name)));
        return shapes;
    }

    /**
     * Reads one tensor.
     *
     * @param name one of {@link #shapes()}
     * @param manager owns the result
     * @return as {@link SafetensorsFile#read}
     * @throws BadCheckpointException if there is no such tensor
     */
    public NDArray read(String name, NDManager manager) {
        SafetensorsFile file = files.get(name);
        if (file == null) {
            throw new BadCheckpointException(folder, "has no tensor " + name + ".", "It holds " + files.keySet() + ".");
        }
        return file.read(name, manager);
    }

    /**
     * Reads all weights of a model as float32.
     *
     * @param expected the shape of each parameter, in the order that the parameters shall have
     * @param parameterOf from a name in the file to the name of the parameter; nothing if the tensor is to be ignored
     * @return exactly the expected parameters; the caller closes them
     * @throws BadCheckpointException if tensors are missing, left over, given twice, of another shape or not of real numbers
     */
    public Parameters parameters(Map<String, Shape> expected, Function<String, Optional<String>> parameterOf) {
        return parameters(expected, parameterOf, DataType.FLOAT32);
    }

    /**
     * Reads all weights of a model.
     *
     * @param expected the shape of each parameter, in the order that the parameters shall have
     * @param parameterOf from a name in the file to the name of the parameter; nothing if the tensor is to be ignored
     * @param type of the parameters: FLOAT32, or FLOAT16 if they are only used; numbers too large for it become infinite
     * @return exactly the expected parameters; the caller closes them
     * @throws BadCheckpointException as {@link #parameters(Map, Function)}
     */
    public Parameters parameters(
            Map<String, Shape> expected, Function<String, Optional<String>> parameterOf, DataType type) {
        Map<String, String> source = sources(parameterOf);
        check(expected, source);
        NDManager manager = Torch.manager();
        try {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            expected.keySet().forEach(name -> arrays.put(name, real(source.get(name), type, manager)));
            return new Parameters(manager, arrays);
        } catch (BadCheckpointException e) {
            manager.close();
            throw e;
        }
    }

    /**
     * Writes a checkpoint with one file of weights; an index of an older one in several files is removed.
     *
     * @param folder is made if it is missing
     * @param config the content of {@code config.json}
     * @param weights float32, by name
     * @param stored {@link StoredType#F32} or {@link StoredType#F16}
     */
    public static void write(Path folder, JsonObject config, Map<String, NDArray> weights, StoredType stored) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(folder.resolve(INDEX));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be written: " + e.getMessage(), e);
        }
        JsonFile.write(folder.resolve(CONFIG), config);
        SafetensorsWriter.write(folder.resolve(SINGLE), weights, stored);
    }

    private static Map<String, SafetensorsFile> shards(Path folder) {
        JsonFile index = JsonFile.read(folder.resolve(INDEX));
        JsonObject map = index.field("weight_map").filter(JsonElement::isJsonObject).map(JsonElement::getAsJsonObject)
                .orElseThrow(() -> new BadCheckpointException(
                        index.file(), "has no object \"weight_map\".", "Copy or download the file again."));
        Map<String, SafetensorsFile> opened = new TreeMap<>();
        Map<String, SafetensorsFile> files = new LinkedHashMap<>();
        map.asMap().forEach((tensor, value) -> {
            String name = value.isJsonPrimitive() ? value.getAsString() : "";
            // A plain name: an index must not reach outside of its folder.
            if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.-]*")) {
                throw new BadCheckpointException(index.file(), "says that " + tensor + " is in " + value
                        + ", which is not the name of a file.", "Copy or download the file again.");
            }
            SafetensorsFile file = opened.computeIfAbsent(name, key -> SafetensorsFile.open(folder.resolve(key)));
            if (!file.shapes().containsKey(tensor)) {
                throw new BadCheckpointException(index.file(), "says that " + tensor + " is in " + name
                        + ", but there it is not.", "Do the files come from one download?");
            }
            files.put(tensor, file);
        });
        opened.forEach((name, file) -> file.shapes().keySet().forEach(tensor -> {
            if (!files.containsKey(tensor)) {
                throw new BadCheckpointException(folder.resolve(name), "holds " + tensor + ", which " + INDEX
                        + " does not list.", "Do the files come from one download?");
            }
        }));
        return files;
    }

    private Map<String, String> sources(Function<String, Optional<String>> parameterOf) {
        Map<String, String> source = new LinkedHashMap<>();
        files.keySet().forEach(inFile -> parameterOf.apply(inFile).ifPresent(name -> {
            String before = source.put(name, inFile);
            if (before != null) {
                throw new BadCheckpointException(folder, before + " and " + inFile + " are both " + name + ".",
                        "Remove one of them.");
            }
        }));
        return source;
    }

    private void check(Map<String, Shape> expected, Map<String, String> source) {
        List<String> problems = new ArrayList<>();
        Map<String, Shape> shapes = shapes();
        expected.forEach((name, shape) -> {
            if (!source.containsKey(name)) {
                problems.add(name + " is missing");
            } else if (!shapes.get(source.get(name)).equals(shape)) {
                problems.add(source.get(name) + " is " + shapes.get(source.get(name)) + " but " + CONFIG + " asks for "
                        + shape);
            }
        });
        source.forEach((name, inFile) -> {
            if (!expected.containsKey(name)) {
                problems.add(inFile + " is left over");
            }
        });
        if (!problems.isEmpty()) {
            String more = problems.size() > 6 ? ", and " + (problems.size() - 6) + " more" : "";
            throw new BadCheckpointException(folder, "the weights do not fit " + CONFIG + ": "
                    + String.join(", ", problems.subList(0, Math.min(6, problems.size()))) + more + ".",
                    "Do both belong to the same model?");
        }
    }

    private NDArray real(String inFile, DataType type, NDManager manager) {
        SafetensorsFile file = files.get(inFile);
        StoredType stored = file.type(inFile);
        if (!stored.inMemory().isFloating()) {
            throw new BadCheckpointException(folder, inFile + " is stored as " + stored + "; weights are real numbers.",
                    "Quantised checkpoints cannot be read: use F32, F16 or BF16.");
        }
        return file.read(inFile, type, manager);
    }
}
