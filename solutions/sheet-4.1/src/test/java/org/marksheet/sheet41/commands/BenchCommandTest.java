package org.marksheet.sheet41.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

/** What the benchmark says; how fast it is depends on the machine. */
class BenchCommandTest {
    @Test
    void theMediansOfIterationsAreALineOfJson() {
        Ended ended = Ended.of(new BenchCommand(), "--iterations", "1", "--threads", "1");
        assertThat(ended.code()).as(ended.errors()).isZero();
        JsonObject line = JsonParser.parseString(ended.output()).getAsJsonObject();
        assertThat(line.keySet()).containsExactlyInAnyOrder("program", "threads", "device", "generate_ms", "reward_ms",
                "iteration_ms", "ppo_step_ms", "tokens_per_s");
        int parts = line.get("generate_ms").getAsInt() + line.get("reward_ms").getAsInt() + line.get("ppo_step_ms").getAsInt();
        assertThat(line.get("generate_ms").getAsInt()).isPositive();
        assertThat(line.get("ppo_step_ms").getAsInt()).isPositive();
        assertThat(line.get("iteration_ms").getAsInt()).isBetween(parts - 2, parts + 2);
    }

    @Test
    void samplingIsMeasuredByItself() {
        Ended ended = Ended.of(new BenchCommand(), "--sampling", "tiny", "--iterations", "1", "--threads", "1");
        assertThat(ended.code()).as(ended.errors()).isZero();
        JsonObject line = JsonParser.parseString(ended.output()).getAsJsonObject();
        assertThat(line.get("model").getAsString()).isEqualTo("tiny");
        assertThat(line.get("ms").getAsInt()).isPositive();
        assertThat(line.get("tokens_per_s").getAsInt()).isPositive();
        assertThat(line.has("iteration_ms")).isFalse();
    }

    @Test
    void anUnknownModelIsToldWhichThereAre() {
        Ended ended = Ended.of(new BenchCommand(), "--sampling", "huge");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.errors()).contains("'huge'").contains("gpt2, tiny");
    }
}
