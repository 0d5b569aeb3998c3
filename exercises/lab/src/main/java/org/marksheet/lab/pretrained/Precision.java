package org.marksheet.lab.pretrained;

import ai.djl.ndarray.types.DataType;
import org.marksheet.lab.tensor.Torch;

/** In which numbers a model that is only used, and not trained, keeps its weights: what {@code --dtype} takes. */
public enum Precision {
    /** Half the memory on a GPU, whose memory is scarce; full precision on the processor. */
    AUTO,
    /** 24 bits of precision: the numbers of training and of grading. */
    FLOAT32,
    /** 11 bits of precision, at most 65504. */
    FLOAT16;

    /** Returns the type of the weights on {@link Torch#device()}. */
    DataType type() {
        return switch (this) {
            case AUTO -> Torch.device().isGpu() ? DataType.FLOAT16 : DataType.FLOAT32;
            case FLOAT32 -> DataType.FLOAT32;
            case FLOAT16 -> DataType.FLOAT16;
        };
    }
}
