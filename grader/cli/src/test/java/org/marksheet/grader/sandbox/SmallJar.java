package org.marksheet.grader.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Makes jars for workers of tests, readable by other users. */
final class SmallJar {
    private SmallJar() {}

    /** Returns a jar with one class of the tests. */
    static Path of(Class<?> type, Path folder) throws IOException {
        String entry = type.getName().replace('.', '/') + ".class";
        Path jar = folder.resolve(type.getSimpleName() + ".jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(file)) {
            // One fixed time, or the same class would be another archive on each run.
            ZipEntry header = new ZipEntry(entry);
            header.setTime(0);
            zip.putNextEntry(header);
            zip.write(type.getClassLoader().getResourceAsStream(entry).readAllBytes());
        }
        CacheFolder.makeReadable(folder);
        return jar;
    }

    /** Compiles the body of a main method of a class called Attack. */
    static Path ofAttack(String body, Path folder) throws IOException {
        Path source = folder.resolve("Attack.java");
        Files.writeString(source, """
                import java.io.*;
                import java.net.*;
                import java.nio.file.*;
                import java.util.*;
                import java.util.concurrent.*;
                public class Attack {
                    public static void main(String[] arguments) throws Exception {
                %s
                    }
                    static void attempt(String name, Callable<?> attack) {
                        try {
                            System.out.println(name + ": done " + attack.call());
                        } catch (Throwable e) {
                            System.out.println(name + ": refused " + e);
                        }
                    }
                    static void park() {
                        try { Thread.sleep(100_000); } catch (InterruptedException e) { }
                    }
                }
                """.formatted(body));
        Path classes = Files.createDirectories(folder.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler.run(null, null, null, "-proc:none", "-nowarn", "-d", classes.toString(), source.toString()) != 0) {
            throw new IOException("The attack does not compile:\n" + body);
        }
        Path jar = folder.resolve("attack.jar");
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(file);
                Stream<Path> files = Files.list(classes)) {
            for (Path path : files.toList()) {
                zip.putNextEntry(new ZipEntry(path.getFileName().toString()));
                Files.copy(path, zip);
            }
        }
        CacheFolder.makeReadable(folder);
        return jar;
    }

    /** The worker's jars with the stand-in for the worker. */
    static WorkerJars echoWorker(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>(libraries());
        jars.add(of(EchoWorker.class, folder));
        return WorkerJars.of(jars);
    }

    static List<Path> libraries() {
        List<String> wanted = List.of("lab", "api", "pytorch-engine", "gson", "slf4j-api", "slf4j-simple",
                "pytorch-native-cpu", "pytorch-jni");
        List<Path> all = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of).toList();
        return wanted.stream().map(name -> all.stream()
                .filter(jar -> jar.getFileName().toString().matches(name + "-\\d.*\\.jar")).findFirst().orElseThrow())
                .toList();
    }
}
