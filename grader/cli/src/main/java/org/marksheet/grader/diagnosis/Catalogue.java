package org.marksheet.grader.diagnosis;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.marksheet.grader.api.Mistake;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.api.TodoClass;
import org.marksheet.grader.checks.LocalImplementation;

/**
 * A sheet's solution and its known mistakes, ready to be called in this process.
 *
 * @param solution the solved TODO classes
 * @param mistakes the known mistakes of each TODO
 */
public record Catalogue(LocalImplementation solution, Map<String, List<Known>> mistakes) {
    /** Copies the map. */
    public Catalogue {
        mistakes = Map.copyOf(mistakes);
    }

    /**
     * A known mistake.
     *
     * @param name its name
     * @param todo the TODO that it gets wrong
     * @param sameAs mistakes that no call can tell from it
     * @param implementation the solution with this one method wrong
     */
    public record Known(String name, String todo, List<String> sameAs, LocalImplementation implementation) {}

    /** Makes one instance of everything that a sheet lists. */
    public static Catalogue of(Sheet sheet) {
        LocalImplementation solution = solution(sheet);
        Map<String, List<Known>> mistakes = new LinkedHashMap<>();
        for (Class<?> holder : sheet.mistakes()) {
            for (Class<?> type : Variants.in(holder, Mistake.class)) {
                Mistake mistake = type.getAnnotation(Mistake.class);
                mistakes.computeIfAbsent(mistake.todo(), todo -> new ArrayList<>())
                        .add(new Known(
                                mistake.value(),
                                mistake.todo(),
                                List.of(mistake.sameAs()),
                                Variants.replacing(solution, sheet, type)));
            }
        }
        return new Catalogue(solution, mistakes);
    }

    private static LocalImplementation solution(Sheet sheet) {
        Map<String, Class<?>> contracts = new LinkedHashMap<>();
        Map<String, Object> targets = new LinkedHashMap<>();
        for (TodoClass todo : sheet.todoClasses()) {
            contracts.put(todo.contract().getName(), todo.contract());
            try {
                Constructor<?> constructor = Class.forName(
                                todo.implementation(), true, sheet.getClass().getClassLoader())
                        .getDeclaredConstructor();
                targets.put(todo.contract().getName(), constructor.newInstance());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("The solution " + todo.implementation() + " cannot be made: " + e, e);
            }
        }
        return new LocalImplementation(contracts, targets);
    }
}
