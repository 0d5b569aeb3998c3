package org.marksheet.worker.invoke;

import java.util.Map;
import org.marksheet.worker.value.Value;

/**
 * How a call ended.
 *
 * @param value what the method returned; nothing if it threw
 * @param gradients if they were asked for: the vector-Jacobian product of each float32 tensor argument by
 *     name, nothing where none arrived
 * @param changed the tensors that are not what they were, and all that was built where the call ran, by name,
 *     as they are now
 * @param failure how it threw, or null
 */
public record Answer(
        Value value, Map<String, Value> gradients, Map<String, Value> changed, Failure failure) {
    /** Copies the maps. */
    public Answer {
        gradients = Map.copyOf(gradients);
        changed = Map.copyOf(changed);
    }

    /** Returns an answer that is a failure. */
    public static Answer failed(Failure failure) {
        return new Answer(Value.NOTHING, Map.of(), Map.of(), failure);
    }

    /**
     * How a method failed.
     *
     * @param kind what to make of it
     * @param type the simple name of the exception's type
     * @param message its message, bounded; for an open TODO its id
     * @param where {@code File.java:31}, the innermost line of the submission, or empty
     */
    public record Failure(Kind kind, String type, String message, String where) {}

    /** Kinds of failure. */
    public enum Kind {
        /** The method is still to be written. */
        OPEN,
        /** The method threw. */
        THREW,
        /** The method returned something that the contract does not allow, in words. */
        MISMATCH,
        /** No answer in time. */
        TIMEOUT,
        /** The process ended before it answered. */
        DIED
    }
}
