package org.marksheet.lab.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the values of templates are: String, Boolean, Long, Double, List, Map with keys that are strings, null (None), and what only
 * templates have: {@link Undefined}, {@link Namespace}, {@link Callable}.
 */
final class Values {
    private Values() {}

    /** Returns whether a condition holds: nothing, zero and what is empty are false. */
    static boolean truth(Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        if (value instanceof String text) {
            return !text.isEmpty();
        }
        if (value instanceof List<?> list) {
            return !list.isEmpty();
        }
        if (value instanceof Map<?, ?> map) {
            return !map.isEmpty();
        }
        return value != null && !(value instanceof Undefined);
    }

    /** Returns how a value is printed. */
    static String text(Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value == null) {
            return "None";
        }
        if (value instanceof Boolean flag) {
            return flag ? "True" : "False";
        }
        if (value instanceof Double number) {
            boolean whole = number == Math.rint(number) && Math.abs(number) < 1e16;
            return whole ? Math.round(number) + ".0" : number.toString().replace("E", "e");
        }
        if (value instanceof Long) {
            return value.toString();
        }
        if (value instanceof Undefined) {
            return "";
        }
        throw Problem.unknown("Printing " + kind(value) + " other than with tojson");
    }

    /** Returns what a loop goes through: the members of a list, the keys of a mapping, the characters of a string. */
    static List<Object> members(Object value) {
        if (value instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        if (value instanceof Map<?, ?> map) {
            return new ArrayList<>(map.keySet());
        }
        if (value instanceof String text) {
            return text.codePoints().mapToObj(point -> (Object) Character.toString(point)).toList();
        }
        if (value instanceof Undefined) {
            return List.of();
        }
        throw Problem.value("There is nothing to go through in " + kind(value) + ".");
    }

    static long length(Object value) {
        return members(value).size();
    }

    /** Returns a string, or says what should have been one. */
    static String string(Object value, String what) {
        if (value instanceof String text) {
            return text;
        }
        throw Problem.value("\"" + what + "\" is " + kind(value) + "; a string was expected.");
    }

    /** Returns a whole number, or says what should have been one. */
    static long integer(Object value, String what) {
        if (value instanceof Long number) {
            return number;
        }
        throw Problem.value("\"" + what + "\" is " + kind(value) + "; a whole number was expected.");
    }

    /** Returns what {@code value.name} and {@code value["name"]} stand for. */
    static Object field(Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return map.containsKey(name) ? map.get(name) : new Undefined(name);
        }
        if (value instanceof Namespace namespace) {
            return namespace.fields().containsKey(name) ? namespace.fields().get(name) : new Undefined(name);
        }
        if (value instanceof Undefined undefined) {
            throw Problem.value("\"" + undefined.what() + "\" is not defined, so it has no \"" + name + "\".");
        }
        return new Undefined(name);
    }

    /** Returns what {@code value[key]} stands for; from the end for a number below 0. */
    static Object item(Object value, Object key) {
        if (key instanceof Long place && (value instanceof List || value instanceof String)) {
            List<Object> members = members(value);
            long index = place < 0 ? place + members.size() : place;
            return index >= 0 && index < members.size() ? members.get((int) index) : new Undefined("[" + place + "]");
        }
        return field(value, key instanceof String name ? name : text(key));
    }

    static boolean equal(Object a, Object b) {
        if (number(a) && number(b)) {
            return asDouble(a) == asDouble(b);
        }
        if (a instanceof Undefined || b instanceof Undefined) {
            return a instanceof Undefined && b instanceof Undefined;
        }
        return Objects.equals(a, b);
    }

    /** In Python true and false are numbers, too. */
    static boolean number(Object value) {
        return value instanceof Number || value instanceof Boolean;
    }

    static double asDouble(Object value) {
        return value instanceof Boolean flag ? flag ? 1 : 0 : ((Number) value).doubleValue();
    }

    /** Names a value's type, for messages. */
    static String kind(Object value) {
        if (value == null) {
            return "none";
        }
        if (value instanceof Undefined undefined) {
            return "not defined (" + undefined.what() + ")";
        }
        return value instanceof String ? "a string"
                : value instanceof Boolean ? "true or false"
                : value instanceof Number ? "a number"
                : value instanceof List ? "a list"
                : value instanceof Map ? "a mapping"
                : value instanceof Namespace ? "a namespace" : "a function";
    }
}
