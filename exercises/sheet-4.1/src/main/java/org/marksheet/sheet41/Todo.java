package org.marksheet.sheet41;

/**
 * A method that a student writes.
 *
 * @param id the TODO as the sheet counts it, {@code 4.1.9.a}
 * @param contract the interface whose Javadoc says what the method must do
 * @param implementation the class to write it in
 * @param method the method's name
 */
public record Todo(String id, Class<?> contract, Class<?> implementation, String method) {
    /** Checks that the class belongs to the contract. */
    public Todo {
        if (!contract.isInterface() || !contract.isAssignableFrom(implementation)) {
            throw new IllegalArgumentException(
                    "implementation: " + implementation.getName() + " does not implement " + contract.getName());
        }
    }
}
