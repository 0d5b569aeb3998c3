package org.marksheet.sheet41.commands;

import java.util.List;
import java.util.Locale;

/** Options that were tried together; what is given beside a preset wins. */
enum Preset {
    /** Learns within a minute on a laptop, on the models that come along. */
    QUICK("--updates=45 --batch=64 --mini-batch=32 --learning-rate=2e-4"),
    /** Learns more slowly and gets further. */
    FULL("--updates=150 --batch=128 --mini-batch=64 --learning-rate=1e-4"),
    /** The experiment that PPO on language models is mostly shown with: hours on a laptop. */
    GPT2_IMDB("--policy=gpt2 --reward-model=lvwerra/distilbert-imdb --score=logit --updates=200 --batch=128 --mini-batch=16"
            + " --learning-rate=1.41e-5 --kl-coefficient=0.2 --adaptive-kl --target-kl=6 --horizon=10000 --response-min=4"
            + " --max-new-tokens=16");

    private final String options;

    Preset(String options) {
        this.options = options;
    }

    /** Returns its options as they could be typed. */
    List<String> options() {
        return List.of(options.split(" "));
    }

    /** Returns whether there is nothing that prompts could be taken from, unless it is given. */
    boolean needsTexts() {
        return this == GPT2_IMDB;
    }

    /** As it is typed. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
