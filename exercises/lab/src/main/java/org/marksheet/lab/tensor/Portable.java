package org.marksheet.lab.tensor;

/**
 * An object that can be taken apart into plain data and built again from it in another process, so that it works there where it is
 * used: a model whose gradients are wanted, for example.
 *
 * <p>A class that implements it has a public constructor that takes what {@link #parts()} returns, and nothing else.
 *
 * @param <P> a record of numbers, strings, tensors, lists and records of these
 */
public interface Portable<P extends Record> {
    /** Returns the object as it is now; its tensors still belong to it. */
    P parts();
}
