package org.marksheet.lab.plot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.marksheet.lab.log.RunFolder;
import org.marksheet.lab.log.RunLog;
import org.marksheet.lab.log.Sample;

/** Runs with the figures that were measured on a small language model: batch means every five updates, noise in between. */
final class ToyRuns {
    private static final double[] HEALTHY_SCORE = {.36, .57, .61, .50, .67, .75, .76, .89, .75, .88};
    private static final double[] HEALTHY_KL = {0, .2, 2.1, 2.6, 3.2, 4.9, 4.3, 4.7, 3.2, 3.2};
    private static final double[] FREE_SCORE = {.36, .54, .52, .57, .50, .83, .77, .86, .89, .86};
    private static final double[] FREE_KL = {0, .4, 1.9, 3.1, 4.7, 17, 21, 22, 25, 33};

    private final Map<String, double[]> columns = new LinkedHashMap<>();
    private final Map<String, Object> settings = new LinkedHashMap<>();
    private final int updates;

    private ToyRuns(int updates, long seed) {
        this.updates = updates;
        SplittableRandom random = new SplittableRandom(seed);
        put("objective/kl", 0, noisy(line(HEALTHY_KL), .15, random));
        put("objective/entropy", 16.8, noisy(line(16.8, 11.5), .5, random));
        put("objective/scores", .36, noisy(line(HEALTHY_SCORE), .035, random));
        put("objective/kl_coef", .05, line(.05, .05));
        put("policy/approxkl_avg", .009, noisy(line(.009, .012), .0015, random));
        put("policy/clipfrac_avg", .071, noisy(line(.071, .06), .008, random));
        put("policy/entropy_avg", 1.68, noisy(line(1.68, 1.35), .04, random));
        put("loss/policy_avg", -.02, noisy(line(-.02, -.03), .006, random));
        put("loss/value_avg", .11, noisy(line(.11, .03), .01, random));
        put("val/ratio", 1.002, noisy(line(1.002, 1.004), .004, random));
        put("val/num_eos_tokens", 64, line(64, 64));
        put("response/length", 10, noisy(line(10, 8.6), .4, random));
        put("lr", 2e-4, line(2e-4, 2e-4));
        double[] episode = new double[updates];
        for (int i = 0; i < updates; i++) {
            episode[i] = 64 * (i + 1);
        }
        put("episode", 64, episode);
        put("tokens_per_second", 830, noisy(line(830, 830), 15, random));
        settings.put("preset", "quick");
        settings.put("learning-rate", 2e-4);
        settings.put("kl-coefficient", .05);
        settings.put("batch", 64);
        settings.put("seed", seed);
        settings.put("whiten", true);
    }

    static ToyRuns healthy() {
        return new ToyRuns(45, 0);
    }

    static ToyRuns healthy(int updates, long seed) {
        return new ToyRuns(updates, seed);
    }

    static ToyRuns withoutPenalty() {
        ToyRuns run = healthy(45, 1).set("objective/scores", FREE_SCORE).set("objective/kl", FREE_KL)
                .set("policy/entropy_avg", 1.68, 1.32).set("objective/kl_coef", 0, 0).set("response/length", 10, 12.9)
                .set("val/num_eos_tokens", 64, 59);
        run.settings.put("kl-coefficient", 0);
        return run;
    }

    static ToyRuns learningRateTwentyTimesTooHigh() {
        return healthy(20, 2).set("objective/scores", .55, .92).set("objective/kl", 0, 13)
                .set("policy/entropy_avg", 1.66, .27).set("policy/approxkl_avg", 1.4, .3)
                .set("policy/clipfrac_avg", .42, .3).set("response/length", 10, 3.2);
    }

    static ToyRuns flippedSign() {
        return healthy(25, 3).set("objective/scores", .55, .07).set("objective/kl", 0, 2.4).set("policy/entropy_avg", 1.6, 1.35);
    }

    static ToyRuns endBannedInSampling() {
        return healthy(20, 4).set("objective/scores", .55, .73).set("objective/kl", 0, -23).set("policy/entropy_avg", 1.66, .89)
                .set("response/length", 24, 24).set("val/num_eos_tokens", 0, 0);
    }

    static ToyRuns referenceIsThePolicy() {
        return healthy(40, 5).set("objective/scores", .55, .98).set("objective/kl", 0, 0).set("policy/entropy_avg", 1.66, 2.6);
    }

    static ToyRuns dropout() {
        return healthy(15, 6).set("objective/scores", .55, .82).set("objective/kl", -.14, 1.8)
                .set("policy/clipfrac_avg", .14, .12).set("val/ratio", 1.3, 1.2);
    }

    static ToyRuns penaltyFarTooStrong() {
        return healthy(40, 7).set("objective/scores", .55, .54).set("objective/kl", 0, .3).set("loss/value_avg", 9, 16);
    }

    /** Replaces a column by a line through points that are equally far apart. */
    ToyRuns set(String column, double... points) {
        columns.put(column, line(points));
        return this;
    }

    ToyRuns at(int update, String column, double value) {
        columns.get(column)[update - 1] = value;
        return this;
    }

    ToyRuns without(String column) {
        columns.remove(column);
        return this;
    }

    RunFolder folder(String name) {
        return new RunFolder(Path.of("runs", name), Map.of("seed", "1"), rows(), List.of());
    }

    RunFolder write(Path folder, List<Sample> samples) {
        try (RunLog log = RunLog.start(folder)) {
            log.writeSettings(settings);
            rows().forEach(log::row);
            log.writeSamples(samples);
        }
        return RunFolder.read(folder);
    }

    static List<Sample> samples() {
        return List.of(
                new Sample("it is a wonder,", " but the plot is dull.", " but this dialogue is good.", .21, .93),
                new Sample("the jokes", " are slow and i was bored.", " are good and i was moved.", .06, .97),
                new Sample("i saw this film", " with friends. it was a mess.", " with friends. a wonder.", .12, .91),
                new Sample("the second half", " is not bad.", " is not bad.", .64, .64),
                new Sample("what a", " waste of two hours.", " fine waste of two hours.", .03, .42),
                new Sample("this actor", " is brilliant here.", " is brilliant, brilliant here.", .95, .98));
    }

    private List<Map<String, Double>> rows() {
        List<Map<String, Double>> rows = new ArrayList<>();
        for (int i = 0; i < updates; i++) {
            Map<String, Double> row = new LinkedHashMap<>();
            int update = i;
            columns.forEach((column, values) -> row.put(column, values[update]));
            rows.add(row);
        }
        return rows;
    }

    private void put(String column, double first, double[] values) {
        values[0] = first;
        columns.put(column, values);
    }

    private double[] line(double... points) {
        double[] line = new double[updates];
        for (int i = 0; i < updates; i++) {
            double place = (double) i / (updates - 1) * (points.length - 1);
            int left = (int) Math.min(points.length - 2, Math.floor(place));
            line[i] = points[left] + (place - left) * (points[left + 1] - points[left]);
        }
        return line;
    }

    private static double[] noisy(double[] line, double noise, SplittableRandom random) {
        for (int i = 0; i < line.length; i++) {
            line[i] += noise * (random.nextDouble() + random.nextDouble() - random.nextDouble() - random.nextDouble());
        }
        return line;
    }
}
