package org.marksheet.grader.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class JdkTest {
    @TempDir Path home;

    @Test
    void linksWithinAndToCertificatesBindNothing() throws Exception {
        Path conf = Files.createDirectory(home.resolve("conf"));
        Path lib = Files.createDirectory(home.resolve("lib"));
        Files.createSymbolicLink(conf.resolve("inside"), Path.of("../lib"));
        Files.createSymbolicLink(lib.resolve("cacerts"), Path.of("/etc/ssl/certs/java/cacerts"));
        Files.createSymbolicLink(lib.resolve("desktop"), Path.of("../../../share/doc"));
        Files.createSymbolicLink(lib.resolve("missing"), Path.of("/etc/java-999-openjdk/missing"));
        assertThat(Jdk.at(home).outside()).isEmpty();
    }
}
