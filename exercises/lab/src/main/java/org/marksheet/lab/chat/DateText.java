package org.marksheet.lab.chat;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** Dates and times in the way of C's {@code strftime}, in English. */
final class DateText {
    private static final Map<Character, String> FORMATS = Map.of('d', "dd", 'm', "MM", 'b', "MMM", 'B', "MMMM", 'y', "yy",
            'Y', "yyyy", 'a', "EEE", 'A', "EEEE", 'H', "HH", 'M', "mm");

    private DateText() {}

    /**
     * Formats a time.
     *
     * @param pattern for example {@code %d %b %Y}
     * @throws IllegalArgumentException if something behind a {@code %} is not known here
     */
    static String of(LocalDateTime time, String pattern) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c != '%') {
                text.append(c);
                continue;
            }
            i++;
            String format = i < pattern.length() ? FORMATS.get(pattern.charAt(i)) : null;
            if (format == null) {
                throw new IllegalArgumentException("The date format \"" + pattern + "\"");
            }
            text.append(DateTimeFormatter.ofPattern(format, Locale.ENGLISH).format(time));
        }
        return text.toString();
    }
}
