package org.marksheet.sheet41.kl.checks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * Asserts that a call is rejected in words that help.
 *
 * @param what the call, in words
 */
record Rejection(String what) {
    /** Asserts an IllegalArgumentException whose message names shapes, in any brackets. */
    void names(ThrowingCallable call, int[]... shapes) {
        assertThatThrownBy(call).as(what).isInstanceOf(IllegalArgumentException.class).satisfies(thrown -> {
            for (int[] shape : shapes) {
                String dimensions =
                        Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining("\\D{1,4}"));
                if (!(" " + thrown.getMessage() + " ").matches("(?s).*\\D" + dimensions + "\\D.*")) {
                    throw new AssertionError(what + ": the message should name the shape " + Arrays.toString(shape)
                            + ", but it is: " + thrown.getMessage());
                }
            }
        });
    }

    /** Asserts an IllegalArgumentException whose message names the temperature, or at least its value. */
    void namesTemperature(ThrowingCallable call, float value) {
        assertThatThrownBy(call).as(what).isInstanceOf(IllegalArgumentException.class).satisfies(thrown -> {
            String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
            if (!message.contains("temp")
                    && !message.contains("tau")
                    && !message.contains(String.valueOf(value).toLowerCase(Locale.ROOT))) {
                throw new AssertionError(
                        what + ": the message should name the temperature, but it is: " + thrown.getMessage());
            }
        });
    }
}
