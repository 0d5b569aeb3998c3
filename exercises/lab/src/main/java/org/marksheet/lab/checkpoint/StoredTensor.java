package org.marksheet.lab.checkpoint;

import ai.djl.ndarray.types.Shape;

/**
 * Where a tensor stands in a safetensors file.
 *
 * @param type how each number is stored
 * @param shape sizes of the axes, none for a scalar
 * @param begin the first byte, counted from the start of the file
 * @param bytes how many bytes follow
 */
record StoredTensor(StoredType type, Shape shape, long begin, long bytes) {}
