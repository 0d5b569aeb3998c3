package org.marksheet.grader.checks;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Sheet;

/**
 * The hidden checks of a sheet.
 *
 * @param methods the test method of each check, by the check's id
 */
public record CheckList(Map<String, Method> methods) {
    /** Copies the map and keeps its order. */
    public CheckList {
        methods = Collections.unmodifiableMap(new LinkedHashMap<>(methods));
    }

    /**
     * Returns all checks of a sheet, always in the same order: the second check that hangs decides which is not run.
     *
     * @throws IllegalStateException if two share an id
     */
    public static CheckList of(Sheet sheet) {
        Map<String, Method> methods = new LinkedHashMap<>();
        for (Class<?> holder : sheet.checks()) {
            Method[] declared = holder.getDeclaredMethods();
            Arrays.sort(declared, Comparator.comparing(Method::getName));
            for (Method method : declared) {
                Check check = method.getAnnotation(Check.class);
                if (check != null && methods.put(check.value(), method) != null) {
                    throw new IllegalStateException("Two checks are called " + check.value() + "; rename one.");
                }
            }
        }
        return new CheckList(methods);
    }

    /** Returns the checks whose id fits. */
    public CheckList only(Predicate<String> wanted) {
        Map<String, Method> kept = new LinkedHashMap<>(methods);
        kept.keySet().removeIf(wanted.negate());
        return new CheckList(kept);
    }

    /** Returns the checks of one TODO. */
    public CheckList ofTodo(String todo) {
        return only(id -> todo(id).equals(todo));
    }

    /** Returns the ids. */
    public Set<String> ids() {
        return methods.keySet();
    }

    /** Returns the TODO that a check belongs to. */
    public static String todo(String check) {
        return check.substring(0, check.indexOf('/'));
    }

    /** Returns the TODOs that checks belong to. */
    public static Set<String> todos(Collection<String> checks) {
        return checks.stream().map(CheckList::todo).collect(Collectors.toUnmodifiableSet());
    }
}
