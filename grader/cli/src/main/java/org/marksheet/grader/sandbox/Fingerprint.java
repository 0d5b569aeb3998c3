package org.marksheet.grader.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Short names for contents, to tell whether something was already made from them; not a defence against forgery. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(byte[] contents) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(contents);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the name for jars in this order: from the checksums in their directories, so hundreds of MB cost nothing. */
    static String of(List<Path> jars) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Path jar : jars) {
            text.append(jar.getFileName()).append('\n');
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                    text.append(entry.getName()).append(' ').append(entry.getCrc()).append(' ').append(entry.getSize())
                            .append('\n');
                }
            }
        }
        return of(text.toString());
    }
}
