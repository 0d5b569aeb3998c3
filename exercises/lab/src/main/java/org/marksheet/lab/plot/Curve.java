package org.marksheet.lab.plot;

import java.util.Optional;

/** A figure that is drawn over the updates. */
enum Curve {
    SCORE("Score", "rewards, mean of a batch", "objective/scores", null),
    KL("KL to the reference", "nats per response", "objective/kl", new Band(0, 10)),
    TOKEN_ENTROPY("Entropy in the update", "nats per token", "policy/entropy_avg", null),
    RESPONSE_ENTROPY("Entropy when sampling", "nats", "objective/entropy", null),
    RATIO("Ratio", "new to old probability, mean", "val/ratio", null),
    // Of healthy first updates: .025 to .094 at the learning rates that work.
    CLIP_FRACTION("Clip fraction", "share of tokens", "policy/clipfrac_avg", new Band(0, .1)),
    // Of healthy first updates: .003 to .015.
    APPROX_KL("approxKl", "nats per token, one update", "policy/approxkl_avg", new Band(0, .015)),
    LENGTH("Response length", "tokens, mean of a batch", "response/length", null),
    ENDS("Ends of text", "EOS tokens in a batch", "val/num_eos_tokens", null),
    POLICY_LOSS("Policy loss", "rewards or whitened", "loss/policy_avg", null),
    VALUE_LOSS("Value loss", "rewards squared", "loss/value_avg", null),
    KL_COEFFICIENT("KL coefficient", "rewards per nat", "objective/kl_coef", null);

    private final String title;
    private final String unit;
    private final String column;
    private final Band healthy;

    Curve(String title, String unit, String column, Band healthy) {
        this.title = title;
        this.unit = unit;
        this.column = column;
        this.healthy = healthy;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }

    String column() {
        return column;
    }

    /** Returns a value as it stands beside the curve. */
    String show(double value) {
        return switch (this) {
            case SCORE -> Numbers.reward(value);
            // All that it says is in the third decimal.
            case RATIO -> Numbers.fixed(value, 3);
            case KL, TOKEN_ENTROPY, RESPONSE_ENTROPY, CLIP_FRACTION, APPROX_KL, LENGTH, ENDS, POLICY_LOSS, VALUE_LOSS,
                    KL_COEFFICIENT -> Numbers.show(value);
        };
    }

    Optional<Band> healthy() {
        return Optional.ofNullable(healthy);
    }

    /**
     * Where healthy runs are.
     *
     * @param low in the curve's unit
     * @param high in the curve's unit
     */
    record Band(double low, double high) {
    }
}
