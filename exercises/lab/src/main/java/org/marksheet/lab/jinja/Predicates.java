package org.marksheet.lab.jinja;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The tests {@code value is name(arguments)}. */
final class Predicates {
    /** A test. */
    private interface Test {
        boolean holds(Object value, Arguments arguments);
    }

    private static final Map<String, Test> ALL = all();

    private Predicates() {}

    private static Map<String, Test> all() {
        Map<String, Test> all = new TreeMap<>();
        put(all, "defined", value -> !(value instanceof Undefined));
        put(all, "undefined", Undefined.class::isInstance);
        put(all, "none", value -> value == null);
        put(all, "string", String.class::isInstance);
        put(all, "boolean", Boolean.class::isInstance);
        put(all, "integer", Long.class::isInstance);
        put(all, "float", Double.class::isInstance);
        put(all, "number", Values::number);
        put(all, "mapping", Map.class::isInstance);
        put(all, "sequence", value -> value instanceof List || value instanceof String || value instanceof Map);
        put(all, "iterable", value -> value instanceof List || value instanceof String || value instanceof Map
                || value instanceof Undefined);
        put(all, "callable", Callable.class::isInstance);
        put(all, "true", Boolean.TRUE::equals);
        put(all, "false", Boolean.FALSE::equals);
        put(all, "odd", value -> Values.equal(Operation.REMAINDER.of(value, 2L), 1L));
        put(all, "even", value -> Values.equal(Operation.REMAINDER.of(value, 2L), 0L));
        put(all, "lower", value -> Values.text(value).equals(Methods.call(Values.text(value), "lower", Arguments.NONE)));
        put(all, "upper", value -> Values.text(value).equals(Methods.call(Values.text(value), "upper", Arguments.NONE)));
        all.put("divisibleby", (value, arguments) ->
                Values.equal(Operation.REMAINDER.of(value, arguments.get(0, "num")), 0L));
        put(all, Operation.EQUAL, "equalto", "eq", "==");
        put(all, Operation.UNEQUAL, "ne", "!=");
        put(all, Operation.LESS, "lt", "lessthan", "<");
        put(all, Operation.AT_MOST, "le", "<=");
        put(all, Operation.GREATER, "gt", "greaterthan", ">");
        put(all, Operation.AT_LEAST, "ge", ">=");
        put(all, Operation.IN, "in");
        return Collections.unmodifiableMap(all);
    }

    /** Returns the name of a test, or refuses it. */
    static String known(String name) {
        if (!ALL.containsKey(name)) {
            throw Problem.unknown("The test \"is " + name + "\"");
        }
        return name;
    }

    static boolean holds(String name, Object value, Arguments arguments) {
        return ALL.get(name).holds(value, arguments);
    }

    private static void put(Map<String, Test> all, String name, Predicate<Object> test) {
        all.put(name, (value, arguments) -> {
            arguments.atMost(0);
            return test.test(value);
        });
    }

    private static void put(Map<String, Test> all, Operation operation, String... names) {
        for (String name : names) {
            all.put(name, (value, arguments) -> Values.truth(operation.of(value, arguments.atMost(1).get(0, "other"))));
        }
    }
}
