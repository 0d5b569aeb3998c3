package org.marksheet.lab.plot;

import java.util.Optional;
import java.util.OptionalDouble;
import org.marksheet.lab.log.RunFolder;

/**
 * What a run comes to.
 *
 * @param scoreFirst mean score over the first tenth of updates, in rewards; empty if no score was logged
 * @param scoreLast the same over the last tenth
 * @param kl mean KL to the reference over the last tenth, nats per response; empty if none was logged
 * @param updates how many there were
 * @param episodes how many responses were sampled; empty if that was not logged
 * @param seconds how long the updates took, by their tokens per second; empty if that was not logged
 */
record Headline(
        OptionalDouble scoreFirst, OptionalDouble scoreLast, OptionalDouble kl, int updates, OptionalDouble episodes,
        OptionalDouble seconds) {
    static Headline of(RunFolder run) {
        Optional<double[]> score = run.column("objective/scores");
        return new Headline(
                optional(score.map(Tenths::first)),
                optional(score.map(Tenths::last)),
                optional(run.column("objective/kl").map(Tenths::last)),
                run.rows().size(),
                optional(run.column("episode").map(episode -> episode[episode.length - 1])),
                seconds(run));
    }

    private static OptionalDouble seconds(RunFolder run) {
        Optional<double[]> episode = run.column("episode");
        Optional<double[]> length = run.column("response/length");
        Optional<double[]> speed = run.column("tokens_per_second");
        if (episode.isEmpty() || length.isEmpty() || speed.isEmpty()) {
            return OptionalDouble.empty();
        }
        double seconds = 0;
        for (int i = 0; i < run.rows().size(); i++) {
            double episodes = episode.get()[i] - (i == 0 ? 0 : episode.get()[i - 1]);
            seconds += episodes * length.get()[i] / speed.get()[i];
        }
        return Double.isFinite(seconds) ? OptionalDouble.of(seconds) : OptionalDouble.empty();
    }

    private static OptionalDouble optional(Optional<Double> value) {
        return value.map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }
}
