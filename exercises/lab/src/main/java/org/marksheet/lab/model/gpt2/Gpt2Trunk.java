package org.marksheet.lab.model.gpt2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.List;
import java.util.stream.IntStream;
import org.marksheet.lab.model.transformer.Attention;
import org.marksheet.lab.model.transformer.AttentionBias;
import org.marksheet.lab.model.transformer.Constants;
import org.marksheet.lab.model.transformer.Trunk;
import org.marksheet.lab.tensor.Layers;
import org.marksheet.lab.tensor.Parameters;

/** GPT-2 from token ids to hidden states, in plain tensor operations: the version to read. */
final class Gpt2Trunk implements Trunk {
    private final Gpt2Config config;
    private final Parameters parameters;
    private final List<Gpt2Block> blocks;

    Gpt2Trunk(Gpt2Config config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
        Constants constants = new Constants(parameters);
        Attention attention = new Attention(config.heads(), config.width(), constants);
        TanhGelu gelu = new TanhGelu(constants);
        this.blocks = IntStream.range(0, config.layers())
                .mapToObj(layer -> new Gpt2Block(config, parameters, layer, attention, gelu))
                .toList();
    }

    @Override
    public NDList forward(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> cache) {
        NDArray bias = AttentionBias.causal(attentionMask, ids.getShape().get(1)); // [B,1,t,s]
        NDArray tokens = Layers.embedding(ids, parameters.get("transformer.wte.weight")); // [B,t,d]
        NDArray x = tokens.add(Layers.embedding(positions, parameters.get("transformer.wpe.weight")));
        NDList cached = new NDList();
        for (int layer = 0; layer < blocks.size(); layer++) {
            NDList past = cache.isEmpty() ? new NDList() : new NDList(cache.get(2 * layer), cache.get(2 * layer + 1));
            NDList result = blocks.get(layer).forward(x, bias, past);
            x = result.get(0);
            cached.addAll(result.subList(1, 3));
        }
        NDArray scale = parameters.get("transformer.ln_f.weight");
        NDArray hidden = Layers.layerNorm(x, scale, parameters.get("transformer.ln_f.bias"), config.epsilon());
        NDList hiddenAndCache = new NDList(hidden);
        hiddenAndCache.addAll(cached);
        return hiddenAndCache;
    }
}
