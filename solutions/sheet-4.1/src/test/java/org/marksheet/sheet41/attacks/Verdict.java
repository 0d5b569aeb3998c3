package org.marksheet.sheet41.attacks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.marksheet.grader.checks.Outcome;

/**
 * What must come of an attack.
 *
 * @param outcomes for each TODO the outcomes that its checks may have; where that is {@code passed} alone, full marks
 * @param words what at least one message must contain
 */
record Verdict(Map<String, Set<Outcome>> outcomes, String words) {
    static final String FILE = "verdict.properties";
    private static final String WORDS = "words";

    static Verdict of(Path folder) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(folder.resolve(FILE))) {
            properties.load(reader);
        }
        Map<String, Set<Outcome>> outcomes = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (!key.equals(WORDS)) {
                outcomes.put(key, Arrays.stream(properties.getProperty(key).split(","))
                        .map(name -> Outcome.valueOf(name.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toSet()));
            }
        }
        return new Verdict(outcomes, properties.getProperty(WORDS, ""));
    }

    /** Returns whether a TODO must have all its points. */
    boolean full(String todo) {
        return outcomes.get(todo).equals(Set.of(Outcome.PASSED));
    }
}
