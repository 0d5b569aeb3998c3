package org.marksheet.lab.tensor;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * Moves tensors into one piece of memory, so that one operation does for all of them what many small ones would do one after another.
 * They stay what they are to everybody who holds them.
 */
final class SideBySide {
    private static final String MOVE = """
                first = 0
                for tensor in tensors:
                  after = torch.add(first, torch.numel(tensor))
                  place = torch.view(torch.slice(room, 0, first, after), torch.size(tensor))
                  _0 = torch.set_(tensor, torch.copy_(place, tensor))
                  first = after
                return first
            """;

    private static final String WEIGHTS = """
                tensors = p
            """ + MOVE;

    private static final String GRADIENTS = """
                tensors = annotate(List[Tensor], [])
                for weight in p:
                  _1 = torch.append(tensors, ops.prim.grad(weight))
            """ + MOVE;

    private SideBySide() {}

    /**
     * Moves tensors.
     *
     * @param arrays of the same type, on the same device
     * @param room [N], N numbers being in all of them together
     * @return the room
     */
    static NDArray weights(List<NDArray> arrays, NDArray room) {
        return moved(arrays, room, WEIGHTS);
    }

    /** Does the same to their gradients, which are made where they are missing. */
    static NDArray gradients(List<NDArray> arrays, NDArray room) {
        Gradients.fill(arrays);
        return moved(arrays, room, GRADIENTS);
    }

    private static NDArray moved(List<NDArray> arrays, NDArray room, String script) {
        TorchScript.holding(room.getManager(), arrays, "room: Tensor", "int", script)
                .callUnrecorded(EngineValue.of(room))
                .close();
        return room;
    }
}
