package org.marksheet.grader.api;

import java.util.Map;

/**
 * A class that students complete.
 *
 * @param contract the interface it implements
 * @param implementation its class name; solution and skeleton share it
 * @param todos the contract's TODO methods by name, and the TODO of each as the sheet counts it
 */
public record TodoClass(Class<?> contract, String implementation, Map<String, String> todos) {
    /** Copies the map. */
    public TodoClass {
        if (!contract.isInterface()) {
            throw new IllegalArgumentException("contract: " + contract.getName() + " is no interface");
        }
        todos = Map.copyOf(todos);
    }
}
