package org.marksheet.sheet41.selfcheck;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Runs only when {@code -Dexercise} names nothing, so that a slip of the finger does not look like success. */
class NumberOnTheSheetTest {
    @Test
    void theSheetHasThisNumber() {
        Optional<String> refusal = new Narrowing().refusal();
        if (refusal.isPresent()) {
            AssertionError error = new AssertionError(refusal.get());
            error.setStackTrace(new StackTraceElement[] {error.getStackTrace()[0]});
            throw error;
        }
    }
}
