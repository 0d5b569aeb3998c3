package org.marksheet.lab.model.gpt2;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import org.marksheet.lab.model.transformer.Attention;
import org.marksheet.lab.tensor.Layers;
import org.marksheet.lab.tensor.Parameters;

/** One of GPT-2's blocks: attention, then a perceptron, each normalised before and added to what came in. */
final class Gpt2Block {
    private final Attention attention;
    private final TanhGelu gelu;
    private final double epsilon;
    private final Parameters parameters;
    private final String name;

    /**
     * Makes a block.
     *
     * @param config the model's size
     * @param parameters the model's
     * @param layer which block this is, from 0
     * @param attention shared by all blocks
     * @param gelu shared by all blocks
     */
    Gpt2Block(Gpt2Config config, Parameters parameters, int layer, Attention attention, TanhGelu gelu) {
        this.attention = attention;
        this.gelu = gelu;
        this.epsilon = config.epsilon();
        this.parameters = parameters;
        this.name = "transformer.h." + layer + ".";
    }

    /**
     * Runs the block over new tokens.
     *
     * @param x [B,t,d]
     * @param bias [B,1,t,s]: what each new token may look at
     * @param past keys and values [B,H,s-t,d/H] of the tokens before, or nothing
     * @return hidden states [B,t,d], keys and values [B,H,s,d/H] of all tokens
     */
    NDList forward(NDArray x, NDArray bias, NDList past) {
        NDList qkv = linear(normalised(x, "ln_1"), "attn.c_attn").split(3, 2); // 3 times [B,t,d]
        NDArray queries = attention.split(qkv.get(0)); // [B,H,t,d/H]
        NDArray keys = attention.split(qkv.get(1));
        NDArray values = attention.split(qkv.get(2));
        if (!past.isEmpty()) {
            keys = past.get(0).concat(keys, 2); // [B,H,s,d/H]
            values = past.get(1).concat(values, 2);
        }
        NDArray heard = x.add(linear(attention.attend(queries, keys, values, bias), "attn.c_proj"));
        NDArray inner = gelu.of(linear(normalised(heard, "ln_2"), "mlp.c_fc")); // [B,t,4d]
        return new NDList(heard.add(linear(inner, "mlp.c_proj")), keys, values);
    }

    private NDArray normalised(NDArray x, String layer) {
        return Layers.layerNorm(x, weight(layer + ".weight"), weight(layer + ".bias"), epsilon);
    }

    /** GPT-2 stores these weights [in,out]. */
    private NDArray linear(NDArray x, String layer) {
        return x.matMul(weight(layer + ".weight")).add(weight(layer + ".bias"));
    }

    private NDArray weight(String of) {
        return parameters.get(name + of);
    }
}
