package org.marksheet.sheet41.commands;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The models and texts that come with this sheet: a toy world of film reviews. */
final class Embedded {
    private static final String ROOT = "/org/marksheet/sheet41/models/";
    private static final List<String> FILES =
            List.of("config.json", "tokenizer.json", "tokenizer_config.json", "model.safetensors");

    private Embedded() {}

    /**
     * Returns the folder of a model.
     *
     * @param model base, instruct, sentiment or helpfulness
     */
    static Path model(String model) {
        URL config = Embedded.class.getResource(ROOT + model + "/config.json");
        if (config == null) {
            throw new IllegalArgumentException("No model called " + model + " comes with this sheet.");
        }
        try {
            return config.getProtocol().equals("file") ? Path.of(config.toURI()).getParent() : unpacked(model);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("The model " + model + " cannot be unpacked; is the disk full?", e);
        }
    }

    /** Returns beginnings of film reviews. */
    static List<String> prompts() {
        try (InputStream in = Embedded.class.getResourceAsStream(ROOT + "prompts.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Weights are mapped into memory, so they must be files. */
    private static Path unpacked(String model) throws IOException {
        Path folder = Files.createTempDirectory("marksheet-" + model);
        folder.toFile().deleteOnExit();
        for (String file : FILES) {
            try (InputStream in = Embedded.class.getResourceAsStream(ROOT + model + "/" + file)) {
                Files.copy(in, folder.resolve(file));
                folder.resolve(file).toFile().deleteOnExit();
            }
        }
        return folder;
    }
}
