package org.marksheet.lab.model.distilbert;

import ai.djl.ndarray.NDArray;
import org.marksheet.lab.model.transformer.Attention;
import org.marksheet.lab.tensor.Layers;
import org.marksheet.lab.tensor.Parameters;

/** One of DistilBERT's blocks: attention, then a perceptron, each added to what came in and normalised after. */
final class DistilBertBlock {
    private final Parameters parameters;
    private final String name;
    private final Attention attention;
    private final double epsilon;

    DistilBertBlock(Parameters parameters, int layer, Attention attention, double epsilon) {
        this.parameters = parameters;
        this.name = "distilbert.transformer.layer." + layer + ".";
        this.attention = attention;
        this.epsilon = epsilon;
    }

    /**
     * Runs the block over all tokens.
     *
     * @param x [B,T,d]
     * @param bias [B,1,1,T]: which tokens may be looked at
     * @return [B,T,d]
     */
    NDArray forward(NDArray x, NDArray bias) {
        return forward(x, x, bias);
    }

    /**
     * Runs the block for the first token alone: keys and values are all that it needs of the others.
     *
     * @param x [B,T,d]
     * @param bias [B,1,1,T]: which tokens may be looked at
     * @return [B,1,d]
     */
    NDArray first(NDArray x, NDArray bias) {
        return forward(x.get(":,0:1"), x, bias);
    }

    private NDArray forward(NDArray asking, NDArray x, NDArray bias) {
        NDArray queries = attention.split(linear(asking, "attention.q_lin")); // [B,H,t,d/H]
        NDArray keys = attention.split(linear(x, "attention.k_lin")); // [B,H,T,d/H]
        NDArray values = attention.split(linear(x, "attention.v_lin"));
        NDArray heard = linear(attention.attend(queries, keys, values, bias), "attention.out_lin"); // [B,t,d]
        NDArray read = normalised(heard.add(asking), "sa_layer_norm");
        NDArray inner = Layers.gelu(linear(read, "ffn.lin1")); // [B,t,4d]
        return normalised(linear(inner, "ffn.lin2").add(read), "output_layer_norm");
    }

    private NDArray linear(NDArray x, String layer) {
        return Layers.linear(x, weight(layer + ".weight"), weight(layer + ".bias"));
    }

    private NDArray normalised(NDArray x, String layer) {
        return Layers.layerNorm(x, weight(layer + ".weight"), weight(layer + ".bias"), epsilon);
    }

    private NDArray weight(String of) {
        return parameters.get(name + of);
    }
}
