package org.marksheet.grader.grading;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The class files of a jar, or of a folder where a build tests what it has not packed yet.
 *
 * @param home the jar or the folder
 */
record ClassFiles(Path home) {
    private static final String CLASS = ".class";

    /** Returns the content of each class by its binary name. */
    SortedMap<String, byte[]> contents() {
        return each(file -> file.bytes());
    }

    /** Returns a checksum of each class; those of a jar stand in its directory and cost nothing. */
    SortedMap<String, Long> checksums() {
        return each(file -> file.checksum());
    }

    private interface ClassFile {
        byte[] bytes() throws IOException;

        long checksum() throws IOException;
    }

    private record Packed(ZipFile jar, ZipEntry entry) implements ClassFile {
        @Override
        public byte[] bytes() throws IOException {
            try (InputStream in = jar.getInputStream(entry)) {
                return in.readAllBytes();
            }
        }

        @Override
        public long checksum() {
            return entry.getCrc();
        }
    }

    private record Loose(Path file) implements ClassFile {
        @Override
        public byte[] bytes() throws IOException {
            return Files.readAllBytes(file);
        }

        @Override
        public long checksum() throws IOException {
            CRC32 checksum = new CRC32();
            checksum.update(bytes());
            return checksum.getValue();
        }
    }

    private interface Reading<T> {
        T read(ClassFile file) throws IOException;
    }

    private <T> SortedMap<String, T> each(Reading<T> reading) {
        SortedMap<String, T> found = new TreeMap<>();
        try {
            if (Files.isDirectory(home)) {
                try (Stream<Path> walk = Files.walk(home)) {
                    for (Path file : (Iterable<Path>) walk::iterator) {
                        add(found, home.relativize(file).toString().replace('\\', '/'), new Loose(file), reading);
                    }
                }
            } else {
                try (ZipFile jar = new ZipFile(home.toFile())) {
                    for (ZipEntry entry : (Iterable<ZipEntry>) jar.stream().map(ZipEntry.class::cast)::iterator) {
                        add(found, entry.getName(), new Packed(jar, entry), reading);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The sheet's classes cannot be read from " + home + ".", e);
        }
        return found;
    }

    private static <T> void add(SortedMap<String, T> found, String path, ClassFile file, Reading<T> reading)
            throws IOException {
        if (path.endsWith(CLASS) && !path.endsWith("package-info" + CLASS)) {
            found.put(path.substring(0, path.length() - CLASS.length()).replace('/', '.'), reading.read(file));
        }
    }
}
