package org.marksheet.lab.model.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.Locale;
import org.marksheet.lab.model.transformer.CacheLines;
import org.marksheet.lab.model.transformer.Constants;
import org.marksheet.lab.model.transformer.Trunk;
import org.marksheet.lab.tensor.Parameters;
import org.marksheet.lab.tensor.TorchScript;

/**
 * The same as {@link LlamaTrunk} in one call of the engine: the version to work with. A test holds one against the other.
 *
 * <p>What is different: normalisation and attention are single operations of PyTorch.
 */
final class ScriptedLlamaTrunk implements Trunk {
    /** The parameters p stand in the order of {@link LlamaConfig#shapes()}; f are the frequencies of the positions. */
    private static final String BODY = """
                b = torch.size(ids, 0)
                t = torch.size(ids, 1)
                s = torch.size(mask, 1)
                dense = torch.__and__(bool(torch.all(mask)), torch.le(s, <window>))
                square = torch.eq(s, t)
                causal = torch.__and__(torch.__and__(dense, square), torch.gt(t, 1))
                if torch.__or__(causal, torch.__and__(dense, torch.eq(t, 1))):
                  seen = annotate(Optional[Tensor], None)
                else:
                  key = torch.cumsum(torch.ones_like(torch.select(mask, 0, 0)), 0)
                  query = torch.unsqueeze(torch.slice(key, 0, torch.sub(s, t)), 1)
                  past = torch.logical_and(torch.le(key, query), torch.gt(torch.add(key, <window>), query))
                  real = torch.unsqueeze(torch.unsqueeze(torch.ne(mask, 0), 1), 1)
                  own = torch.eq(key, query)
                  seen = torch.logical_or(torch.logical_and(real, past), own)
                angles = torch.unsqueeze(torch.mul(torch.unsqueeze(positions, 2), f), 1)
                cos = torch.type_as(torch.cos(angles), p[0])
                sin = torch.type_as(torch.sin(angles), p[0])
                x = torch.embedding(p[0], ids)
                out = annotate(List[Tensor], [])
                for i in range(<layers>):
                  o = torch.add(torch.mul(i, <perBlock>), 1)
                  y = torch.rms_norm(x, [<width>], p[o], <epsilon>)
            <queriesKeysValues>
                  q1, q2, = torch.chunk(torch.transpose(torch.view(qs, [b, t, <queries>, <headWidth>]), 1, 2), 2, 3)
                  q = torch.cat([torch.sub(torch.mul(q1, cos), torch.mul(q2, sin)), torch.add(torch.mul(q2, cos), torch.mul(q1, sin))], 3)
                  k1, k2, = torch.chunk(torch.transpose(torch.view(ks, [b, t, <keyValues>, <headWidth>]), 1, 2), 2, 3)
                  newK = torch.cat([torch.sub(torch.mul(k1, cos), torch.mul(k2, sin)), torch.add(torch.mul(k2, cos), torch.mul(k1, sin))], 3)
                  newV = torch.transpose(torch.view(vs, [b, t, <keyValues>, <headWidth>]), 1, 2)
            <keysAndValues>
                  _0 = torch.append(out, k)
                  _1 = torch.append(out, v)
                  a = torch.scaled_dot_product_attention(q, k, v, seen, 0., causal, scale=None, enable_gqa=<grouped>)
                  h = torch.reshape(torch.transpose(a, 1, 2), [b, t, <attended>])
                  x = torch.add(x, torch.linear(h, p[torch.add(o, <output>)]))
                  z = torch.rms_norm(x, [<width>], p[torch.add(o, <output> + 1)], <epsilon>)
            <gateAndUp>
                  x = torch.add(x, torch.linear(torch.mul(torch.silu(gate), up), p[torch.add(o, <perBlock> - 1)]))
                hidden = torch.rms_norm(x, [<width>], p[<norm>], <epsilon>)
                _2 = torch.insert(out, 0, hidden)
                return out
            """;

    private static final String SEPARATE_QUERIES = """
                  qs = torch.linear(y, p[torch.add(o, 1)])
                  ks = torch.linear(y, p[torch.add(o, 2)])
                  vs = torch.linear(y, p[torch.add(o, 3)])""";

    private static final String FUSED_QUERIES = """
                  qkv = torch.linear(y, p[torch.add(o, 1)])
                  qs, ks, vs, = torch.split_with_sizes(qkv, [<attended>, <answering>, <answering>], 2)""";

    private static final String SEPARATE_GATE = """
                  gate = torch.linear(z, p[torch.add(o, 6)])
                  up = torch.linear(z, p[torch.add(o, 7)])""";

    private static final String FUSED_GATE = """
                  gate, up, = torch.chunk(torch.linear(z, p[torch.add(o, 4)]), 2, 2)""";

    private final NDArray frequencies;
    private final TorchScript first;
    private final TorchScript next;
    private final TorchScript growing;

    /**
     * Makes a trunk.
     *
     * @param config the model's size and kind
     * @param parameters the model's
     * @param frequencies [h/2]: how far positions turn, in radians a token
     */
    ScriptedLlamaTrunk(LlamaConfig config, Parameters parameters, float[] frequencies) {
        this.frequencies = new Constants(parameters).vector(frequencies);
        String inputs = "ids: Tensor, mask: Tensor, positions: Tensor, f: Tensor";
        this.first = script(config, parameters, inputs, body(config, CacheLines.NONE));
        String withCache = inputs + ", cache: List[Tensor]";
        this.next = script(config, parameters, withCache, body(config, CacheLines.KEPT));
        this.growing = script(config, parameters, withCache, body(config, CacheLines.SPENT));
    }

    private static TorchScript script(LlamaConfig config, Parameters parameters, String inputs, String body) {
        List<NDArray> held = config.shapes().keySet().stream().map(parameters::get).toList();
        return TorchScript.holding(parameters.manager(), held, inputs, "List[Tensor]", body);
    }

    @Override
    public NDList forward(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> cache) {
        List<NDArray> inputs = List.of(ids, attentionMask, positions, frequencies);
        return cache.isEmpty()
                ? first.call(inputs, List.of())
                : next.call(inputs, List.of(cache));
    }

    @Override
    public NDList advance(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> spent) {
        if (spent.isEmpty()) {
            return forward(ids, attentionMask, positions, spent);
        }
        List<NDArray> inputs = List.of(ids, attentionMask, positions, frequencies);
        NDList hiddenAndCache = growing.call(inputs, List.of(spent));
        spent.forEach(NDArray::close);
        return hiddenAndCache;
    }

    private static String body(LlamaConfig config, CacheLines cache) {
        boolean fused = config.kind() == Kind.PHI3;
        LlamaConfig.Heads heads = config.heads();
        int perBlock = fused ? 6 : 9;
        int output = fused ? 2 : 4;
        return BODY.replace("<queriesKeysValues>", indented(fused ? FUSED_QUERIES : SEPARATE_QUERIES))
                .replace("<gateAndUp>", indented(fused ? FUSED_GATE : SEPARATE_GATE))
                .replace("<keysAndValues>", cache.indented(6))
                .replace("<perBlock> - 1", String.valueOf(perBlock - 1))
                .replace("<perBlock>", String.valueOf(perBlock))
                .replace("<output> + 1", String.valueOf(output + 1))
                .replace("<output>", String.valueOf(output))
                .replace("<norm>", String.valueOf(1 + perBlock * config.size().layers()))
                // Nothing is ever farther away than the longest text.
                .replace("<window>", String.valueOf(config.window().orElse(config.positions())))
                .replace("<layers>", String.valueOf(config.size().layers()))
                .replace("<width>", String.valueOf(config.width()))
                .replace("<epsilon>", String.format(Locale.ROOT, "%.10f", config.epsilon()))
                .replace("<queries>", String.valueOf(heads.queries()))
                .replace("<keyValues>", String.valueOf(heads.keyValues()))
                .replace("<headWidth>", String.valueOf(heads.width()))
                .replace("<attended>", String.valueOf(heads.queries() * heads.width()))
                .replace("<answering>", String.valueOf(heads.keyValues() * heads.width()))
                .replace("<grouped>", heads.queries() == heads.keyValues() ? "False" : "True");
    }

    /** The lines of a piece stand as deep as those around them. */
    private static String indented(String lines) {
        return lines.indent(6).stripTrailing();
    }
}
