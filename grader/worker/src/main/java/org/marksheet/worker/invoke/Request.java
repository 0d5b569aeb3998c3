package org.marksheet.worker.invoke;

import java.util.List;
import java.util.Map;
import org.marksheet.worker.value.Value;

/**
 * A call of a contract's method.
 *
 * @param contract the interface's name
 * @param method the method's name; a contract does not overload
 * @param arguments in order
 * @param gradients whether to return gradients
 * @param cotangents for each tensor result by component name ({@code ""} for the result itself); a scalar
 *     that is not named has one
 */
public record Request(
        String contract, String method, List<Value> arguments, boolean gradients, Map<String, Value> cotangents) {
    /** Copies list and map. */
    public Request {
        arguments = List.copyOf(arguments);
        cotangents = Map.copyOf(cotangents);
    }
}
