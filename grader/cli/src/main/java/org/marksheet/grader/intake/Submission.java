package org.marksheet.grader.intake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of one student that count.
 *
 * @param name unique, safe as a folder's name
 * @param files bytes as handed in, by canonical path ({@code org/marksheet/.../ClippedPpoObjective.java},
 *     {@code answers.md}), sorted; not to be modified
 * @param notes what a person should know, such as files that were ignored
 * @param digest {@code sha256:...} over the files; neither the name nor the notes change it
 */
public record Submission(String name, Map<String, byte[]> files, List<String> notes, String digest)
        implements Incoming {
    /** Copies map and list. */
    public Submission {
        files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        notes = List.copyOf(notes);
    }

    static Submission of(String name, Map<String, byte[]> files, List<String> notes) {
        return new Submission(name, files, notes, digest(new TreeMap<>(files)));
    }

    private static String digest(SortedMap<String, byte[]> files) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            files.forEach((path, bytes) -> {
                update(sha, path.getBytes(StandardCharsets.UTF_8));
                update(sha, bytes);
            });
            return "sha256:" + HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** The length goes first, so that no two sets of files run together to the same bytes. */
    private static void update(MessageDigest sha, byte[] bytes) {
        sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sha.update(bytes);
    }
}
