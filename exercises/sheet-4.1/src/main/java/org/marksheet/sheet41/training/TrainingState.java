package org.marksheet.sheet41.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.marksheet.lab.checkpoint.SafetensorsFile;
import org.marksheet.lab.checkpoint.SafetensorsWriter;
import org.marksheet.lab.checkpoint.StoredType;
import org.marksheet.lab.pretrained.ActorCritic;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.train.AdamW;

/**
 * What a run must keep to go on later as if nothing had happened.
 *
 * @param updates how many were made
 * @param klCoefficient of the next update
 * @param actorCritic policy and value head
 * @param optimizer with its moments
 */
public record TrainingState(int updates, double klCoefficient, ActorCritic actorCritic, AdamW optimizer) {
    private static final String FOLDER = "state";
    private static final String WEIGHTS = "weights.safetensors";
    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String PROGRESS = "progress.json";

    /**
     * Writes it into a run's folder; whatever happens meanwhile, the folder holds this state or the one before.
     *
     * @param run the run's folder
     */
    public void save(Path run) {
        Path fresh = run.resolve(FOLDER + ".new");
        Path old = run.resolve(FOLDER + ".old");
        try (NDManager scratch = Torch.manager()) {
            delete(fresh);
            Files.createDirectories(fresh);
            SafetensorsWriter.write(fresh.resolve(WEIGHTS), actorCritic.parameters().byName(), StoredType.F32);
            SafetensorsWriter.write(fresh.resolve(OPTIMIZER), optimizer.state(scratch), StoredType.F32);
            JsonObject progress = new JsonObject();
            progress.addProperty("updates", updates);
            progress.addProperty("kl_coefficient", klCoefficient);
            Files.writeString(fresh.resolve(PROGRESS), progress + "\n");
            delete(old);
            if (Files.isDirectory(run.resolve(FOLDER))) {
                Files.move(run.resolve(FOLDER), old);
            }
            Files.move(fresh, run.resolve(FOLDER));
            delete(old);
        } catch (IOException e) {
            throw new UncheckedIOException(run + ": the state cannot be written. Check space and permissions.", e);
        }
    }

    /** Returns whether a run has left something to go on with. */
    public static boolean isIn(Path run) {
        return in(run).isPresent();
    }

    private static Optional<Path> in(Path run) {
        return Stream.of(FOLDER, FOLDER + ".old")
                .map(run::resolve)
                .filter(folder -> Files.isRegularFile(folder.resolve(PROGRESS)))
                .findFirst();
    }

    /**
     * Finds what {@link #save} wrote.
     *
     * @param run the run's folder
     * @throws TrainingException if there is nothing, or it is broken
     */
    public static Saved saved(Path run) {
        Path state = in(run)
                .orElseThrow(() -> new TrainingException(
                        run + " holds no state of a run to go on with. Start it anew: without --resume, with another --out."));
        try {
            JsonObject progress = JsonParser.parseString(Files.readString(state.resolve(PROGRESS))).getAsJsonObject();
            return new Saved(
                    progress.get("updates").getAsInt(), progress.get("kl_coefficient").getAsDouble(), state);
        } catch (IOException | JsonSyntaxException | IllegalStateException | NullPointerException e) {
            throw new TrainingException(
                    state.resolve(PROGRESS) + " cannot be read. Start the run anew: without --resume, with another --out.", e);
        }
    }

    /**
     * A state on disk.
     *
     * @param updates how many were made
     * @param klCoefficient of the next update
     * @param folder where the tensors are
     */
    public record Saved(int updates, double klCoefficient, Path folder) {
        void into(ActorCritic actorCritic, AdamW optimizer) {
            try (NDManager scratch = Torch.manager()) {
                actorCritic.parameters().assign(tensors(folder.resolve(WEIGHTS), scratch));
                optimizer.restore(tensors(folder.resolve(OPTIMIZER), scratch));
            }
        }

        private static Map<String, NDArray> tensors(Path file, NDManager manager) {
            SafetensorsFile stored = SafetensorsFile.open(file);
            Map<String, NDArray> tensors = new LinkedHashMap<>();
            stored.shapes().keySet().forEach(name -> tensors.put(name, stored.read(name, manager)));
            return tensors;
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
