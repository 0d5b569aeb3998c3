package org.marksheet.grader.intake;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Folders and zips as students hand them in, and as attackers do. */
final class Uploads {
    static final String PPO = "org/marksheet/sheet41/ppo/ClippedPpoObjective.java";
    static final String KL = "org/marksheet/sheet41/kl/KlPenalty.java";
    static final List<String> ALLOWED = List.of(PPO, KL, "answers.md");

    private Uploads() {}

    /** One entry of a zip that is built by hand. */
    record Entry(String name, byte[] content, int mode) {
        static Entry of(String name, String content) {
            return new Entry(name, content.getBytes(StandardCharsets.UTF_8), 0100644);
        }
    }

    static Path file(Path folder, String path, String content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    static Path zip(Path file, Entry... entries) throws IOException {
        try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(file)) {
            for (Entry each : entries) {
                ZipArchiveEntry entry = new ZipArchiveEntry("x");
                entry.setUnixMode(each.mode());
                entry = named(entry, each.name());
                out.putArchiveEntry(entry);
                out.write(each.content());
                out.closeArchiveEntry();
            }
        }
        return file;
    }

    static Path zip(Path file, String... names) throws IOException {
        return zip(file, List.of(names).stream().map(name -> Entry.of(name, "of " + name)).toArray(Entry[]::new));
    }

    /** Changes a two-byte field of every header in the directory, and of the local ones, if given. */
    static Path patch(Path file, int directoryOffset, int localOffset, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i + 4 < bytes.length; i++) {
            if (bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2) {
                put(bytes, i + directoryOffset, value);
            }
            if (localOffset > 0 && bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 3 && bytes[i + 3] == 4) {
                put(bytes, i + localOffset, value);
            }
        }
        return Files.write(file, bytes);
    }

    private static void put(byte[] bytes, int at, int value) {
        bytes[at] = (byte) value;
        bytes[at + 1] = (byte) (value >> 8);
    }

    /** The library's entry corrects some names, so the raw one is set from a subclass. */
    private static ZipArchiveEntry named(ZipArchiveEntry like, String name) {
        ZipArchiveEntry entry = new ZipArchiveEntry(name) {
            @Override
            public String getName() {
                return name;
            }
        };
        entry.setUnixMode(like.getUnixMode());
        return entry;
    }
}
