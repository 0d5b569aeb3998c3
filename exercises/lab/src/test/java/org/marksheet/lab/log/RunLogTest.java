package org.marksheet.lab.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
    @TempDir
    private Path folder;

    @Test
    void aRowIsInBothFilesBeforeTheLogIsClosed() throws IOException {
        try (RunLog log = RunLog.start(folder)) {
            log.row(figures(.25, 1e-4));
            assertThat(folder.resolve("log.jsonl")).hasContent("{\"objective/kl\":0.25,\"lr\":1.0E-4}\n");
            assertThat(Files.readString(folder.resolve("log.csv"))).isEqualTo("objective/kl,lr\n0.25,1.0E-4\n");
            assertThat(log.rows()).isEqualTo(1);
        }
    }

    @Test
    void bothFilesHaveTheSameFiguresDigitForDigit() throws IOException {
        double[] hard = {.1 + .2, Double.MIN_VALUE, -Double.MAX_VALUE, -0.0, Double.NaN, Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY, 1 / 3.0};
        try (RunLog log = start()) {
            for (double value : hard) {
                log.row(figures(value, -value));
            }
        }
        List<Double> fromCsv = new ArrayList<>();
        CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
        try (CSVParser parser = CSVParser.parse(Files.readString(folder.resolve("log.csv")), format)) {
            for (CSVRecord record : parser) {
                fromCsv.add(Double.valueOf(record.get("objective/kl")));
            }
        }
        assertThat(RunFolder.read(folder).column("objective/kl").orElseThrow()).isEqualTo(hard);
        assertThat(fromCsv.stream().mapToDouble(Double::doubleValue).toArray()).isEqualTo(hard);
    }

    @Test
    void aRunThatWasKilledAndGoesOnEndsWithTheSameBytes(@TempDir Path other) throws IOException {
        try (RunLog log = RunLog.start(other)) {
            for (int i = 0; i < 6; i++) {
                log.row(figures(i / 7.0, i));
            }
        }
        try (RunLog log = RunLog.start(folder)) {
            for (int i = 0; i < 5; i++) {
                log.row(figures(i / 7.0, i));
            }
        }
        append("log.jsonl", "{\"objective/kl\":0.7142");
        append("log.csv", "0.71");
        try (RunLog log = RunLog.resume(folder, 3)) {
            assertThat(log.rows()).isEqualTo(3);
            for (int i = 3; i < 6; i++) {
                // In another order: the first row's counts.
                log.row(Map.of("lr", (double) i, "objective/kl", i / 7.0));
            }
        }
        for (String name : List.of("log.jsonl", "log.csv")) {
            assertThat(folder.resolve(name)).hasSameBinaryContentAs(other.resolve(name));
        }
    }

    @Test
    void aRunCanGoOnBeforeItsFirstRow() throws IOException {
        try (RunLog log = RunLog.start(folder)) {
            log.row(figures(1, 2));
        }
        try (RunLog log = RunLog.resume(folder, 0)) {
            log.row(Map.of("lr", 3.0));
        }
        assertThat(Files.readString(folder.resolve("log.csv"))).isEqualTo("lr\n3.0\n");
        assertThat(Files.readString(folder.resolve("log.jsonl"))).isEqualTo("{\"lr\":3.0}\n");
    }

    @Test
    void fewerRowsThanThePlaceToGoOnFromIsAnError() {
        try (RunLog log = RunLog.start(folder)) {
            log.row(figures(1, 2));
        }
        assertThatThrownBy(() -> RunLog.resume(folder, 4))
                .isInstanceOf(BadRunException.class)
                .hasMessage(folder.resolve("log.csv") + " has 2 whole lines; 5 were expected of the place to go on from. "
                        + "Start the run anew, in another folder.");
        assertThatThrownBy(() -> RunLog.resume(folder, -1)).hasMessage("rows is -1; it must be 0 or more");
    }

    @Test
    void aSecondRunDoesNotStartInTheFolderOfTheFirst() {
        try (RunLog log = RunLog.start(folder)) {
            log.row(figures(1, 2));
        }
        assertThatThrownBy(() -> RunLog.start(folder))
                .isInstanceOf(BadRunException.class)
                .hasMessage(folder + " holds a run already. Go on with it, or choose another folder.");
    }

    @Test
    void anotherColumnIsNamed() {
        try (RunLog log = RunLog.start(folder)) {
            assertThatThrownBy(() -> log.row(Map.of())).hasMessage("The first row has no figures.");
            assertThatThrownBy(() -> log.row(Map.of("a\nb", 1.0))).hasMessageContaining("line break");
            log.row(figures(1, 2));
            assertThatThrownBy(() -> log.row(Map.of("lr", 1.0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Row 2 has no \"objective/kl\"; the first row had one.");
            Map<String, Double> more = figures(1, 2);
            more.put("kl", 3.0);
            assertThatThrownBy(() -> log.row(more))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Row 2 has \"kl\"; the first row had no such column.");
            assertThat(log.rows()).isEqualTo(1);
        }
    }

    @Test
    void settingsKeepTheirOrderAndTheirDigits() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("preset", "quick");
        options.put("learning-rate", 2e-4);
        options.put("clip", .2f);
        options.put("seed", 7L);
        options.put("whiten", true);
        try (RunLog log = RunLog.start(folder)) {
            log.row(figures(1, 2));
            log.writeSettings(Map.of("seed", 1));
            log.writeSettings(options);
            assertThatThrownBy(() -> log.writeSettings(Map.of("seeds", List.of(1, 2))))
                    .hasMessage("Setting \"seeds\" is [1, 2]; a text, a number, true or false was expected.");
        }
        assertThat(RunFolder.read(folder).settings().entrySet()).extracting(Object::toString)
                .containsExactly("preset=quick", "learning-rate=2.0E-4", "clip=0.2", "seed=7", "whiten=true");
        assertThat(folder).isDirectoryNotContaining("glob:**.next");
    }

    @Test
    void samplesComeBackAsTheyWere() {
        List<Sample> samples = List.of(
                new Sample("this film is", " a \"wonder\",\n\u2028but</script>", " good. \uD83D\uDE00", .25, .875),
                new Sample("", "", "", Double.NaN, Double.NEGATIVE_INFINITY));
        try (RunLog log = start()) {
            log.row(figures(1, 2));
            assertThat(RunFolder.read(folder).samples()).isEmpty();
            log.writeSamples(samples);
        }
        assertThat(RunFolder.read(folder).samples()).isEqualTo(samples);
    }

    @Test
    void aRunThatGoesOnWhileItIsReadShowsItsWholeRows() throws IOException {
        try (RunLog log = start()) {
            log.row(figures(1, 2));
        }
        append("log.jsonl", "{\"objective/kl\":0.7142");
        RunFolder run = RunFolder.read(folder);
        assertThat(run.rows()).containsExactly(figures(1, 2));
        assertThat(run.name()).isEqualTo(folder.getFileName().toString());
        assertThat(run.column("objective/scores")).isEmpty();
    }

    @Test
    void whatIsWrongWithAFolderIsSaidWithTheFile() throws IOException {
        assertThatThrownBy(() -> RunFolder.read(folder))
                .isInstanceOf(BadRunException.class)
                .hasMessage(folder.resolve("settings.json") + " is missing. Is this the folder of a run?");
        Files.writeString(folder.resolve("settings.json"), "{}");
        assertThatThrownBy(() -> RunFolder.read(folder))
                .hasMessage(folder.resolve("log.jsonl") + " is missing. Is this the folder of a run?");
        Files.writeString(folder.resolve("log.jsonl"), "{\"lr\":1");
        assertThatThrownBy(() -> RunFolder.read(folder)).hasMessage(
                folder.resolve("log.jsonl") + " has no whole line yet. Let the run make its first update.");
        Files.writeString(folder.resolve("log.jsonl"), "{\"lr\":1}\n{\"lr\":\"fast\"}\n");
        assertThatThrownBy(() -> RunFolder.read(folder)).hasMessage(folder.resolve("log.jsonl")
                + " line 2: \"lr\" is \"fast\"; a number was expected. Was the file edited?");
        Files.writeString(folder.resolve("log.jsonl"), "{\"lr\":1}\n[]\n");
        assertThatThrownBy(() -> RunFolder.read(folder)).hasMessageContaining("line 2 is no JSON object.");
        Files.writeString(folder.resolve("log.jsonl"), "{\"lr\":1}\n{\"kl\":1}\n");
        assertThatThrownBy(() -> RunFolder.read(folder)).hasMessageContaining("line 2 has other columns than line 1.");
        Files.writeString(folder.resolve("log.jsonl"), "{\"lr\":1}\n");
        Files.writeString(folder.resolve("samples.jsonl"), "{\"prompt\":\"a\"}\n");
        assertThatThrownBy(() -> RunFolder.read(folder)).hasMessageContaining("samples.jsonl line 1: \"before\" is null");
    }

    private RunLog start() {
        RunLog log = RunLog.start(folder);
        log.writeSettings(Map.of("seed", 1));
        return log;
    }

    private void append(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardOpenOption.APPEND);
    }

    private static Map<String, Double> figures(double kl, double rate) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("objective/kl", kl);
        figures.put("lr", rate);
        return figures;
    }
}
