package org.marksheet.sheet41.selfcheck;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A public test of one TODO.
 *
 * <p>The method asks for a contract as a parameter and gets your class. It is skipped while the TODO is
 * open, and fails with the hint when the answer is wrong.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(SelfCheckExtension.class)
public @interface SelfCheck {
    /** The TODO as the sheet counts it, {@code 4.1.9.a}. */
    String value();

    /** What to look at when this check fails, in a sentence or two. */
    String hint();
}
