package org.marksheet.sheet41.selfcheck;

import java.util.function.Supplier;

/** Wrong arguments, and how a method must say no to them. */
public final class Refusal {
    private Refusal() {}

    /**
     * Asserts that a call is answered with an IllegalArgumentException.
     *
     * @param call a call with arguments that the contract forbids
     * @param names what the message must mention; blanks do not matter
     */
    public static void of(Supplier<?> call, String... names) {
        try {
            call.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            for (String name : names) {
                if (!message.replace(" ", "").contains(name.replace(" ", ""))) {
                    throw new AssertionError("The exception says \"" + message + "\" and should name " + name + ".");
                }
            }
            return;
        }
        throw new AssertionError("Arguments that the contract forbids were accepted: an IllegalArgumentException"
                + " that names " + String.join(" and ", names) + " was expected.");
    }
}
