package org.marksheet.lab.jinja;

import java.util.HashMap;
import java.util.Map;

/** Variables: those of a template, and around each turn of a loop those that are set in it and forgotten after it. */
final class Scope {
    private final Scope outer;
    private final Map<String, Object> variables;

    Scope(Map<String, Object> variables) {
        this.outer = null;
        this.variables = new HashMap<>(variables);
    }

    private Scope(Scope outer) {
        this.outer = outer;
        this.variables = new HashMap<>();
    }

    Scope inner() {
        return new Scope(this);
    }

    Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            if (scope.variables.containsKey(name)) {
                return scope.variables.get(name);
            }
        }
        return new Undefined(name);
    }

    void set(String name, Object value) {
        variables.put(name, value);
    }
}
