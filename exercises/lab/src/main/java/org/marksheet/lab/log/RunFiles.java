package org.marksheet.lab.log;

import java.nio.file.Path;

/** Where things lie in the folder of a run. */
final class RunFiles {
    private RunFiles() {
    }

    static Path settings(Path folder) {
        return folder.resolve("settings.json");
    }

    static Path jsonLines(Path folder) {
        return folder.resolve("log.jsonl");
    }

    static Path csv(Path folder) {
        return folder.resolve("log.csv");
    }

    static Path samples(Path folder) {
        return folder.resolve("samples.jsonl");
    }
}
