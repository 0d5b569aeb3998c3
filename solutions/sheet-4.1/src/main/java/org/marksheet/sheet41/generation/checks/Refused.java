package org.marksheet.sheet41.generation.checks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Asserts that a call is rejected in words that help. */
final class Refused {
    private Refused() {}

    /**
     * Asserts an IllegalArgumentException that names what is wrong.
     *
     * @param what the call, in words
     * @param call the call
     * @param names of which the message must contain one, in any case
     */
    static void naming(String what, ThrowingCallable call, String... names) {
        assertThatThrownBy(call).as(what).isInstanceOf(IllegalArgumentException.class).satisfies(thrown -> {
            String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
            for (String name : names) {
                if (message.contains(name.toLowerCase(Locale.ROOT))) {
                    return;
                }
            }
            throw new AssertionError(what + ": the message should name " + names[0] + ", but it is: " + thrown.getMessage());
        });
    }
}
