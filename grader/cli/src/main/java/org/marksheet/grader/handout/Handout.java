package org.marksheet.grader.handout;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.marksheet.grader.sheet.SheetText;

/**
 * The files that students get.
 *
 * @param files bytes by path in the zip
 */
public record Handout(SortedMap<String, byte[]> files) {
    private static final Set<String> KINDS =
            Set.of("java", "xml", "properties", "md", "json", "txt", "csv", "safetensors");
    private static final Path JVM_OPTIONS = Path.of(".mvn", "jvm.config");
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_767_225_600_000L);

    /** Copies the map. */
    public Handout {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }

    /**
     * Collects them: {@code exercises/} without build outputs, the sheet without the instructor's blocks, and the
     * student's guide.
     *
     * @param home the project's top folder
     * @param sheet the sheet
     */
    public static Handout of(Path home, SheetText sheet) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        String top = "sheet-" + sheet.id() + "/";
        Path exercises = home.resolve("exercises");
        Files.walkFileTree(exercises, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean skipped = name.equals("target") || name.startsWith(".") && !folder.endsWith(JVM_OPTIONS.getParent());
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile() && isWanted(file)) {
                    String path = home.relativize(file).toString().replace('\\', '/');
                    files.put(top + path, Files.readAllBytes(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.put(top + "sheet.md", sheet.studentMarkdown().getBytes(StandardCharsets.UTF_8));
        files.put(top + "README.md", Files.readAllBytes(home.resolve("docs/student.md")));
        return new Handout(files);
    }

    /** Writes the zip; the same files give the same bytes. */
    public void write(Path zip) throws IOException {
        if (zip.toAbsolutePath().getParent() != null) {
            Files.createDirectories(zip.toAbsolutePath().getParent());
        }
        Path draft = zip.resolveSibling(zip.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(draft);
                ZipOutputStream packed = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                ZipEntry entry = new ZipEntry(file.getKey());
                entry.setLastModifiedTime(LONG_AGO);
                packed.putNextEntry(entry);
                packed.write(file.getValue());
                packed.closeEntry();
            }
        }
        Files.move(draft, zip, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Writes the files below a folder. */
    public void unpack(Path folder) throws IOException {
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    private static boolean isWanted(Path file) {
        String name = file.getFileName().toString();
        if (file.getParent().endsWith(JVM_OPTIONS.getParent())) {
            return file.endsWith(JVM_OPTIONS);
        }
        boolean service = file.getParent().getFileName().toString().equals("services");
        return service || KINDS.contains(name.substring(name.lastIndexOf('.') + 1));
    }
}
