package org.marksheet.grader.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A known wrong variant of one TODO method: a subclass of the solution that overrides it.
 *
 * <p>The class is static, has a constructor without parameters, and is nested in a class that the {@link
 * Sheet} lists.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Mistake {
    /** The name of the mistake, as the sheet's feedback paragraph has it; {@code min-for-max}. */
    String value();

    /** The TODO that it gets wrong. */
    String todo();

    /** Names of other mistakes that no call can tell from this one, if any: none of them is then ever named. */
    String[] sameAs() default {};
}
