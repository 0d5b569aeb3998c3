package org.marksheet.grader.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipFile;

/**
 * The jars that a worker is made of: no solution, no check, no exercise.
 *
 * @param classPath jars that its classes come from, in the order of the class path
 * @param torch the jar that carries libtorch for this machine; only read while staging
 * @param binding the jar that carries DJL's own library; only read while staging
 */
public record WorkerJars(List<Path> classPath, Path torch, Path binding) {
    private static final List<String> CLASSES = List.of("lab", "grader-worker", "api", "pytorch-engine", "gson",
            "slf4j-api", "slf4j-simple");

    /** Copies the list. */
    public WorkerJars {
        classPath = List.copyOf(classPath);
    }

    /**
     * Sorts jars by what they carry.
     *
     * @param jars classes and libraries, in the order of the class path
     * @return the same jars; those with libraries are told by the property files in them
     * @throws IOException if a jar cannot be read, or the jars with the libraries are not among them
     */
    public static WorkerJars of(List<Path> jars) throws IOException {
        List<Path> classes = new ArrayList<>();
        Optional<Path> torch = Optional.empty();
        Optional<Path> binding = Optional.empty();
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                if (zip.getEntry(NativeLibraries.TORCH_PROPERTIES) != null) {
                    torch = Optional.of(jar);
                } else if (zip.getEntry(NativeLibraries.BINDING_PROPERTIES) != null) {
                    binding = Optional.of(jar);
                } else {
                    classes.add(jar);
                }
            }
        }
        return new WorkerJars(classes, torch.orElseThrow(() -> missing("pytorch-native-cpu")),
                binding.orElseThrow(() -> missing("pytorch-jni")));
    }

    /**
     * Picks the worker's jars out of the grader's own class path.
     *
     * @param classPath the value of {@code java.class.path}
     * @return lab, the worker, DJL's engine and what they need, in one fixed order
     * @throws IOException if a jar cannot be read or is not there, or is a folder of classes instead of a jar
     */
    public static WorkerJars onClassPath(String classPath) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            if (entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry))) {
                all.add(Path.of(entry).toAbsolutePath());
            }
        }
        List<Path> chosen = new ArrayList<>();
        for (String artifact : CLASSES) {
            chosen.add(all.stream().filter(jar -> isVersionOf(artifact, jar)).findFirst()
                    .orElseThrow(() -> missing(artifact)));
        }
        all.stream().filter(jar -> isVersionOf("pytorch-native-cpu", jar) || isVersionOf("pytorch-jni", jar))
                .forEach(chosen::add);
        return of(chosen);
    }

    private static boolean isVersionOf(String artifact, Path jar) {
        return jar.getFileName().toString().matches(artifact + "-\\d.*\\.jar");
    }

    private static IOException missing(String artifact) {
        return new IOException("The worker's jar " + artifact + " is not on the class path. Build all with "
                + "\"mvn package\", and start the grader with its jars instead of folders of classes.");
    }
}
