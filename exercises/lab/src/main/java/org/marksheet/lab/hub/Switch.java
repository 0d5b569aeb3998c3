package org.marksheet.lab.hub;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A variable that is on or off, as huggingface_hub reads it. */
final class Switch {
    private static final Set<String> ON = Set.of("1", "ON", "YES", "TRUE");

    private Switch() {
    }

    static boolean isOn(Map<String, String> variables, String name) {
        return ON.contains(variables.getOrDefault(name, "").toUpperCase(Locale.ROOT));
    }
}
