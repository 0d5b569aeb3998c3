package org.marksheet.grader.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;

/** Judges the names of an archive's entries, one after the other. */
final class ZipNames {
    private static final String AGAIN = " Nothing was unpacked; ask for a new upload.";
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
    private static final int LONGEST = 1000;
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int FOLDER = 0040000;

    private final Map<String, String> byFoldedName = new HashMap<>();

    /** Returns the entry's name; rejects one that leaves the archive or that another system would merge. */
    String accept(ZipArchiveEntry entry) throws NotTakenException {
        String name = decoded(entry.getRawName());
        String shown = "entry \"" + Words.shown(name) + "\" ";
        if (name.isBlank() || name.length() > LONGEST || name.indexOf('\0') >= 0) {
            throw new NotTakenException(shown + "has no usable name." + AGAIN);
        }
        if (name.startsWith("/") || DRIVE.matcher(name).matches() || List.of(name.split("[/\\\\]")).contains("..")) {
            throw new NotTakenException(shown + "points outside the archive." + AGAIN);
        }
        if (name.contains("\\")) {
            throw new NotTakenException(shown + "has a backslash in its path, which not all systems read alike." + AGAIN);
        }
        String folded = Normalizer.normalize(
                Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT),
                Normalizer.Form.NFKC);
        String other = byFoldedName.putIfAbsent(folded.replaceAll("/+$", ""), name);
        boolean sameFolder = name.equals(other) && name.endsWith("/");
        if (other != null && !sameFolder) {
            throw new NotTakenException("entries \"" + Words.shown(other) + "\" and \"" + Words.shown(name)
                    + "\" are one name on some systems." + AGAIN);
        }
        return name;
    }

    /** Whether the entry is anything but a file or a folder, on whichever system it says it was made. */
    static boolean special(ZipArchiveEntry entry) {
        int type = (int) (entry.getExternalAttributes() >> 16) & FILE_TYPE;
        return entry.isUnixSymlink() || type != 0 && type != REGULAR && type != FOLDER;
    }

    /** Old Windows tools do not write UTF-8; then a byte is a letter, so that different names stay different. */
    private static String decoded(byte[] raw) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException e) {
            return new String(raw, StandardCharsets.ISO_8859_1);
        }
    }
}
