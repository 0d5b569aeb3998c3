package org.marksheet.grader.diagnosis;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.api.TodoClass;
import org.marksheet.grader.checks.LocalImplementation;

/** Classes that stand in for one of a sheet's TODO classes: mistakes, alternatives, lookalikes. */
public final class Variants {
    private Variants() {}

    /** Returns the classes nested in a holder that carry an annotation, by name. */
    public static List<Class<?>> in(Class<?> holder, Class<? extends Annotation> annotation) {
        return Arrays.<Class<?>>stream(holder.getDeclaredClasses())
                .filter(type -> type.isAnnotationPresent(annotation))
                .sorted(Comparator.comparing(Class::getSimpleName))
                .toList();
    }

    /**
     * Returns the solution with one class replaced by a variant.
     *
     * @param solution the solved TODO classes
     * @param sheet lists the contracts
     * @param variant implements one of them
     */
    public static LocalImplementation replacing(LocalImplementation solution, Sheet sheet, Class<?> variant) {
        for (TodoClass todo : sheet.todoClasses()) {
            if (todo.contract().isAssignableFrom(variant)) {
                Map<String, Object> targets = new LinkedHashMap<>(solution.targets());
                try {
                    Constructor<?> constructor = variant.getDeclaredConstructor();
                    constructor.setAccessible(true);
                    targets.put(todo.contract().getName(), constructor.newInstance());
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(
                            variant.getName() + " must be static, with a constructor without parameters: " + e, e);
                }
                return new LocalImplementation(solution.contracts(), targets);
            }
        }
        throw new IllegalStateException(variant.getName() + " implements no contract of sheet " + sheet.id());
    }
}
