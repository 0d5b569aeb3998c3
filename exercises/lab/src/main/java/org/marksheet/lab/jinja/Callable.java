package org.marksheet.lab.jinja;

/** A function that templates call. */
@FunctionalInterface
interface Callable {
    Object call(Arguments arguments);
}
