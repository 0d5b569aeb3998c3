package org.marksheet.lab.model.gpt2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Locale;
import org.marksheet.lab.model.ForwardPass;
import org.marksheet.lab.tensor.EngineValue;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.TorchScript;

/**
 * GPT-2's way to its hidden states and back again, written out: faster than operations that the engine records. A test holds it against
 * {@link Gpt2Trunk} and the engine's gradients.
 *
 * <p>Attention is two products of all heads at once, and so is its way back. The tanh-GELU of f is {@code u = f g} with
 * {@code g = sigmoid(c (1 + .044715 f^2) f)} and {@code c = 2 sqrt(2/pi)}, which needs no tanh; its derivative is {@code r + g (1 - r)}, where
 * {@code r = c (1 + 3 .044715 f^2) u}.
 *
 * @see <a href="https://doi.org/10.1038/323533a0">Rumelhart et al. 1986</a>
 */
final class Backpropagation {
    /** In tokens. Among more, PyTorch's own attention is faster, and does not hold the square of them. */
    static final int LONGEST = 64;

    /** Matrices of 31 columns take twice the time of those of 32: sequences are lengthened to a multiple of this for attention. */
    private static final int GRAIN = 8;

    /** The parameters p stand in the order of {@link Gpt2Config#shapes()}. */
    private static final String FORWARD = """
                b = torch.size(ids, 0)
                t = torch.size(ids, 1)
                more = torch.remainder(torch.neg(t), <grain>)
                key = torch.cumsum(torch.ones_like(torch.select(mask, 0, 0)), 0)
                query = torch.unsqueeze(key, 1)
                unseen = torch.unsqueeze(torch.gt(key, query), 0)
                if torch.__not__(bool(torch.all(mask))):
                  padding = torch.logical_and(torch.unsqueeze(torch.eq(mask, 0), 1), torch.ne(key, query))
                  unseen = torch.repeat_interleave(torch.logical_or(unseen, padding), <heads>, 0)
                bias = torch.masked_fill(torch.zeros_like(unseen, dtype=6), unseen, -3.0e+38)
                bias = torch.constant_pad_nd(bias, [0, more], -3.0e+38)
                x = torch.reshape(torch.add(torch.embedding(p[0], ids), torch.embedding(p[1], positions)), [-1, <width>])
                one = torch.new_ones(x, [1])
                linear = torch.new_full(x, [], <linear>)
                kept = annotate(List[Tensor], [])
                for i in range(<layers>):
                  o = torch.add(torch.mul(i, 12), 2)
                  y, mean1, scale1, = torch.native_layer_norm(x, [<width>], p[o], p[torch.add(o, 1)], <epsilon>)
                  qkv = torch.view(self.unrecordedLinear(y, torch.t(p[torch.add(o, 2)]), p[torch.add(o, 3)]), [b, t, 3, <heads>, <headWidth>])
                  queries, keys, values, = torch.unbind(torch.permute(qkv, [2, 0, 3, 1, 4]), 0)
                  k = torch.reshape(torch.constant_pad_nd(keys, [0, 0, 0, more]), [torch.mul(b, <heads>), -1, <headWidth>])
                  v = torch.reshape(torch.constant_pad_nd(values, [0, 0, 0, more]), [torch.mul(b, <heads>), -1, <headWidth>])
                  stream = x
                  if torch.__and__(torch.eq(i, <last>), torch.gt(skipped, 0)):
                    queries = torch.slice(queries, 2, skipped)
                    stream = torch.reshape(torch.slice(torch.view(x, [b, t, <width>]), 1, skipped), [-1, <width>])
                    bias = torch.slice(bias, 1, skipped)
                  q = torch.reshape(queries, [torch.mul(b, <heads>), -1, <headWidth>])
                  w = torch.softmax(torch.baddbmm(bias, q, torch.transpose(k, 1, 2), beta=1, alpha=<share>), -1)
                  heard = torch.transpose(torch.view(torch.bmm(w, v), [b, <heads>, -1, <headWidth>]), 1, 2)
                  h = torch.reshape(heard, [-1, <width>])
                  x1 = torch.add_(self.unrecordedLinear(h, torch.t(p[torch.add(o, 4)]), p[torch.add(o, 5)]), stream)
                  z, mean2, scale2, = torch.native_layer_norm(x1, [<width>], p[torch.add(o, 6)], p[torch.add(o, 7)], <epsilon>)
                  if keep:
                    f = self.unrecordedLinear(z, torch.t(p[torch.add(o, 8)]), p[torch.add(o, 9)])
                    r = torch.addcmul(linear, f, f, value=<thriceCubic>)
                    g = torch.sigmoid_(torch.mul_(torch.addcmul(linear, f, f, value=<cubic>), f))
                    u = torch.mul_(f, g)
                    slope = torch.lerp_(torch.mul_(r, u), one, g)
                    kept = torch.add(kept, [x, mean1, scale1, y, q, k, v, w, h, x1, mean2, scale2, z, slope, u])
                  else:
                    u = self.unrecordedGelu(z, torch.t(p[torch.add(o, 8)]), p[torch.add(o, 9)])
                  x = torch.add_(self.unrecordedLinear(u, torch.t(p[torch.add(o, 10)]), p[torch.add(o, 11)]), x1)
                hidden, mean, scale, = torch.native_layer_norm(x, [<width>], p[-2], p[-1], <epsilon>)
                return (torch.view(hidden, [b, -1, <width>]), torch.add(kept, [x, mean, scale, ids, positions]))
            """;

    /**
     * A name that begins with d is the gradient at what the rest of it names. To those of the parameters, a, is added. What was kept is
     * taken from the end on, in the order of its use, and its memory with it.
     */
    private static final String BACKWARD = """
                a = annotate(List[Tensor], [])
                for parameter in p:
                  _0 = torch.append(a, ops.prim.grad(parameter))
                positions = torch.pop(kept)
                ids = torch.pop(kept)
                b = torch.size(ids, 0)
                t = torch.size(ids, 1)
                skipped = torch.sub(t, torch.size(dhidden, 1))
                scale = torch.pop(kept)
                mean = torch.pop(kept)
                dx, dw, db, = torch.native_layer_norm_backward(torch.reshape(dhidden, [-1, <width>]), torch.pop(kept), [<width>], mean, scale, p[-2], p[-1], [True, True, True])
                _1 = torch.add_(a[-2], dw)
                _2 = torch.add_(a[-1], db)
                for j in range(<layers>):
                  i = torch.sub(<last>, j)
                  o = torch.add(torch.mul(i, 12), 2)
                  _3 = torch.addmm_(a[torch.add(o, 10)], torch.t(torch.pop(kept)), dx)
                  _4 = torch.add_(a[torch.add(o, 11)], torch.sum(dx, [0]))
                  df = torch.mul_(self.unrecordedLinear(dx, p[torch.add(o, 10)], None), torch.pop(kept))
                  _5 = torch.addmm_(a[torch.add(o, 8)], torch.t(torch.pop(kept)), df)
                  _6 = torch.add_(a[torch.add(o, 9)], torch.sum(df, [0]))
                  dz = self.unrecordedLinear(df, p[torch.add(o, 8)], None)
                  scale2 = torch.pop(kept)
                  mean2 = torch.pop(kept)
                  dx1, dw2, db2, = torch.native_layer_norm_backward(dz, torch.pop(kept), [<width>], mean2, scale2, p[torch.add(o, 6)], p[torch.add(o, 7)], [True, True, True])
                  _7 = torch.add_(a[torch.add(o, 6)], dw2)
                  _8 = torch.add_(a[torch.add(o, 7)], db2)
                  dx = torch.add_(dx1, dx)
                  _9 = torch.addmm_(a[torch.add(o, 4)], torch.t(torch.pop(kept)), dx)
                  _10 = torch.add_(a[torch.add(o, 5)], torch.sum(dx, [0]))
                  dheard = torch.view(self.unrecordedLinear(dx, p[torch.add(o, 4)], None), [b, -1, <heads>, <headWidth>])
                  da = torch.reshape(torch.transpose(dheard, 1, 2), [torch.mul(b, <heads>), -1, <headWidth>])
                  w = torch.pop(kept)
                  dv = torch.bmm(torch.transpose(w, 1, 2), da)
                  dw = torch.bmm(da, torch.transpose(torch.pop(kept), 1, 2))
                  ds = torch.mul_(torch._softmax_backward_data(dw, w, -1, 6), <share>)
                  dq = torch.bmm(ds, torch.pop(kept))
                  dk = torch.bmm(torch.transpose(ds, 1, 2), torch.pop(kept))
                  if torch.__and__(torch.eq(i, <last>), torch.gt(skipped, 0)):
                    dq = torch.constant_pad_nd(dq, [0, 0, skipped, 0])
                    dx = torch.reshape(torch.constant_pad_nd(torch.view(dx, [b, -1, <width>]), [0, 0, skipped, 0]), [-1, <width>])
                  apart = annotate(List[Tensor], [])
                  for part in [dq, dk, dv]:
                    ofHeads = torch.slice(torch.view(part, [b, <heads>, -1, <headWidth>]), 2, 0, t)
                    _11 = torch.append(apart, torch.transpose(ofHeads, 1, 2))
                  dqkv = torch.view(torch.stack(apart, 2), [torch.mul(b, t), -1])
                  _12 = torch.addmm_(a[torch.add(o, 2)], torch.t(torch.pop(kept)), dqkv)
                  _13 = torch.add_(a[torch.add(o, 3)], torch.sum(dqkv, [0]))
                  dy = self.unrecordedLinear(dqkv, p[torch.add(o, 2)], None)
                  scale1 = torch.pop(kept)
                  mean1 = torch.pop(kept)
                  dstream, dw1, db1, = torch.native_layer_norm_backward(dy, torch.pop(kept), [<width>], mean1, scale1, p[o], p[torch.add(o, 1)], [True, True, True])
                  _14 = torch.add_(a[o], dw1)
                  _15 = torch.add_(a[torch.add(o, 1)], db1)
                  dx = torch.add_(dstream, dx)
                dtokens = torch.view(dx, [b, t, <width>])
                _16 = torch.add_(a[0], torch.embedding_dense_backward(dtokens, ids, torch.size(p[0], 0), -1, False))
                _17 = torch.add_(a[1], torch.embedding_dense_backward(dtokens, positions, torch.size(p[1], 0), -1, False))
                return t
            """;

    private static final double LINEAR = 2 * Math.sqrt(2 / Math.PI);

    private final List<NDArray> parameters;
    private final TorchScript forward;
    private final TorchScript backward;
    private boolean haveGradients;

    Backpropagation(Gpt2Config config, Parameters parameters) {
        this.parameters = config.shapes().keySet().stream().map(parameters::get).toList();
        this.forward = TorchScript.holding(
                parameters.manager(),
                this.parameters,
                "ids: Tensor, mask: Tensor, positions: Tensor, skipped: int, keep: bool",
                "Tuple[Tensor, List[Tensor]]",
                body(FORWARD, config));
        this.backward = TorchScript.holding(
                parameters.manager(), this.parameters, "dhidden: Tensor, kept: List[Tensor]", "int", body(BACKWARD, config));
    }

    /** Returns whether it can be done, and pays: for texts that are short, in float32. */
    static boolean suits(NDArray ids, Parameters parameters) {
        return ids.getShape().get(1) <= LONGEST && parameters.arrays().get(0).getDataType() == DataType.FLOAT32;
    }

    /**
     * Runs over whole sequences, for a way back.
     *
     * @param ids [B,T] int64
     * @param attentionMask [B,T] int64
     * @param positions [B,T] int64
     * @param from the first place wanted, in 0..T-1
     */
    ForwardPass pass(NDArray ids, NDArray attentionMask, NDArray positions, long from) {
        Pass pass = run(ids, attentionMask, positions, from, true);
        NDScope.unregister(pass.hidden);
        pass.hidden.setRequiresGradient(true);
        return pass;
    }

    /** Runs over whole sequences; from what it returns no way leads back. Arguments as in {@link #pass}. */
    NDArray hiddenStates(NDArray ids, NDArray attentionMask, NDArray positions, long from) {
        Pass pass = run(ids, attentionMask, positions, from, false);
        pass.kept.close();
        return pass.hidden;
    }

    private Pass run(NDArray ids, NDArray attentionMask, NDArray positions, long from, boolean wayBack) {
        try (EngineValue outcome = forward.callUnrecorded(
                EngineValue.of(ids),
                EngineValue.of(attentionMask),
                EngineValue.of(positions),
                EngineValue.of(from),
                EngineValue.of(wayBack))) {
            List<EngineValue> hiddenAndKept = outcome.parts();
            try (EngineValue hidden = hiddenAndKept.get(0)) {
                return new Pass(hidden.toTensor(ids.getManager()), hiddenAndKept.get(1));
            }
        }
    }

    private final class Pass implements ForwardPass {
        private final NDArray hidden;
        private final EngineValue kept;

        private Pass(NDArray hidden, EngineValue kept) {
            this.hidden = hidden;
            this.kept = kept;
        }

        @Override
        public NDArray hiddenStates() {
            return hidden;
        }

        @Override
        public void backward() {
            Gradients.of(hidden).ifPresent(arrived -> {
                try (arrived) {
                    // There is something to add to once there are gradients, and they stay.
                    if (!haveGradients) {
                        Gradients.fill(parameters);
                        haveGradients = true;
                    }
                    backward.callUnrecorded(EngineValue.of(arrived), kept).close();
                }
            });
        }

        @Override
        public void close() {
            hidden.close();
            kept.close();
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
                .replace("<cubic>", decimal(LINEAR * .044715))
                .replace("<thriceCubic>", decimal(3 * LINEAR * .044715))
                .replace("<grain>", String.valueOf(GRAIN));
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.12f", number);
    }
}
