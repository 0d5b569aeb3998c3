package org.marksheet.lab.model.gpt2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Locale;
import org.marksheet.lab.model.ForwardPass;
import org.marksheet.lab.model.transformer.CacheLines;
import org.marksheet.lab.model.transformer.Trunk;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.TorchScript;

/**
 * The same as {@link Gpt2Trunk} in one call of the engine: the version to work with. A test holds one against the other. Short texts
 * go through {@link Backpropagation} in steps of training, and where nothing is recorded.
 *
 * <p>What is different: hidden states are rows [Bt,d]; attention and the tanh-GELU are single operations of PyTorch; the last block
 * leaves out what is not wanted, as its keys and values are all that other places need of it.
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
                skipped = %7$s
                for i in range(%2$d):
                  o = torch.add(torch.mul(i, 12), 2)
                  y = torch.layer_norm(x, [%1$d], p[o], p[torch.add(o, 1)], %5$s)
                  qkv = torch.view(torch.addmm(p[torch.add(o, 3)], y, p[torch.add(o, 2)]), [b, t, -1])
                  queries, keys, values, = torch.split(qkv, %1$d, 2)
                  q = torch.transpose(torch.view(queries, [b, t, %3$d, %4$d]), 1, 2)
                  newK = torch.transpose(torch.view(keys, [b, t, %3$d, %4$d]), 1, 2)
                  newV = torch.transpose(torch.view(values, [b, t, %3$d, %4$d]), 1, 2)
            %6$s
                  _0 = torch.append(out, k)
                  _1 = torch.append(out, v)
                  if torch.__and__(torch.eq(i, %8$d), torch.gt(skipped, 0)):
                    q = torch.slice(q, 2, skipped)
                    x = torch.reshape(torch.slice(torch.view(x, [b, t, %1$d]), 1, skipped), [-1, %1$d])
                    if causal:
                      place = torch.cumsum(torch.ones_like(torch.select(mask, 0, 0)), 0)
                      seen = torch.le(place, torch.unsqueeze(torch.slice(place, 0, skipped), 1))
                    else:
                      seen = torch.slice(unchecked_cast(Tensor, seen), 2, skipped)
                    causal = False
                  a = torch.scaled_dot_product_attention(q, k, v, seen, 0., causal)
                  h = torch.reshape(torch.transpose(a, 1, 2), [-1, %1$d])
                  x = torch.add(x, torch.addmm(p[torch.add(o, 5)], h, p[torch.add(o, 4)]))
                  z = torch.layer_norm(x, [%1$d], p[torch.add(o, 6)], p[torch.add(o, 7)], %5$s)
                  u = torch.gelu(torch.addmm(p[torch.add(o, 9)], z, p[torch.add(o, 8)]), approximate="tanh")
                  x = torch.add(x, torch.addmm(p[torch.add(o, 11)], u, p[torch.add(o, 10)]))
                hidden = torch.layer_norm(x, [%1$d], p[-2], p[-1], %5$s)
                _2 = torch.insert(out, 0, torch.view(hidden, [b, -1, %1$d]))
                return out
            """;

    private final Gpt2Config config;
    private final Parameters all;
    private final List<NDArray> parameters;
    private final TorchScript whole;
    private final TorchScript next;
    private final TorchScript growing;
    private Backpropagation backpropagation;

    ScriptedGpt2Trunk(Gpt2Config config, Parameters parameters) {
        this.config = config;
        this.all = parameters;
        this.parameters = config.shapes().keySet().stream().map(parameters::get).toList();
        if (this.parameters.size() != 2 + PER_BLOCK * config.layers() + 2) {
            throw new IllegalArgumentException("The script and Gpt2Config.shapes() count parameters differently.");
        }
        String inputs = "ids: Tensor, mask: Tensor, positions: Tensor";
        String withCache = inputs + ", cache: List[Tensor]";
        this.whole = script(inputs + ", first: Tensor", body(config, CacheLines.NONE, "int(first)"));
        this.next = script(withCache, body(config, CacheLines.KEPT, "0"));
        this.growing = script(withCache, body(config, CacheLines.SPENT, "0"));
    }

    private TorchScript script(String inputs, String body) {
        return TorchScript.holding(all.manager(), parameters, inputs, "List[Tensor]", body);
    }

    @Override
    public NDList forward(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> cache) {
        return cache.isEmpty()
                ? whole(ids, attentionMask, positions, 0)
                : next.call(List.of(ids, attentionMask, positions), List.of(cache));
    }

    @Override
    public NDList advance(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> spent) {
        if (spent.isEmpty()) {
            return whole(ids, attentionMask, positions, 0);
        }
        NDList hiddenAndCache = growing.call(List.of(ids, attentionMask, positions), List.of(spent));
        spent.forEach(NDArray::close);
        return hiddenAndCache;
    }

    @Override
    public NDArray hiddenStates(NDArray ids, NDArray attentionMask, NDArray positions, long from) {
        return !Gradients.areRecorded() && Backpropagation.suits(ids, all)
                ? backpropagation().hiddenStates(ids, attentionMask, positions, from)
                : whole(ids, attentionMask, positions, from).get(0);
    }

    @Override
    public ForwardPass forwardPass(NDArray ids, NDArray attentionMask, NDArray positions, long from) {
        return Backpropagation.suits(ids, all)
                ? backpropagation().pass(ids, attentionMask, positions, from)
                : Trunk.super.forwardPass(ids, attentionMask, positions, from);
    }

    private Backpropagation backpropagation() {
        if (backpropagation == null) {
            backpropagation = new Backpropagation(config, all);
        }
        return backpropagation;
    }

    private NDList whole(NDArray ids, NDArray attentionMask, NDArray positions, long from) {
        try (NDArray first = parameters.get(0).getManager().create(from)) {
            return whole.call(List.of(ids, attentionMask, positions, first), List.of());
        }
    }

    private static String body(Gpt2Config config, CacheLines cache, String skipped) {
        return BODY.formatted(config.width(), config.layers(), config.heads(), config.width() / config.heads(),
                String.format(Locale.ROOT, "%.10f", config.epsilon()), cache.indented(6), skipped, config.layers() - 1);
    }
}
