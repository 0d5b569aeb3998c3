package org.marksheet.lab.model.gpt2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.marksheet.lab.model.ForwardPass;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.TorchScript;

/**
 * GPT-2's way to its hidden states and back again, written out: faster than operations that the engine records. A test holds it against
 * {@link Gpt2Trunk} and the engine's gradients.
 *
 * <p>Attention is two products of all heads at once, and so is its way back. The tanh-GELU of f is {@code f sigmoid(f s)} with
 * {@code s = c (1 + .044715 f^2)} and {@code c = 2 sqrt(2/pi)}, which needs no tanh; with {@code g = sigmoid(f s)} and {@code u = f g}, its
 * derivative is {@code r + g (1 - r)}, where {@code r = u (3 s - 2 c)}.
 *
 * @see <a href="https://doi.org/10.1038/323533a0">Rumelhart et al. 1986</a>
 */
final class Backpropagation {
    /** In tokens. Among more, PyTorch's own attention is faster, and does not hold the square of them. */
    static final int LONGEST = 64;

    /** The parameters p stand in the order of {@link Gpt2Config#shapes()}. */
    private static final String FORWARD = """
                b = torch.size(ids, 0)
                t = torch.size(ids, 1)
                skipped = int(first)
                key = torch.cumsum(torch.ones_like(torch.select(mask, 0, 0)), 0)
                query = torch.unsqueeze(key, 1)
                unseen = torch.unsqueeze(torch.gt(key, query), 0)
                if torch.__not__(bool(torch.all(mask))):
                  padding = torch.logical_and(torch.unsqueeze(torch.eq(mask, 0), 1), torch.ne(key, query))
                  unseen = torch.repeat_interleave(torch.logical_or(unseen, padding), <heads>, 0)
                bias = torch.masked_fill(torch.zeros_like(unseen, dtype=6), unseen, -3.0e+38)
                x = torch.reshape(torch.add(torch.embedding(p[0], ids), torch.embedding(p[1], positions)), [-1, <width>])
                kept = annotate(List[Tensor], [])
                for i in range(<layers>):
                  o = torch.add(torch.mul(i, 12), 2)
                  y, mean1, scale1, = torch.native_layer_norm(x, [<width>], p[o], p[torch.add(o, 1)], <epsilon>)
                  qkv = torch.view(torch.addmm(p[torch.add(o, 3)], y, p[torch.add(o, 2)]), [b, t, 3, <heads>, <headWidth>])
                  queries, keys, values, = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]), 0)
                  k = torch.reshape(keys, [-1, t, <headWidth>])
                  v = torch.reshape(values, [-1, t, <headWidth>])
                  stream = x
                  if torch.__and__(torch.eq(i, <last>), torch.gt(skipped, 0)):
                    queries = torch.slice(queries, 2, skipped)
                    stream = torch.reshape(torch.slice(torch.view(x, [b, t, <width>]), 1, skipped), [-1, <width>])
                    bias = torch.slice(bias, 1, skipped)
                  q = torch.reshape(queries, [torch.mul(b, <heads>), -1, <headWidth>])
                  w = torch.softmax(torch.baddbmm(bias, q, torch.transpose(k, 1, 2), beta=1, alpha=<share>), -1)
                  heard = torch.transpose(torch.view(torch.bmm(w, v), [b, <heads>, -1, <headWidth>]), 1, 2)
                  h = torch.reshape(heard, [-1, <width>])
                  x1 = torch.add(stream, torch.addmm(p[torch.add(o, 5)], h, p[torch.add(o, 4)]))
                  z, mean2, scale2, = torch.native_layer_norm(x1, [<width>], p[torch.add(o, 6)], p[torch.add(o, 7)], <epsilon>)
                  f = torch.addmm(p[torch.add(o, 9)], z, p[torch.add(o, 8)])
                  s = torch.add_(torch.mul_(torch.mul(f, f), <cubic>), <linear>)
                  g = torch.sigmoid_(torch.mul(f, s))
                  u = torch.mul_(f, g)
                  kept = torch.add(kept, [x, y, mean1, scale1, q, k, v, w, h, x1, z, mean2, scale2, s, g, u])
                  x = torch.add(x1, torch.addmm(p[torch.add(o, 11)], u, p[torch.add(o, 10)]))
                hidden, mean, scale, = torch.native_layer_norm(x, [<width>], p[-2], p[-1], <epsilon>)
                return torch.add([torch.view(hidden, [b, -1, <width>])], torch.add(kept, [x, mean, scale]))
            """;

    /** A name that begins with d is the gradient at what the rest of it names; those of the parameters end up in d. */
    private static final String BACKWARD = """
                b = torch.size(ids, 0)
                t = torch.size(ids, 1)
                skipped = torch.sub(t, torch.size(dhidden, 1))
                one = torch.new_ones(dhidden, [1])
                x, mean, scale, = torch.slice(kept, -3)
                dx, dw, db, = torch.native_layer_norm_backward(torch.reshape(dhidden, [-1, <width>]), x, [<width>], mean, scale, p[-2], p[-1], [True, True, True])
                d = [dw, db]
                for j in range(<layers>):
                  i = torch.sub(<last>, j)
                  o = torch.add(torch.mul(i, 12), 2)
                  c = torch.mul(i, 16)
                  x, y, mean1, scale1, q, k, v, w, h, x1, z, mean2, scale2, s, g, u, = torch.slice(kept, c, torch.add(c, 16))
                  dout = [torch.mm(torch.t(u), dx), torch.sum(dx, [0])]
                  r = torch.mul_(torch.sub_(torch.mul_(s, 3.), <twiceLinear>), u)
                  df = torch.mul_(torch.mm(dx, torch.t(p[torch.add(o, 10)])), torch.lerp_(r, one, g))
                  din = [torch.mm(torch.t(z), df), torch.sum(df, [0])]
                  dz = torch.mm(df, torch.t(p[torch.add(o, 8)]))
                  dx1, dw2, db2, = torch.native_layer_norm_backward(dz, x1, [<width>], mean2, scale2, p[torch.add(o, 6)], p[torch.add(o, 7)], [True, True, True])
                  dx = torch.add_(dx1, dx)
                  dproj = [torch.mm(torch.t(h), dx), torch.sum(dx, [0])]
                  dheard = torch.view(torch.mm(dx, torch.t(p[torch.add(o, 4)])), [b, -1, <heads>, <headWidth>])
                  da = torch.reshape(torch.transpose(dheard, 1, 2), [torch.mul(b, <heads>), -1, <headWidth>])
                  dv = torch.bmm(torch.transpose(w, 1, 2), da)
                  dw = torch.bmm(da, torch.transpose(v, 1, 2))
                  ds = torch.mul_(torch._softmax_backward_data(dw, w, -1, 6), <share>)
                  dk = torch.bmm(torch.transpose(ds, 1, 2), q)
                  dq = torch.bmm(ds, k)
                  if torch.__and__(torch.eq(i, <last>), torch.gt(skipped, 0)):
                    dq = torch.constant_pad_nd(dq, [0, 0, skipped, 0])
                    dx = torch.reshape(torch.constant_pad_nd(torch.view(dx, [b, -1, <width>]), [0, 0, skipped, 0]), [-1, <width>])
                  apart = torch.view(torch.stack([dq, dk, dv]), [3, b, <heads>, t, <headWidth>])
                  dqkv = torch.reshape(torch.permute(apart, [1, 3, 0, 2, 4]), [torch.mul(b, t), -1])
                  dattn = [torch.mm(torch.t(y), dqkv), torch.sum(dqkv, [0])]
                  dy = torch.mm(dqkv, torch.t(p[torch.add(o, 2)]))
                  dstream, dw1, db1, = torch.native_layer_norm_backward(dy, x, [<width>], mean1, scale1, p[o], p[torch.add(o, 1)], [True, True, True])
                  dx = torch.add_(dstream, dx)
                  attention = torch.add(torch.add([dw1, db1], dattn), dproj)
                  d = torch.add(torch.add(torch.add(attention, [dw2, db2]), torch.add(din, dout)), d)
                dtokens = torch.view(dx, [b, t, <width>])
                dwte = torch.embedding_dense_backward(dtokens, ids, torch.size(p[0], 0), -1, False)
                dwpe = torch.embedding_dense_backward(dtokens, positions, torch.size(p[1], 0), -1, False)
                return torch.add([dwte, dwpe], d)
            """;

    private static final double LINEAR = 2 * Math.sqrt(2 / Math.PI);

    private final List<NDArray> parameters;
    private final TorchScript forward;
    private final TorchScript backward;

    Backpropagation(Gpt2Config config, Parameters parameters) {
        this.parameters = config.shapes().keySet().stream().map(parameters::get).toList();
        NDManager owner = parameters.manager();
        String inputs = "ids: Tensor, mask: Tensor, positions: Tensor, first: Tensor, p: List[Tensor]";
        this.forward = TorchScript.compile(owner, inputs, "List[Tensor]", body(FORWARD, config));
        this.backward = TorchScript.compile(
                owner,
                "dhidden: Tensor, ids: Tensor, positions: Tensor, p: List[Tensor], kept: List[Tensor]",
                "List[Tensor]",
                body(BACKWARD, config));
    }

    /** Returns whether it can be done, and pays: for texts that are short, in float32. */
    static boolean suits(NDArray ids, Parameters parameters) {
        return ids.getShape().get(1) <= LONGEST && parameters.arrays().get(0).getDataType() == DataType.FLOAT32;
    }

    /**
     * Runs over whole sequences.
     *
     * @param ids [B,T] int64
     * @param attentionMask [B,T] int64
     * @param positions [B,T] int64
     * @param from the first place wanted, in 0..T-1
     */
    ForwardPass pass(NDArray ids, NDArray attentionMask, NDArray positions, long from) {
        NDList hiddenAndKept = Gradients.off(() -> {
            try (NDArray first = ids.getManager().create(from)) {
                return forward.call(List.of(ids, attentionMask, positions, first), List.of(parameters));
            }
        });
        NDScope.unregister(hiddenAndKept);
        NDArray hidden = hiddenAndKept.get(0);
        hidden.setRequiresGradient(true);
        return new Pass(ids, positions, hidden, hiddenAndKept.subList(1, hiddenAndKept.size()));
    }

    private final class Pass implements ForwardPass {
        private final NDArray ids;
        private final NDArray positions;
        private final NDArray hidden;
        private final List<NDArray> kept;

        private Pass(NDArray ids, NDArray positions, NDArray hidden, List<NDArray> kept) {
            this.ids = ids.duplicate();
            this.positions = positions.duplicate();
            this.hidden = hidden;
            this.kept = kept;
            NDScope.unregister(this.ids, this.positions);
        }

        @Override
        public NDArray hiddenStates() {
            return hidden;
        }

        @Override
        public void backward() {
            Optional<NDArray> arrived = Gradients.of(hidden);
            if (arrived.isPresent()) {
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    NDList gradients = Gradients.off(() ->
                            backward.call(List.of(arrived.get(), ids, positions), List.of(parameters, kept)));
                    Gradients.add(parameters, gradients);
                }
            }
        }

        @Override
        public void close() {
            ids.close();
            positions.close();
            hidden.close();
            kept.forEach(NDArray::close);
        }
    }

    private static String body(String script, Gpt2Config config) {
        int headWidth = config.width() / config.heads();
        return script.replace("<width>", String.valueOf(config.width()))
                .replace("<layers>", String.valueOf(config.layers()))
                .replace("<last>", String.valueOf(config.layers() - 1))
                .replace("<heads>", String.valueOf(config.heads()))
                .replace("<headWidth>", String.valueOf(headWidth))
                .replace("<epsilon>", decimal(config.epsilon()))
                .replace("<share>", decimal(1 / Math.sqrt(headWidth)))
                .replace("<linear>", decimal(LINEAR))
                .replace("<twiceLinear>", decimal(2 * LINEAR))
                .replace("<cubic>", decimal(LINEAR * .044715));
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.12f", number);
    }
}
