package org.marksheet.lab.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The filters {@code value | name(arguments)}. */
final class Filters {
    /** A filter. */
    private interface Filter {
        Object of(Object value, Arguments arguments);
    }

    private static final Map<String, Filter> ALL = all();

    /** To the filter "title", "it's" is one word; to the method of that name it is two. */
    private static final Pattern WORD = Pattern.compile("[^-\\s({\\[<]+");

    private Filters() {}

    private static Map<String, Filter> all() {
        Map<String, Filter> all = new TreeMap<>();
        addTexts(all);
        addLists(all);
        all.put("default", Filters::orElse);
        all.put("d", Filters::orElse);
        all.put("tojson", (value, arguments) -> {
            Object indent = arguments.atMost(1, "indent", "ensure_ascii", "separators", "sort_keys").get(0, "indent", null);
            List.of("ensure_ascii", "separators", "sort_keys").forEach(option -> {
                if (Values.truth(arguments.named().get(option))) {
                    throw Problem.unknown("The argument \"" + option + "\" of tojson");
                }
            });
            return JsonText.of(value, indent == null ? 0 : (int) Values.integer(indent, "indent"));
        });
        all.put("int", (value, arguments) -> integer(value, arguments.atMost(1, "default").get(0, "default", 0L)));
        all.put("float", (value, arguments) -> Values.number(value) ? (Object) Values.asDouble(value)
                : Double.valueOf(Values.string(value, "float").strip()));
        all.put("abs", (value, arguments) -> Values.truth(Operation.LESS.of(value, 0L))
                ? Operation.SUBTRACT.of(0L, value) : value);
        return Collections.unmodifiableMap(all);
    }

    /** Returns the name of a filter, or refuses it. */
    static String known(String name) {
        if (!ALL.containsKey(name)) {
            throw Problem.unknown("The filter \"" + name + "\"");
        }
        return name;
    }

    static Object apply(String name, Object value, Arguments arguments) {
        return ALL.get(name).of(value, arguments);
    }

    private static void addTexts(Map<String, Filter> all) {
        all.put("trim", (value, arguments) ->
                Methods.call(Values.text(value), "strip", arguments.atMost(1, "chars")));
        all.put("upper", (value, arguments) -> Methods.call(Values.text(value), "upper", arguments));
        all.put("lower", (value, arguments) -> Methods.call(Values.text(value), "lower", arguments));
        all.put("title", (value, arguments) -> WORD.matcher(Values.text(value)).replaceAll(word ->
                Matcher.quoteReplacement((String) Methods.call(word.group(), "capitalize", arguments))));
        all.put("capitalize", (value, arguments) -> Methods.call(Values.text(value), "capitalize", arguments));
        all.put("replace", (value, arguments) -> Methods.call(Values.text(value), "replace", arguments));
        all.put("string", (value, arguments) -> Values.text(value));
        // Nothing is escaped, so nothing has to be marked as safe.
        all.put("safe", (value, arguments) -> Values.text(value));
        all.put("indent", Filters::indented);
    }

    private static void addLists(Map<String, Filter> all) {
        all.put("length", (value, arguments) -> Values.length(value));
        all.put("count", (value, arguments) -> Values.length(value));
        all.put("list", (value, arguments) -> Values.members(value));
        all.put("first", (value, arguments) -> Values.item(Values.members(value), 0L));
        all.put("last", (value, arguments) -> Values.item(Values.members(value), -1L));
        all.put("items", (value, arguments) -> Methods.call(value, "items", arguments));
        all.put("dictsort", (value, arguments) -> {
            List<Object> pairs = new ArrayList<>(Values.members(Methods.call(value, "items", arguments.atMost(0))));
            pairs.sort((a, b) -> Operation.LESS.compare(Values.item(a, 0L), Values.item(b, 0L)));
            return pairs;
        });
        all.put("join", (value, arguments) -> Values.members(value).stream().map(Values::text)
                .collect(Collectors.joining(Values.text(arguments.atMost(1, "d").get(0, "d", "")))));
        all.put("reverse", (value, arguments) -> {
            List<Object> members = new ArrayList<>(Values.members(value));
            Collections.reverse(members);
            return value instanceof String ? members.stream().map(Values::text).collect(Collectors.joining()) : members;
        });
        all.put("sort", (value, arguments) -> {
            List<Object> members = new ArrayList<>(Values.members(value));
            arguments.atMost(0);
            members.sort(Operation.LESS::compare);
            return members;
        });
        all.put("unique", (value, arguments) -> new ArrayList<>(new LinkedHashSet<>(Values.members(value))));
        all.put("map", Filters::mapped);
        all.put("select", (value, arguments) -> selected(value, arguments, true));
        all.put("reject", (value, arguments) -> selected(value, arguments, false));
        all.put("selectattr", (value, arguments) -> selectedByField(value, arguments, true));
        all.put("rejectattr", (value, arguments) -> selectedByField(value, arguments, false));
    }

    /** A default takes the place of what is undefined; with a second argument, of all that is false. */
    private static Object orElse(Object value, Arguments arguments) {
        arguments.atMost(2, "default_value", "boolean");
        boolean replaced = value instanceof Undefined
                || Values.truth(arguments.get(1, "boolean", false)) && !Values.truth(value);
        return replaced ? arguments.get(0, "default_value", "") : value;
    }

    private static Object integer(Object value, Object otherwise) {
        if (Values.number(value)) {
            return (long) Values.asDouble(value);
        }
        return value instanceof String text && text.strip().matches("[+-]?\\d{1,18}") ? Long.valueOf(text.strip()) : otherwise;
    }

    private static Object indented(Object value, Arguments arguments) {
        arguments.atMost(3, "width", "first", "blank");
        Object width = arguments.get(0, "width", 4L);
        String margin = width instanceof String text ? text : " ".repeat((int) Values.integer(width, "width"));
        boolean blank = Values.truth(arguments.get(2, "blank", false));
        String[] lines = Values.text(value).split("\n", -1);
        for (int i = Values.truth(arguments.get(1, "first", false)) ? 0 : 1; i < lines.length; i++) {
            lines[i] = blank || !lines[i].isEmpty() ? margin + lines[i] : lines[i];
        }
        return String.join("\n", lines);
    }

    /** {@code map(attribute="name")}, or {@code map("filter", arguments)}. */
    private static Object mapped(Object value, Arguments arguments) {
        List<Object> results = new ArrayList<>();
        if (arguments.positional().isEmpty()) {
            String field = Values.string(arguments.atMost(0, "attribute", "default").get(0, "attribute"), "attribute");
            for (Object member : Values.members(value)) {
                Object found = Values.field(member, field);
                results.add(found instanceof Undefined ? arguments.named().getOrDefault("default", found) : found);
            }
        } else {
            String filter = known(arguments.text(0, "filter"));
            Values.members(value).forEach(member -> results.add(apply(filter, member, arguments.from(1))));
        }
        return results;
    }

    private static Object selected(Object value, Arguments arguments, boolean wanted) {
        List<Object> results = new ArrayList<>(Values.members(value));
        results.removeIf(member -> holds(member, arguments) != wanted);
        return results;
    }

    private static Object selectedByField(Object value, Arguments arguments, boolean wanted) {
        String field = arguments.text(0, "attribute");
        List<Object> results = new ArrayList<>(Values.members(value));
        results.removeIf(member -> holds(Values.field(member, field), arguments.from(1)) != wanted);
        return results;
    }

    /** Without the name of a test, what is true is selected. */
    private static boolean holds(Object value, Arguments test) {
        return test.positional().isEmpty()
                ? Values.truth(value)
                : Predicates.holds(Predicates.known(test.text(0, "test")), value, test.from(1));
    }
}
