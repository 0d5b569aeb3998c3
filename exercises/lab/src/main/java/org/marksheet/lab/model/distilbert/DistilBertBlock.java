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
     * Runs the block.
     *
     * @param x [B,T,d]
     * @param bias [B,1,1,T]: which tokens may be looked at
     * @return [B,T,d]
     */
    NDArray forward(NDArray x, NDArray bias) {
        NDArray queries = attention.split(linear(x, "attention.q_lin")); // [B,H,T,d/H]
        NDArray keys = attention.split(linear(x, "attention.k_lin"));
        NDArray values = attention.split(linear(x, "attention.v_lin"));
        NDArray heard = linear(attention.attend(queries, keys, values, bias), "attention.out_lin"); // [B,T,d]
        NDArray read = normalised(heard.add(x), "sa_layer_norm");
        NDArray inner = Layers.gelu(linear(read, "ffn.lin1")); // [B,T,4d]
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
