package org.marksheet.grader.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A hidden check: a JUnit test method whose points stand in the sheet.
 *
 * <p>It asks for contracts as parameters and never knows whose implementation it holds, nor where that
 * runs. It may also ask for an {@code NDManager}, a {@link Draw} and a {@link Watch}.
 */
@Documented
@Test
@ExtendWith(ContractParameters.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Check {
    /** The id under which the sheet lists the check: its TODO, a slash, a slug; {@code 4.1.9.a/clips-for-both-signs}. */
    String value();

    /** Why the check stands although every mistake it catches is caught by another one, too; else empty. */
    String stands() default "";
}
