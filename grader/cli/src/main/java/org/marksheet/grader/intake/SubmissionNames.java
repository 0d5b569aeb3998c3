package org.marksheet.grader.intake;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Gives out names that are folders' names on every system and that differ on every system. */
final class SubmissionNames {
    private static final int LONGEST = 80;
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?", Pattern.CASE_INSENSITIVE);

    /** The files that lie beside the submissions' folders in a result folder. */
    private final Set<String> taken = new HashSet<>(Set.of("index.html", "results.csv", "results.jsonl"));

    String next(String wish) {
        String safe = safe(wish);
        String name = safe;
        for (int n = 2; !taken.add(folded(name)); n++) {
            name = safe + "-" + n;
        }
        return name;
    }

    private static String safe(String wish) {
        StringBuilder text = new StringBuilder();
        Normalizer.normalize(wish, Normalizer.Form.NFC).codePoints().limit(LONGEST)
                .forEach(c -> text.appendCodePoint(Character.isLetterOrDigit(c) || " ._-+@()".indexOf(c) >= 0 ? c : '_'));
        // A leading dot hides a folder, a leading dash is read as an option, and Windows drops what trails.
        String name = text.toString().replaceAll("^[ .\\-]+|[ .]+$", "");
        if (name.isEmpty()) {
            return "submission";
        }
        return DEVICE.matcher(name).matches() ? "_" + name : name;
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
