package org.marksheet.grader.sandbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders that programs are looked for in.
 *
 * @param folders in the order of the search
 */
public record ToolPath(List<Path> folders) {
    /** Copies the list. */
    public ToolPath {
        folders = List.copyOf(folders);
    }

    /** Returns the folders of the variable PATH. */
    public static ToolPath ofThisProcess() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return new ToolPath(Stream.of(path.split(File.pathSeparator)).filter(entry -> !entry.isBlank()).map(Path::of)
                .toList());
    }

    Optional<String> find(String tool) {
        return folders.stream().map(folder -> folder.resolve(tool).toAbsolutePath()).filter(Files::isExecutable)
                .map(Path::toString).findFirst();
    }
}
