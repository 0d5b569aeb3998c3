package org.marksheet.lab.tensor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a tensor argument of a contract that the gradient flows through.
 *
 * <p>Every other tensor argument is data: its gradient must be zero or absent.
 */
@Documented
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Differentiable {}
