package org.marksheet.lab.model.gpt2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Locale;
import org.marksheet.lab.model.transformer.Trunk;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.TorchScript;

/**
 * The same as {@link Gpt2Trunk} in one call of the engine: the version to train with. A test holds one against the other.
 *
 * <p>What is different: hidden states are rows [Bt,d]; attention and the tanh-GELU are single operations of PyTorch.
 */
final class ScriptedGpt2Trunk implements Trunk {
    private static final int PER_BLOCK = 12;

    /** The parameters p stand in the order of {@link Gpt2Config#shapes()}. */
    private static final String BODY = """
                b = torch.size(ids, 0)
                t = torch.size(ids, 1)
                s = torch.size(mask, 1)
                dense = bool(torch.all(mask))
                square = torch.eq(s, t)
                causal = torch.__and__(torch.__and__(dense, square), torch.gt(t, 1))
                if torch.__or__(causal, torch.__and__(dense, torch.eq(t, 1))):
                  seen = annotate(Optional[Tensor], None)
                else:
                  key = torch.cumsum(torch.ones_like(torch.select(mask, 0, 0)), 0)
                  query = torch.unsqueeze(torch.slice(key, 0, torch.sub(s, t)), 1)
                  past = torch.le(key, query)
                  real = torch.unsqueeze(torch.unsqueeze(torch.ne(mask, 0), 1), 1)
                  own = torch.eq(key, query)
                  seen = torch.logical_or(torch.logical_and(real, past), own)
                tokens = torch.embedding(p[0], ids)
                x = torch.reshape(torch.add(tokens, torch.embedding(p[1], positions)), [-1, %1$d])
                out = annotate(List[Tensor], [])
                for i in range(%2$d):
                  o = torch.add(torch.mul(i, 12), 2)
                  y = torch.layer_norm(x, [%1$d], p[o], p[torch.add(o, 1)], %5$s)
                  qkv = torch.view(torch.addmm(p[torch.add(o, 3)], y, p[torch.add(o, 2)]), [b, t, -1])
                  queries, keys, values, = torch.split(qkv, %1$d, 2)
                  q = torch.transpose(torch.view(queries, [b, t, %3$d, %4$d]), 1, 2)
                  newK = torch.transpose(torch.view(keys, [b, t, %3$d, %4$d]), 1, 2)
                  newV = torch.transpose(torch.view(values, [b, t, %3$d, %4$d]), 1, 2)
                  k = %6$s
                  v = %7$s
                  _0 = torch.append(out, k)
                  _1 = torch.append(out, v)
                  a = torch.scaled_dot_product_attention(q, k, v, seen, 0., causal)
                  h = torch.reshape(torch.transpose(a, 1, 2), [-1, %1$d])
                  x = torch.add(x, torch.addmm(p[torch.add(o, 5)], h, p[torch.add(o, 4)]))
                  z = torch.layer_norm(x, [%1$d], p[torch.add(o, 6)], p[torch.add(o, 7)], %5$s)
                  u = torch.gelu(torch.addmm(p[torch.add(o, 9)], z, p[torch.add(o, 8)]), approximate="tanh")
                  x = torch.add(x, torch.addmm(p[torch.add(o, 11)], u, p[torch.add(o, 10)]))
                hidden = torch.layer_norm(x, [%1$d], p[-2], p[-1], %5$s)
                _2 = torch.insert(out, 0, torch.view(hidden, [b, t, %1$d]))
                return out
            """;

    private final List<NDArray> parameters;
    private final TorchScript first;
    private final TorchScript next;

    ScriptedGpt2Trunk(Gpt2Config config, Parameters parameters) {
        this.parameters = config.shapes().keySet().stream().map(parameters::get).toList();
        if (this.parameters.size() != 2 + PER_BLOCK * config.layers() + 2) {
            throw new IllegalArgumentException("The script and Gpt2Config.shapes() count parameters differently.");
        }
        String inputs = "ids: Tensor, mask: Tensor, positions: Tensor, p: List[Tensor]";
        this.first = TorchScript.compile(parameters.manager(), inputs, "List[Tensor]", body(config, "newK", "newV"));
        this.next = TorchScript.compile(parameters.manager(), inputs + ", cache: List[Tensor]", "List[Tensor]",
                body(config, "torch.cat([cache[torch.mul(2, i)], newK], 2)",
                        "torch.cat([cache[torch.add(torch.mul(2, i), 1)], newV], 2)"));
    }

    @Override
    public NDList forward(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> cache) {
        List<NDArray> inputs = List.of(ids, attentionMask, positions);
        return cache.isEmpty()
                ? first.call(inputs, List.of(parameters))
                : next.call(inputs, List.of(parameters, cache));
    }

    private static String body(Gpt2Config config, String keys, String values) {
        return BODY.formatted(config.width(), config.layers(), config.heads(), config.width() / config.heads(),
                String.format(Locale.ROOT, "%.10f", config.epsilon()), keys, values);
    }
}
