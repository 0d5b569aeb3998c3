package org.marksheet.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class DetectionTest {
    @TempDir Path folder;

    @Test
    void aMissingProgramIsNamedWithItsPackage() {
        assertThatThrownBy(() -> detect()).isInstanceOf(NoSandboxException.class)
                .hasMessage("No sandbox: bwrap is missing. Nothing was graded, no score changed. "
                        + "Install bubblewrap, or see docs/instructor.md#sandbox.");
    }

    @Test
    void aSandboxInWhichNothingStartsIsNone() throws Exception {
        program("bwrap", "echo 'bwrap: No permissions to create a new namespace' >&2; exit 1");
        program("setpriv", "while ! [ -e \"$1\" ] || [ \"${1#/}\" = \"$1\" ]; do shift; done; exec \"$@\"");
        program("prlimit", "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"");
        assertThatThrownBy(() -> detect()).isInstanceOf(NoSandboxException.class)
                .hasMessage("No sandbox: Java did not start in it (exit code 1: "
                        + "bwrap: No permissions to create a new namespace). Nothing was graded, no score changed. "
                        + "Allow unprivileged user namespaces, and install Java and the grader where all users can read, "
                        + "or see docs/instructor.md#sandbox.");
    }

    private void detect() throws NoSandboxException {
        Bubblewrap.detect(1, new CacheFolder(folder.resolve("cache")), new ToolPath(List.of(folder)));
    }

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
