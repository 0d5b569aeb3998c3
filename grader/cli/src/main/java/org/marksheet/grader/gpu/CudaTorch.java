package org.marksheet.grader.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A libtorch with CUDA that is installed on this machine; Maven Central holds none.
 *
 * @param folder with its libraries
 * @param companions the folder {@code nvidia} beside the one of torch, where Python's packages put CUDA's own libraries; nothing
 *     where all is in one folder
 * @param flavor what DJL calls its build
 */
public record CudaTorch(Path folder, Optional<Path> companions, String flavor) {
    /** The variable that names the folder, here as for DJL itself. */
    public static final String PATH = "PYTORCH_LIBRARY_PATH";

    private static final Pattern VERSION = Pattern.compile("(\\d+\\.\\d+\\.\\d+)(?:\\+(\\w+))?");

    /**
     * Looks at a folder.
     *
     * @param path the value of {@link #PATH}
     * @param version of libtorch that DJL's own library fits: {@code 2.7.1}
     * @param flavor of libtorch that it fits: {@code cu128}
     * @return what is there
     * @throws NoGpuException if nothing is, or something else, with how to get the right one
     */
    public static CudaTorch find(Optional<String> path, String version, String flavor) throws NoGpuException {
        if (path.isEmpty() || path.get().isBlank()) {
            throw new NoGpuException("there is no libtorch with CUDA (" + PATH + " is not set)", install(version, flavor));
        }
        // Absolute and without links, because the folders beside it are looked for from here.
        Path folder = real(Path.of(path.get()));
        if (!Files.isRegularFile(folder.resolve("libtorch_cuda.so"))) {
            throw new NoGpuException(PATH + " is " + path.get() + ", where there is no libtorch_cuda.so",
                    install(version, flavor));
        }
        Optional<String> found = version(folder);
        if (found.isPresent() && !fits(found.get(), version, flavor)) {
            throw new NoGpuException("libtorch in " + path.get() + " is " + found.get() + " and must be " + version + "+" + flavor,
                    install(version, flavor));
        }
        Optional<Path> companions = Optional.of(folder.resolve("../../nvidia").normalize()).filter(Files::isDirectory);
        return new CudaTorch(folder, companions, flavor);
    }

    private static String install(String version, String flavor) {
        return "Install it (pip install torch==" + version + " --index-url https://download.pytorch.org/whl/" + flavor
                + ") and set " + PATH + "=.../site-packages/torch/lib";
    }

    private static boolean fits(String found, String version, String flavor) {
        Matcher matcher = VERSION.matcher(found);
        return matcher.matches() && matcher.group(1).equals(version) && (matcher.group(2) == null || matcher.group(2).equals(flavor));
    }

    /** Returns the version, from where Python's package or the archive of libtorch has it. */
    private static Optional<String> version(Path folder) {
        return Stream.of(folder.resolve("../version.py"), folder.resolve("../build-version"))
                .filter(Files::isRegularFile)
                .flatMap(file -> VERSION.matcher(text(file)).results())
                .map(found -> found.group())
                .findFirst();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            // The version stays unknown; the worker says more if it is another one.
            return "";
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.toAbsolutePath().normalize();
        }
    }
}
