package org.marksheet.sheet41.commands;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.marksheet.lab.tensor.Torch;

/** Times of the parts of an iteration, in milliseconds. */
final class Laps {
    private final Map<String, List<Double>> millis = new LinkedHashMap<>();

    <T> T time(String part, Supplier<T> body) {
        long began = System.nanoTime();
        T result = body.get();
        add(part, (System.nanoTime() - began) / 1e6);
        return result;
    }

    void add(String part, double time) {
        millis.computeIfAbsent(part, name -> new ArrayList<>()).add(time);
    }

    /** Returns the median of batches that were sampled, as a line of JSON. */
    String sampled(SamplingBench.Model model, int threads) {
        double time = settled("generate");
        JsonObject line = new JsonObject();
        line.addProperty("program", "marksheet");
        line.addProperty("model", model.name().toLowerCase(Locale.ROOT));
        line.addProperty("threads", threads);
        line.addProperty("ms", Math.round(time));
        line.addProperty("tokens_per_s", Math.round(model.batch * model.response / time * 1e3));
        return line.toString();
    }

    /** Returns the medians of iterations and of their parts, as a line of JSON. */
    String iterations(int threads) {
        JsonObject line = new JsonObject();
        line.addProperty("program", "marksheet");
        line.addProperty("threads", threads);
        line.addProperty("device", Torch.device().getDeviceType());
        millis.keySet().forEach(part -> line.addProperty(part + "_ms", Math.round(settled(part))));
        double rest = settled("iteration") - settled("generate") - settled("reward");
        line.addProperty("ppo_step_ms", Math.round(rest));
        line.addProperty("tokens_per_s", Math.round(BenchCommand.BATCH * BenchCommand.RESPONSE / settled("iteration") * 1e3));
        return line.toString();
    }

    private double settled(String part) {
        List<Double> times = millis.get(part);
        return median(times.subList(BenchCommand.WARM_UP, times.size()));
    }

    private static double median(List<Double> times) {
        double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
