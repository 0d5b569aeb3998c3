package org.marksheet.grader.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.sheet.Formulas;

class ResultFolderTest {
    @TempDir
    Path folder;

    private ResultFolder results;

    @BeforeEach
    void openFolder() {
        results = new ResultFolder(folder, ToyClass.SHEET, Formulas::none, Reveal.EXAMPLE);
    }

    @Test
    void eachSubmissionHasItsFilesAndTheClassHasItsOwn() throws IOException {
        ToyClass.all().forEach(results::write);
        results.finish();
        for (Result result : ToyClass.all()) {
            assertThat(names(folder.resolve(result.submission())))
                    .containsExactly("feedback.md", "report.html", "result.json");
        }
        assertThat(names(folder)).containsExactly(
                "ada", "emmy-noether", "grace", "index.html", "lee", "mueller", "results.csv", "results.jsonl", "zoe");
        assertThat(Files.readAllLines(folder.resolve("results.jsonl"))).hasSize(6);
    }

    @Test
    void feedbackSaysNothingOfWhatIsNotThere() {
        for (Result result : ToyClass.all()) {
            results.write(result);
            assertThat(folder.resolve(result.submission()).resolve("feedback.md"))
                    .content()
                    .contains("\n- Device: ")
                    .doesNotContainPattern("(?m)^- \\w+: *$");
        }
    }

    @Test
    void theRecordHasEveryFieldOfItsSchemaInOrder() throws IOException {
        results.write(ToyClass.partial());
        JsonNode root = new ObjectMapper().readTree(folder.resolve("emmy-noether/result.json").toFile());
        assertThat(root.fieldNames()).toIterable().containsExactly(
                "schema", "submission", "sheet", "status", "reason", "earned", "possible", "bonus", "unmarked", "notes",
                "exercises", "digests", "run");
        assertThat(root.get("schema").asText()).isEqualTo("marksheet/result/v1");
        assertThat(root.get("status").asText()).isEqualTo("graded");
        assertThat(root.get("reason").isNull()).isTrue();
        assertThat(root.get("earned").isTextual()).isTrue();
        assertThat(root.get("earned").asText()).isEqualTo("3.5");
        assertThat(root.get("unmarked").asText()).isEqualTo("1");
        JsonNode exercise = root.at("/exercises/1");
        assertThat(exercise.fieldNames()).toIterable()
                .containsExactly("id", "title", "earned", "possible", "checks");
        JsonNode check = exercise.at("/checks/1");
        assertThat(check.fieldNames()).toIterable().containsExactly(
                "id", "todo", "earned", "possible", "status", "mistake", "message", "example", "millis");
        assertThat(check.get("id").asText()).isEqualTo("4.1.9.a/clips-for-both-signs");
        assertThat(check.get("earned").asText()).isEqualTo("0");
        assertThat(check.get("possible").asText()).isEqualTo("1.5");
        assertThat(check.get("status").asText()).isEqualTo("failed");
        assertThat(check.at("/example/yours").asText()).isEqualTo("loss = -0.83716");
        assertThat(exercise.at("/checks/0/example").isNull()).isTrue();
        assertThat(root.at("/digests/grader").asText()).isEqualTo("0.1.0");
        assertThat(root.at("/run/seed").asLong()).isEqualTo(1234);
        assertThat(root.at("/run/seconds").asDouble()).isEqualTo(1.4);
    }

    @Test
    void anErrorHasNoScoreAndARejectedOneZero() {
        assertThat(ResultJson.line(ToyClass.error())).contains("\"status\":\"error\"", "\"earned\":null");
        assertThat(ResultJson.line(ToyClass.rejected())).contains("\"status\":\"rejected\"", "\"earned\":\"0\"");
    }

    @Test
    void aRecordReadsBackAndIgnoresWhatItDoesNotKnow() {
        for (Result result : ToyClass.all()) {
            String line = ResultJson.line(result);
            Result back = ResultJson.read(line.replaceFirst("\\{", "{\"later\":[1],"));
            assertThat(ResultJson.line(back)).isEqualTo(line);
        }
        assertThatThrownBy(() -> ResultJson.read("{\"schema\":\"other\"}")).hasMessageContaining("its schema is \"other\"");
        assertThatThrownBy(() -> ResultJson.read("{")).hasMessageContaining("no JSON");
    }

    @Test
    void theClassPageCountsAndLinks() {
        ToyClass.all().forEach(results::write);
        results.finish();
        Document page = parse(folder.resolve("index.html"));
        assertThat(page.select(".lead").text())
                .isEqualTo("4 graded 1 could not be taken 1 not graded, our fault 3.25 median, of 7.5 points");
        assertThat(page.select(".class tbody tr")).hasSize(4);
        assertThat(page.select(".class tbody tr").get(1).text()).isEqualTo("emmy-noether 3.5 1.5 2 0");
        assertThat(page.select("[aria-labelledby=refused] tbody").text()).contains("mueller rejected", "zoe error");
        assertThat(page.select("section[aria-labelledby=mistakes] tbody tr").first().text())
                .isEqualTo("prompt-in-loss 4.1.1.a sftLabels 2 grace, lee");
        assertThat(page.select("section[aria-labelledby=outcomes] tbody tr")).hasSize(6);
        assertThat(page.select("a").eachAttr("href")).isNotEmpty()
                .allSatisfy(link -> assertThat(folder.resolve(link)).exists());
        assertThat(page.select("script, link, img, [src]")).isEmpty();
    }

    @Test
    void namesAreTextOnTheClassPage() {
        Result evil = ToyClass.graded("<b>x y&%", java.util.Map.of(), "bwrap", List.of());
        Document page = Jsoup.parse(new ClassPage(ToyClass.SHEET).html(List.of(evil)));
        assertThat(page.select("b")).isEmpty();
        assertThat(page.select(".class tbody a").text()).isEqualTo("<b>x y&%");
        assertThat(page.select(".class tbody a").attr("href")).isEqualTo("%3Cb%3Ex%20y%26%25/report.html");
    }

    @Test
    void theTableOpensInASpreadsheet() throws IOException {
        Result formula = ToyClass.graded("=1+1,\"x\"", java.util.Map.of(), "bwrap", List.of());
        String csv = ResultsCsv.write(
                ToyClass.SHEET, List.of(ToyClass.partial(), ToyClass.error(), formula));
        List<CSVRecord> rows = CSVFormat.RFC4180.parse(new StringReader(csv)).getRecords();
        assertThat(rows.get(0).toList()).containsExactly(
                "submission", "status", "earned", "possible", "bonus", "unmarked", "reason", "4.1.1", "4.1.9", "4.1.11");
        assertThat(rows.get(1).toList()).containsExactly(
                "emmy-noether", "graded", "3.5", "7.5", "0", "1", "", "1.5", "2", "0");
        assertThat(rows.get(2).toList()).containsExactly(
                "zoe", "error", "", "7.5", "", "0", "The machine ran out of memory.", "", "", "");
        assertThat(rows.get(3).get(0)).isEqualTo("'=1+1,\"x\"");
    }

    @Test
    void aFileIsReplacedAsAWholeAndLeavesNoPart() throws IOException {
        Path file = folder.resolve("result.json");
        AtomicFile.write(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("a\u0000b"), "new")).isInstanceOf(Exception.class);
        Object before = Files.readAttributes(file, "unix:ino").get("ino");
        AtomicFile.write(file, "new");
        assertThat(Files.readString(file)).isEqualTo("new");
        // Another file took the name, so whoever reads the old one reads it to its end.
        assertThat(Files.readAttributes(file, "unix:ino").get("ino")).isNotEqualTo(before);
        assertThat(names(folder)).containsExactly("result.json");
    }

    @Test
    void aTargetThatCannotBeReplacedKeepsWhatItHas() throws IOException {
        Path inTheWay = folder.resolve("report.html");
        Files.createDirectories(inTheWay.resolve("child"));
        assertThatThrownBy(() -> AtomicFile.write(inTheWay, "new")).isInstanceOf(IOException.class);
        assertThat(names(folder)).containsExactly("report.html");
    }

    @Test
    void aLaterRunSeesWhatAnEarlierOneLeft() {
        assertThat(results.results()).isEmpty();
        assertThat(results.read("ada")).isEmpty();
        results.write(ToyClass.allRight());
        assertThat(results.read("ada")).isPresent();
        assertThat(results.results()).extracting(Result::submission).containsExactly("ada");
    }

    @Test
    void aNameNeverLeavesTheFolder() {
        for (String name : List.of("..", ".", "", "a/b", "a\\b", "/etc", "../x", "a\u0000")) {
            assertThatThrownBy(() -> results.read(name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is no name of a folder");
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static Document parse(Path file) {
        try {
            return Jsoup.parse(file.toFile());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
