package org.marksheet.worker;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.DataType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.marksheet.lab.tensor.Differentiable;
import org.marksheet.worker.codec.FrameChannel;
import org.marksheet.worker.codec.Message;
import org.marksheet.worker.invoke.Request;
import org.marksheet.worker.value.Value;

/**
 * A conversation like those with submissions, so that the classes it needs get into the archive that workers
 * start from.
 */
public interface Rehearsal {
    /** What a call may return. */
    record Scene(NDArray loss, float number) {}

    /** A loss of two tensors. */
    Scene play(@Differentiable NDArray values, NDArray mask);

    /** Plays it with the operations that losses are made of. */
    final class Player implements Rehearsal {
        @Override
        public Scene play(NDArray values, NDArray mask) {
            NDArray safe = NDArrays.where(mask, values, values.zerosLike());
            NDArray terms = NDArrays.maximum(safe.exp().mul(2), safe.square().neg().add(1));
            NDArray count = mask.toType(DataType.FLOAT32, true).sum();
            return new Scene(terms.sum().div(count), safe.logSoftmax(-1).sum().stopGradient().getFloat());
        }
    }

    /** Returns the bytes to write to a worker that rehearses. */
    static byte[] script() throws IOException {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        FrameChannel channel = new FrameChannel(InputStream.nullInputStream(), script, 1);
        channel.write(Message.toValue(
                new Message.Load(Map.of(), Map.of(Rehearsal.class.getName(), Player.class.getName()))));
        ByteBuffer numbers = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        numbers.asFloatBuffer().put(new float[] {1, 2, 3, 4});
        List<Value> arguments = List.of(
                new Value.Tensor("FLOAT32", List.of(2L, 2L), numbers.array()),
                new Value.Tensor("BOOLEAN", List.of(2L, 2L), new byte[] {1, 1, 0, 1}));
        for (boolean gradients : new boolean[] {false, true}) {
            channel.write(Message.toValue(new Message.Call(
                    new Request(Rehearsal.class.getName(), "play", arguments, gradients, Map.of()))));
        }
        return script.toByteArray();
    }
}
