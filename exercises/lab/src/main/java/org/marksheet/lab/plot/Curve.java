package org.marksheet.lab.plot;

import java.util.List;

/**
 * One figure of the page.
 *
 * @param figure its name in the log
 * @param title what a reader calls it
 * @param hint what it tells, in a sentence
 * @param healthyFrom lower end of the healthy band, NaN if there is none
 * @param healthyTo upper end of the healthy band, NaN if there is none
 */
record Curve(String figure, String title, String hint, double healthyFrom, double healthyTo) {
    /** The curves of a page, in its order. */
    static final List<Curve> ALL = List.of(
            open("objective/scores", "Score", "what the reward model thinks of a response, mean of a batch"),
            new Curve("objective/kl", "Divergence", "nats a response, from the reference; never far below 0", 0, 10),
            open("objective/rlhf_reward", "Reward with penalty", "score less the price of the divergence: what is really maximised"),
            open("policy/entropy_avg", "Entropy", "nats a token: how undecided the policy is"),
            open("val/ratio", "Ratio", "new to old probability of a token, mean over all steps; about 1"),
            new Curve("policy/clipfrac_avg", "Clip fraction", "share of tokens whose gradient is cut off", 0, .1),
            new Curve("policy/approxkl_avg", "Change of an update", "half the mean square of the change in log-probability", 0, .02),
            open("response/length", "Length", "tokens of a response, the end included"),
            open("val/num_eos_tokens", "Ends", "responses of a batch that end by themselves"),
            open("loss/policy_avg", "Policy loss", "says next to nothing: it is about 0 whatever happens"),
            open("loss/value_avg", "Value loss", "how far off the value head is"),
            open("objective/kl_coef", "Penalty", "rewards a nat costs"));

    private static Curve open(String figure, String title, String hint) {
        return new Curve(figure, title, hint, Double.NaN, Double.NaN);
    }
}
