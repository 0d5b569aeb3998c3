package org.marksheet.lab.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The methods of strings and mappings, as in Python. */
final class Methods {
    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    private Methods() {}

    static Object call(Object owner, String name, Arguments arguments) {
        if (owner instanceof String text) {
            return ofString(text, name, arguments);
        }
        if (owner instanceof Map<?, ?> map) {
            return ofMapping(map, name, arguments);
        }
        if (owner instanceof Undefined undefined) {
            throw Problem.value("\"" + undefined.what() + "\" is not defined, so it has no method \"" + name + "\".");
        }
        throw unknown(owner, name);
    }

    private static Problem unknown(Object owner, String name) {
        return Problem.unknown("The method \"" + name + "\" of " + Values.kind(owner));
    }

    private static Object ofString(String text, String name, Arguments arguments) {
        return switch (name) {
            case "strip" -> stripped(text, arguments, true, true);
            case "lstrip" -> stripped(text, arguments, true, false);
            case "rstrip" -> stripped(text, arguments, false, true);
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "title" -> WORD.matcher(text).replaceAll(word -> capitalised(word.group()));
            case "capitalize" -> capitalised(text);
            case "startswith" -> affixes(arguments).stream().anyMatch(text::startsWith);
            case "endswith" -> affixes(arguments).stream().anyMatch(text::endsWith);
            case "replace" -> replaced(text, arguments.atMost(3, "old", "new", "count"));
            case "split" -> split(text, arguments.atMost(2, "sep", "maxsplit"));
            case "splitlines" -> text.isEmpty() ? List.of() : Arrays.asList(text.replaceFirst("\\R$", "").split("\\R", -1));
            case "join" -> String.join(text, Values.members(arguments.get(0, "members")).stream().map(Values::text).toList());
            case "find" -> (long) text.indexOf(arguments.atMost(1).text(0, "sub"));
            case "rfind" -> (long) text.lastIndexOf(arguments.atMost(1).text(0, "sub"));
            case "count" -> (long) text.split(Pattern.quote(arguments.atMost(1).text(0, "sub")), -1).length - 1;
            case "isdigit" -> !text.isEmpty() && text.chars().allMatch(Character::isDigit);
            default -> throw unknown(text, name);
        };
    }

    private static Object ofMapping(Map<?, ?> map, String name, Arguments arguments) {
        return switch (name) {
            case "items" -> map.entrySet().stream().map(each -> Arrays.asList(each.getKey(), each.getValue())).toList();
            case "keys" -> new ArrayList<Object>(map.keySet());
            case "values" -> new ArrayList<Object>(map.values());
            case "get" -> {
                Object key = arguments.atMost(2, "default").get(0, "key");
                yield map.containsKey(key) ? map.get(key) : arguments.get(1, "default", null);
            }
            case "copy" -> new LinkedHashMap<Object, Object>(map);
            default -> throw unknown(map, name);
        };
    }

    private static String stripped(String text, Arguments arguments, boolean left, boolean right) {
        Object given = arguments.atMost(1, "chars").get(0, "chars", null);
        String characters = given == null ? null : Values.string(given, "chars");
        int begin = 0;
        int end = text.length();
        while (left && begin < end && strips(characters, text.charAt(begin))) {
            begin++;
        }
        while (right && begin < end && strips(characters, text.charAt(end - 1))) {
            end--;
        }
        return text.substring(begin, end);
    }

    private static boolean strips(String characters, char c) {
        return characters == null
                ? Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085'
                : characters.indexOf(c) >= 0;
    }

    private static String capitalised(String text) {
        return text.isEmpty() ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1).toLowerCase(Locale.ROOT);
    }

    /** Python takes one string or several. */
    private static List<String> affixes(Arguments arguments) {
        Object affix = arguments.atMost(1).get(0, "prefix");
        return affix instanceof List<?> several
                ? several.stream().map(each -> Values.string(each, "prefix")).toList()
                : List.of(Values.string(affix, "prefix"));
    }

    private static String replaced(String text, Arguments arguments) {
        String old = arguments.text(0, "old");
        String replacement = arguments.text(1, "new");
        Object count = arguments.get(2, "count", null);
        if (count == null) {
            return text.replace(old, replacement);
        }
        String rest = text;
        StringBuilder result = new StringBuilder();
        for (long i = Values.integer(count, "count"); i != 0 && rest.contains(old) && !old.isEmpty(); i--) {
            int place = rest.indexOf(old);
            result.append(rest, 0, place).append(replacement);
            rest = rest.substring(place + old.length());
        }
        return result.append(rest).toString();
    }

    /** Without a separator, between runs of whitespace. */
    private static List<String> split(String text, Arguments arguments) {
        Object separator = arguments.get(0, "sep", null);
        long most = Values.integer(arguments.get(1, "maxsplit", -1L), "maxsplit");
        int limit = most < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, most + 1);
        if (separator == null) {
            String words = stripped(text, Arguments.NONE, true, limit < 0);
            return words.isEmpty() ? List.of() : List.of(words.split("\\s+", limit));
        }
        String mark = Values.string(separator, "sep");
        if (mark.isEmpty()) {
            throw Problem.value("A text cannot be split at nothing.");
        }
        return List.of(text.split(Pattern.quote(mark), limit));
    }
}
