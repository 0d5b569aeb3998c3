package org.marksheet.grader.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A proof of the diagnosis: a wrong implementation that shares no code with the catalogue.
 *
 * <p>Either a mistake written a second time on another base, which must be named, or two mistakes at once
 * or an odd wrong, which must get no name.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Lookalike {
    /** The TODO that it gets wrong. */
    String todo();

    /** The mistake that it must be told to be, or empty if it must get no name. */
    String of() default "";
}
