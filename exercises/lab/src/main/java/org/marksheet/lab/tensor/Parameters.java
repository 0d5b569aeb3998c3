package org.marksheet.lab.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers that training changes, by name and in a fixed order.
 *
 * <p>It owns the tensors: {@link #close()} closes them. They are changed in place, so whoever holds one of them sees every
 * step of the optimizer.
 */
public final class Parameters implements AutoCloseable {
    private final NDManager manager;
    private final Map<String, NDArray> byName;
    private NDArray weights;
    private NDArray gradients;

    /**
     * Takes over tensors.
     *
     * @param manager owns the tensors; closed with these parameters, and of nobody else's use
     * @param byName in the order in which they are saved and optimised
     */
    public Parameters(NDManager manager, Map<String, NDArray> byName) {
        this.manager = manager;
        this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        // Also when a scope is open around the making of a model, its weights outlive that scope.
        Temporaries.keep(arrays());
    }

    /**
     * Returns one tensor.
     *
     * @param name as in {@link #byName()}
     * @return the tensor itself, not a copy
     * @throws IllegalArgumentException if there is none of that name
     */
    public NDArray get(String name) {
        NDArray found = byName.get(name);
        if (found == null) {
            throw new IllegalArgumentException("No parameter is called " + name + ". There are: " + byName.keySet());
        }
        return found;
    }

    /** Returns all tensors by name, in order; the map cannot be changed, the tensors can. */
    public Map<String, NDArray> byName() {
        return byName;
    }

    /** Returns all tensors, in order. */
    public List<NDArray> arrays() {
        return List.copyOf(byName.values());
    }

    /** Returns how many numbers there are in all tensors together. */
    public long count() {
        return byName.values().stream().mapToLong(NDArray::size).sum();
    }

    /** Returns the owner of the tensors, for constants that live as long as they do. */
    public NDManager manager() {
        return manager;
    }

    /**
     * Returns a copy with an owner of its own, which wants no gradient: what a reference model is made of.
     *
     * <p>Later changes of one are not seen by the other.
     */
    public Parameters copy() {
        NDManager own = Torch.manager();
        Map<String, NDArray> copies = new LinkedHashMap<>();
        Gradients.off(() -> {
            byName.forEach((name, array) -> {
                NDArray copy = array.duplicate();
                copy.attach(own);
                copies.put(name, copy);
            });
            return copies;
        });
        return new Parameters(own, copies);
    }

    /**
     * Overwrites the numbers, in place.
     *
     * @param values a tensor of the same shape for every name, and no other names
     * @throws IllegalArgumentException if names or shapes differ (says which)
     */
    public void assign(Map<String, NDArray> values) {
        if (!values.keySet().equals(byName.keySet())) {
            throw new IllegalArgumentException(
                    "The names differ: there are " + byName.keySet() + ", given are " + values.keySet());
        }
        byName.forEach((name, array) -> {
            if (!values.get(name).getShape().equals(array.getShape())) {
                throw new IllegalArgumentException(name + " is " + array.getShape() + " but the given tensor is "
                        + values.get(name).getShape());
            }
        });
        Overwriting.with(arrays(), byName.keySet().stream().<NDArray>map(values::get).toList());
    }

    /**
     * Says whether backward steps shall leave gradients on the tensors.
     *
     * @param wanted true to train them, false to freeze them
     */
    public void setRequiresGradient(boolean wanted) {
        arrays().forEach(array -> array.setRequiresGradient(wanted));
    }

    /** Sets the gradients that have arrived so far to zero, also those that are NaN. */
    public void zeroGradients() {
        Gradients.zero(arrays());
    }

    /**
     * Returns all numbers as one tensor, for whoever does the same to each: a change of one is a change of the other.
     *
     * @return [N] in the order of {@link #byName()}; belongs to these parameters
     */
    public NDArray together() {
        if (weights == null) {
            weights = SideBySide.weights(arrays(), room());
        }
        return weights;
    }

    /**
     * Returns all gradients as one tensor, as {@link #together()} does the numbers. Where none has arrived yet while others have, it is
     * zero from now on.
     *
     * @return [N], or nothing while none has arrived at all
     */
    public Optional<NDArray> gradientsTogether() {
        if (gradients == null && arrays().stream().anyMatch(array -> Gradients.of(array).isPresent())) {
            gradients = SideBySide.gradients(arrays(), room());
        }
        return Optional.ofNullable(gradients);
    }

    private NDArray room() {
        NDArray room = manager.create(new Shape(count()));
        Temporaries.keep(List.of(room));
        return room;
    }

    /** Closes the tensors and everything else that {@link #manager()} owns. */
    @Override
    public void close() {
        manager.close();
    }
}
