package org.marksheet.lab.model.llama;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.marksheet.lab.model.transformer.Attention;
import org.marksheet.lab.tensor.Layers;
import org.marksheet.lab.tensor.Parameters;

/** One of the family's blocks: attention, then a gated perceptron, each normalised before and added to what came in. */
final class LlamaBlock {
    private final LlamaConfig config;
    private final Parameters parameters;
    private final String name;
    private final Attention attention;
    private final RmsNorm norm;

    /**
     * Makes a block.
     *
     * @param config the model's size and kind
     * @param parameters the model's
     * @param layer which block this is, from 0
     * @param attention shared by all blocks
     * @param norm shared by all blocks
     */
    LlamaBlock(LlamaConfig config, Parameters parameters, int layer, Attention attention, RmsNorm norm) {
        this.config = config;
        this.parameters = parameters;
        this.name = Kind.block(layer);
        this.attention = attention;
        this.norm = norm;
    }

    /**
     * Runs the block over new tokens.
     *
     * @param x [B,t,d]
     * @param turn by the positions of the new tokens
     * @param bias [B,1,t,s]: what each new token may look at
     * @param past keys and values [B,K,s-t,h] of the tokens before, or nothing
     * @return hidden states [B,t,d], keys and values [B,K,s,h] of all tokens; keys are turned
     */
    NDList forward(NDArray x, Turn turn, NDArray bias, NDList past) {
        NDList qkv = queriesKeysValues(norm.of(x, weight("input_layernorm")));
        NDArray queries = turn.of(attention.split(qkv.get(0))); // [B,H,t,h]
        NDArray keys = turn.of(attention.split(qkv.get(1))); // [B,K,t,h]
        NDArray values = attention.split(qkv.get(2));
        if (!past.isEmpty()) {
            keys = past.get(0).concat(keys, 2); // [B,K,s,h]
            values = past.get(1).concat(values, 2);
        }
        NDArray attended = attention.attend(queries, forEachQuery(keys), forEachQuery(values), bias); // [B,t,Hh]
        NDArray heard = x.add(linear(attended, "self_attn.o_proj"));
        NDArray out = gated(norm.of(heard, weight("post_attention_layernorm")));
        return new NDList(heard.add(out), keys, values);
    }

    /** [B,t,d] to [B,t,Hh] and twice [B,t,Kh]. */
    private NDList queriesKeysValues(NDArray y) {
        if (config.kind() == Kind.PHI3) {
            long queries = (long) config.heads().queries() * config.heads().width();
            long keys = (long) config.heads().keyValues() * config.heads().width();
            return linear(y, "self_attn.qkv_proj").split(new long[] {queries, queries + keys}, 2);
        }
        return new NDList(
                linear(y, "self_attn.q_proj"), linear(y, "self_attn.k_proj"), linear(y, "self_attn.v_proj"));
    }

    /** Neighbouring query heads share a head of keys and values: [B,K,s,h] to [B,H,s,h]. */
    private NDArray forEachQuery(NDArray heads) {
        int sharing = config.heads().queries() / config.heads().keyValues();
        return sharing == 1 ? heads : heads.repeat(1, sharing);
    }

    /**
     * SwiGLU, {@code down(silu(gate(y)) * up(y))}: [B,t,d] to [B,t,d].
     *
     * @see <a href="https://arxiv.org/abs/2002.05202">Shazeer 2020, equation 6</a>
     */
    private NDArray gated(NDArray y) {
        NDList gateAndUp = config.kind() == Kind.PHI3
                ? linear(y, "mlp.gate_up_proj").split(2, 2)
                : new NDList(linear(y, "mlp.gate_proj"), linear(y, "mlp.up_proj")); // [B,t,f] each
        return linear(Layers.silu(gateAndUp.get(0)).mul(gateAndUp.get(1)), "mlp.down_proj");
    }

    private NDArray linear(NDArray x, String layer) {
        return Layers.linear(x, weight(layer), null);
    }

    private NDArray weight(String layer) {
        return parameters.get(name + layer + ".weight");
    }
}
