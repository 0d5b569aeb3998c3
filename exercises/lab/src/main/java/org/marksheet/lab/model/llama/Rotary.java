package org.marksheet.lab.model.llama;

import com.google.gson.JsonObject;

/**
 * How fast positions turn: pair {@code i} of a head of width h by {@code theta^(-2i/h)} radians a token, or slower where the model
 * was stretched to longer texts.
 *
 * @param theta the base, above 1; 10000 in the paper
 * @param stretch what was done for longer texts
 * @see <a href="https://arxiv.org/abs/2104.09864">Su et al. 2021, section 3.2.2</a>
 */
public record Rotary(double theta, Stretch stretch) {
    /** Checks the base. */
    public Rotary {
        if (!(theta > 1)) {
            throw new IllegalArgumentException("The base of the rotary positions is " + theta + "; it must be above 1.");
        }
    }

    /** What was done to the frequencies so that the model can read longer texts than it was trained on at first. */
    public sealed interface Stretch permits Unstretched, Linear, ByWavelength {
        /**
         * Changes a frequency.
         *
         * @param frequency in radians a token
         * @return in radians a token
         */
        double of(double frequency);

        /** Returns the fields that {@code config.json} says it with. */
        JsonObject toJson();
    }

    /** Nothing was done. */
    public record Unstretched() implements Stretch {
        @Override
        public double of(double frequency) {
            return frequency;
        }

        @Override
        public JsonObject toJson() {
            return named("default");
        }
    }

    /**
     * All positions are squeezed.
     *
     * @param factor how many times longer the texts may be, at least 1
     * @see <a href="https://arxiv.org/abs/2306.15595">Chen et al. 2023</a>
     */
    public record Linear(double factor) implements Stretch {
        /** Checks the factor. */
        public Linear {
            checkFactor(factor);
        }

        @Override
        public double of(double frequency) {
            return frequency / factor;
        }

        @Override
        public JsonObject toJson() {
            JsonObject json = named("linear");
            json.addProperty("factor", factor);
            return json;
        }
    }

    /**
     * Long waves are squeezed, short ones are left alone, and those between are squeezed in part: Llama 3.1.
     *
     * @param factor how many times slower long waves turn, at least 1
     * @param low waves that fit less than this many times into {@code originalPositions} are long
     * @param high those that fit more than this many times are short; above {@code low}
     * @param originalPositions the longest text before, in tokens
     * @see <a href="https://arxiv.org/abs/2407.21783">Grattafiori et al. 2024, section 3.4.2</a>, and the code published with it
     */
    public record ByWavelength(double factor, double low, double high, int originalPositions) implements Stretch {
        /** Checks the numbers. */
        public ByWavelength {
            checkFactor(factor);
            if (!(low > 0 && high > low) || originalPositions < 1) {
                throw new IllegalArgumentException("The bounds of long and short waves are " + low + " and " + high + " for "
                        + originalPositions + " positions; the first must be above 0 and below the second.");
            }
        }

        @Override
        public double of(double frequency) {
            double fits = originalPositions * frequency / (2 * Math.PI);
            double kept = Math.min(1, Math.max(0, (fits - low) / (high - low)));
            return frequency * (kept + (1 - kept) / factor);
        }

        @Override
        public JsonObject toJson() {
            JsonObject json = named("llama3");
            json.addProperty("factor", factor);
            json.addProperty("low_freq_factor", low);
            json.addProperty("high_freq_factor", high);
            json.addProperty("original_max_position_embeddings", originalPositions);
            return json;
        }
    }

    /**
     * Returns how far each pair of numbers is turned from one token to the next.
     *
     * @param headWidth h, even
     * @return [h/2], in radians a token
     */
    public float[] frequencies(int headWidth) {
        float[] frequencies = new float[headWidth / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = (float) stretch.of(Math.pow(theta, -2.0 * i / headWidth));
        }
        return frequencies;
    }

    /** Writes the fields into {@code config.json} in the spelling of older and of newer versions of transformers. */
    void describe(JsonObject json) {
        json.addProperty("rope_theta", theta);
        JsonObject parameters = stretch.toJson();
        if (!(stretch instanceof Unstretched)) {
            json.add("rope_scaling", parameters.deepCopy());
        }
        parameters.addProperty("rope_theta", theta);
        json.add("rope_parameters", parameters);
    }

    private static JsonObject named(String type) {
        JsonObject json = new JsonObject();
        json.addProperty("rope_type", type);
        return json;
    }

    private static void checkFactor(double factor) {
        if (!(factor >= 1)) {
            throw new IllegalArgumentException("Positions are stretched by " + factor + "; it must be at least 1.");
        }
    }
}
