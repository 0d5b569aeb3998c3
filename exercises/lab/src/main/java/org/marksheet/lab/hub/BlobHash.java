package org.marksheet.lab.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The hash that an etag is: SHA-256 of a large file, and git's own SHA-1 of a small one. Other etags, of servers that only
 * look like a hub, prove nothing.
 */
enum BlobHash {
    SHA256("SHA-256", 64),
    GIT_SHA1("SHA-1", 40);

    private final String algorithm;
    private final int digits;

    BlobHash(String algorithm, int digits) {
        this.algorithm = algorithm;
        this.digits = digits;
    }

    /** Returns which hash an etag is, nothing if it is none. */
    static Optional<BlobHash> of(String etag) {
        for (BlobHash hash : values()) {
            if (etag.matches("[0-9a-f]{" + hash.digits + "}")) {
                return Optional.of(hash);
            }
        }
        return Optional.empty();
    }

    /**
     * Computes the hash of a file, as the file is on the disk.
     *
     * @return in hexadecimal digits
     * @throws IOException if it cannot be read
     */
    String compute(Path file) throws IOException {
        MessageDigest digest = digest();
        if (this == GIT_SHA1) {
            // git hashes a header before the content, https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
            digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
