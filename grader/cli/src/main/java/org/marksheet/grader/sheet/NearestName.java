package org.marksheet.grader.sheet;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that an unknown one was probably meant to be. */
public final class NearestName {
    private NearestName() {}

    /** Returns the known name with the fewest edits, if they are few for its length. */
    public static Optional<String> of(String unknown, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(name -> edits(unknown, name)).thenComparing(name -> name))
                .filter(name -> edits(unknown, name) <= Math.max(2, unknown.length() / 3));
    }

    /** Returns {@code  (did you mean "ratio-one"?)} with a space in front, or nothing. */
    public static String hint(String unknown, Collection<String> known) {
        return of(unknown, known).map(name -> " (did you mean \"" + name + "\"?)").orElse("");
    }

    private static int edits(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
