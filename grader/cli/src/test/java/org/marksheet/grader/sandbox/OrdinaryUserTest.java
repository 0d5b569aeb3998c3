package org.marksheet.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.process.ChildProcess;

/** Root's tests do not show what a student or a CI job without root gets, so this one becomes another user. */
@Tag("sandbox")
class OrdinaryUserTest {
    private static final int USER = 12345;

    @TempDir Path folder;

    @Test
    void allWallsHoldForAnOrdinaryUser() throws Exception {
        Assumptions.assumeTrue(Ids.isRoot(), "These tests run as an ordinary user already.");
        Stand.bubblewrap(folder);
        Path home = Files.createDirectory(folder.resolve("home"));
        List<String> command = List.of(ToolPath.ofThisProcess().find("setpriv").orElseThrow(), "--reuid", "" + USER,
                "--regid", "" + USER, "--clear-groups", System.getProperty("java.home") + "/bin/java", "-cp",
                readableClassPath(), OrdinaryUser.class.getName(), home.toString());
        Files.setAttribute(home, "unix:uid", USER);
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"), "CI", "true",
                "XDG_CACHE_HOME", home.resolve("cache").toString());
        try (ChildProcess child = ChildProcess.start(command, environment)) {
            Stand.Ended ended = Stand.ended(child);
            List<String> lines = ended.output().lines().toList();
            assertThat(ended.code()).as(ended.errors()).isZero();
            assertThat(lines).startsWith("user " + USER);
            assertThat(lines.get(1)).startsWith("ready ");
            assertThat(lines.subList(2, lines.size())).hasSize(12).allMatch(line -> line.contains("holds=true"));
        }
    }

    /** Copies the class path of the tests to where another user can read it. */
    private String readableClassPath() throws Exception {
        Path copies = Files.createDirectory(folder.resolve("class-path"));
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path source = Path.of(entry);
            boolean needed = Files.isDirectory(source) || SmallJar.libraries().contains(source)
                    || source.getFileName().toString().matches("(junit|opentest4j|grader).*");
            if (needed && Files.exists(source)) {
                Path target = Files.isDirectory(source)
                        ? copies.resolve("classes-" + entries.size()) : copies.resolve(source.getFileName());
                try (Stream<Path> files = Files.walk(source)) {
                    for (Path file : files.toList()) {
                        Files.copy(file, target.resolve(source.relativize(file).toString()),
                                StandardCopyOption.REPLACE_EXISTING);
                    }
                }
                entries.add(target.toString());
            }
        }
        CacheFolder.makeReadable(folder);
        return String.join(File.pathSeparator, entries);
    }
}
