package org.marksheet.grader.api;

import java.util.List;

/**
 * A sheet as the grader sees it, found by {@link java.util.ServiceLoader}.
 *
 * <p>Words and points are not here: they stand in the sheet's Markdown, under the same ids.
 */
public interface Sheet {
    /** The sheet's number, {@code 4.1}. */
    String id();

    /** The package that holds the contracts and TODO classes, with all that lies below it. */
    String rootPackage();

    /** The classes that students complete. */
    List<TodoClass> todoClasses();

    /** The classes whose {@link Check} methods are the hidden checks. */
    List<Class<?>> checks();

    /** The classes whose nested {@link Mistake} classes are the catalogue. */
    List<Class<?>> mistakes();

    /** The classes whose nested {@link Alternative} classes must get full marks. */
    List<Class<?>> alternatives();

    /** The classes whose nested {@link Lookalike} classes prove the diagnosis. */
    List<Class<?>> lookalikes();
}
