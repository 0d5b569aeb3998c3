package org.marksheet.sheet41.preference.checks;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
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
        String message = messageOf(call);
        for (int[] shape : shapes) {
            String dimensions =
                    Arrays.stream(shape).mapToObj(String::valueOf).collect(Collectors.joining("\\D{1,4}"));
            if (!(" " + message + " ").matches("(?s).*\\D" + dimensions + "\\D.*")) {
                throw new AssertionError(what + ": the message should name the shape " + Arrays.toString(shape)
                        + ", but it is: " + message);
            }
        }
    }

    private String messageOf(ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        if (thrown == null) {
            throw new AssertionError(what + " should be rejected with an IllegalArgumentException, but is accepted.");
        }
        if (thrown instanceof IllegalArgumentException) {
            return String.valueOf(thrown.getMessage());
        }
        // An open TODO, or a time-out: no answer at all, rather than a wrong one.
        if (thrown instanceof RuntimeException noAnswer && thrown.getClass().getName().startsWith("org.marksheet.")) {
            throw noAnswer;
        }
        throw new AssertionError(
                what + " should be rejected with an IllegalArgumentException, but throws " + thrown, thrown);
    }
}
