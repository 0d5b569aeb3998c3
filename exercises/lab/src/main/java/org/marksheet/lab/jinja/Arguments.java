package org.marksheet.lab.jinja;

import java.util.List;
import java.util.Map;

/**
 * The arguments of a call.
 *
 * @param positional in order
 * @param named by name, in order
 */
record Arguments(List<Object> positional, Map<String, Object> named) {
    static final Arguments NONE = new Arguments(List.of(), Map.of());

    /** Returns an argument that is given by place or by name, or a default. */
    Object get(int place, String name, Object otherwise) {
        return place < positional.size() ? positional.get(place) : named.getOrDefault(name, otherwise);
    }

    /** Returns an argument that must be there. */
    Object get(int place, String name) {
        if (place >= positional.size() && !named.containsKey(name)) {
            throw Problem.value("The argument \"" + name + "\" is missing.");
        }
        return get(place, name, null);
    }

    String text(int place, String name) {
        return Values.string(get(place, name), name);
    }

    /** Returns the arguments behind the first ones. */
    Arguments from(int place) {
        return new Arguments(positional.subList(Math.min(place, positional.size()), positional.size()), named);
    }

    /** Refuses arguments beyond those that are known. */
    Arguments atMost(int count, String... names) {
        if (positional.size() > count) {
            throw Problem.unknown("A call with " + positional.size() + " arguments where " + count + " are known");
        }
        named.keySet().stream().filter(name -> !List.of(names).contains(name)).findFirst().ifPresent(name -> {
            throw Problem.unknown("The argument \"" + name + "\"");
        });
        return this;
    }
}
