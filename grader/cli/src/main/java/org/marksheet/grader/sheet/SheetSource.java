package org.marksheet.grader.sheet;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A sheet's file as it was read, for messages that name a place in it.
 *
 * @param file its path, as messages show it
 * @param text its text with line feeds as line ends
 */
public record SheetSource(String file, String text) {
    /**
     * Reads a file.
     *
     * @throws SheetException if it is missing or is not UTF-8
     */
    public static SheetSource read(Path path) {
        String shown = shown(path);
        try {
            String text = Files.readString(path, StandardCharsets.UTF_8);
            return new SheetSource(shown, text.replace("\r\n", "\n").replace("\uFEFF", ""));
        } catch (NoSuchFileException e) {
            throw new SheetException(List.of(shown + ": there is no such file. Every word and point of a sheet stands in docs/sheets/."));
        } catch (CharacterCodingException e) {
            throw new SheetException(List.of(shown + ": is not UTF-8. Save it as UTF-8."));
        } catch (IOException e) {
            throw new SheetException(List.of(shown + ": cannot be read (" + e.getMessage() + ")."));
        }
    }

    /** Returns a problem in the form {@code docs/sheets/4.1.md:212: message}. */
    public String problem(int line, String message) {
        return file + ":" + line + ": " + message;
    }

    /** Returns the lines, without line ends; the first has the number 1. */
    public List<String> lines() {
        return List.of(text.split("\n", -1));
    }

    /** Returns {@code sha256:...} of the text; it is the same for each kind of line end. */
    public String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    private static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = path.toAbsolutePath().normalize();
        Path shown = whole.startsWith(here) ? here.relativize(whole) : path;
        return shown.toString().replace('\\', '/');
    }
}
