package org.marksheet.lab.model.llama;

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

/** The family from token ids to hidden states, in plain tensor operations: the version to read. */
final class LlamaTrunk implements Trunk {
    private final LlamaConfig config;
    private final Parameters parameters;
    private final NDArray frequencies;
    private final RmsNorm norm;
    private final List<LlamaBlock> blocks;

    LlamaTrunk(LlamaConfig config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
        LlamaConfig.Heads heads = config.heads();
        Constants constants = new Constants(parameters);
        this.frequencies = constants.vector(config.rotary().frequencies(heads.width()));
        this.norm = new RmsNorm(config.epsilon(), constants);
        Attention attention = new Attention(heads.queries(), heads.queries() * heads.width(), constants);
        this.blocks = IntStream.range(0, config.size().layers())
                .mapToObj(layer -> new LlamaBlock(config, parameters, layer, attention, norm))
                .toList();
    }

    @Override
    public NDList forward(NDArray ids, NDArray attentionMask, NDArray positions, List<NDArray> cache) {
        int window = config.window().orElse(config.positions());
        NDArray bias = AttentionBias.causal(attentionMask, ids.getShape().get(1), window); // [B,1,t,s]
        Turn turn = Turn.at(positions, frequencies);
        NDArray x = Layers.embedding(ids, parameters.get("model.embed_tokens.weight")); // [B,t,d]
        NDList cached = new NDList();
        for (int layer = 0; layer < blocks.size(); layer++) {
            NDList past = cache.isEmpty() ? new NDList() : new NDList(cache.get(2 * layer), cache.get(2 * layer + 1));
            NDList result = blocks.get(layer).forward(x, turn, bias, past);
            x = result.get(0);
            cached.addAll(result.subList(1, 3));
        }
        NDList hiddenAndCache = new NDList(norm.of(x, parameters.get("model.norm.weight")));
        hiddenAndCache.addAll(cached);
        return hiddenAndCache;
    }
}
