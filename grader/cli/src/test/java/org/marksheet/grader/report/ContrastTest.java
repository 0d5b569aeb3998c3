package org.marksheet.grader.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Text can be read: at least 4.5 to 1, level AA of the Web Content Accessibility Guidelines. */
class ContrastTest {
    private static final Pattern COLOUR = Pattern.compile("--([a-z-]+): (#[0-9a-f]{6})");

    @ParameterizedTest
    @CsvSource({
        "ink, paper", "ink, card", "ink, tint", "ink, bad-tint", "ink, good-tint", "soft, paper", "soft, card",
        "soft, tint", "link, paper", "link, card", "good, paper", "good, card", "good, good-tint", "bad, paper", "bad, card",
        "bad, bad-tint", "warn, warn-tint", "paper, ink"
    })
    void textStandsOutInLightAndDark(String text, String ground) throws IOException {
        String css = css();
        String[] schemes = css.substring(0, css.indexOf("* { box-sizing")).split("@media \\(prefers-color-scheme: dark\\)");
        for (String scheme : schemes) {
            Map<String, String> colours = colours(scheme);
            assertThat(contrast(colours.get(text), colours.get(ground))).isGreaterThanOrEqualTo(4.5);
        }
        assertThat(schemes).hasSize(2);
    }

    @Test
    void blackOnWhiteIs21() {
        assertThat(contrast("#000000", "#ffffff")).isEqualTo(21.0);
    }

    private static Map<String, String> colours(String css) {
        Map<String, String> colours = new HashMap<>();
        Matcher matcher = COLOUR.matcher(css);
        while (matcher.find()) {
            colours.put(matcher.group(1), matcher.group(2));
        }
        return colours;
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    private static String css() throws IOException {
        try (InputStream in = StudentReport.class.getResourceAsStream("style.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
