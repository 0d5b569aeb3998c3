package org.marksheet.lab.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;

/**
 * Finds models by name, where a folder is as good as a name.
 *
 * <p>The cache is the one that huggingface_hub uses: what Python's tools downloaded is found, and they find what is downloaded
 * here. Safe for use by several threads and processes at once.
 */
public final class Hub {
    private static final int TRIES = 5;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    private final HubEnvironment environment;
    private final Retries retries;
    private final ToLongFunction<Path> freeSpace;

    Hub(HubEnvironment environment, Retries retries, ToLongFunction<Path> freeSpace) {
        this.environment = environment;
        this.retries = retries;
        this.freeSpace = freeSpace;
    }

    /**
     * Returns a hub.
     *
     * @param environment where it is, and where models are kept
     */
    public static Hub of(HubEnvironment environment) {
        // Chance decides over waits alone, so its seed is nobody's concern.
        SplittableRandom chance = new SplittableRandom(System.nanoTime());
        Retries retries = new Retries(TRIES, LONGEST_PAUSE, pause -> Thread.sleep(pause.toMillis()), chance::nextDouble);
        return new Hub(environment, retries, Hub::usableSpace);
    }

    /**
     * Returns the folder of a model, and downloads first what is missing.
     *
     * @param folderOrId a folder with {@code config.json}; or {@code NAME} or {@code OWNER/NAME}, with {@code @REVISION} behind
     *     it if it is not {@code main}. What exists as a folder is one.
     * @param progress is told how it goes
     * @return a folder that {@code Checkpoint} and {@code Tokenizer} can open; nobody should write to it
     * @throws HubException if it cannot be had; says what to do
     * @throws org.marksheet.lab.checkpoint.BadCheckpointException if a file of the cache is broken
     */
    public Path resolve(String folderOrId, DownloadProgress progress) {
        Optional<Path> folder = existing(folderOrId);
        if (folder.isPresent()) {
            if (Files.isRegularFile(folder.get())) {
                throw new HubException(folderOrId, "is a file.", "Give the folder of a model, the one with config.json, or a hub id.");
            }
            if (!Files.isRegularFile(folder.get().resolve("config.json"))) {
                throw new HubException(folderOrId, "is a folder without config.json.",
                        "Give the folder that holds it" + (folderOrId.contains("/") ? "."
                                : ", or call it otherwise: a folder goes before a model of the same name."));
            }
            return folder.get();
        }
        if (folderOrId.startsWith(".") || folderOrId.startsWith("/") || folderOrId.startsWith("~") || folderOrId.contains("\\")
                || folderOrId.chars().filter(letter -> letter == '/').count() > 1 && !folderOrId.contains("@")) {
            throw new HubException(folderOrId, "is not there, or is no folder.", "Check the path.");
        }
        return new SnapshotDownload(environment, HubModel.parse(folderOrId), retries, freeSpace, progress).run();
    }

    private static Optional<Path> existing(String text) {
        try {
            return Optional.of(Path.of(text)).filter(path -> !text.isEmpty() && Files.exists(path));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static long usableSpace(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": its free space cannot be read: " + e.getMessage(), e);
        }
    }
}
