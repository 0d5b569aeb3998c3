package org.marksheet.grader.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.marksheet.grader.api.Picture;
import org.marksheet.grader.api.Picture.Bars;
import org.marksheet.grader.api.Picture.Curve;
import org.marksheet.grader.api.Picture.Mark;
import org.marksheet.grader.api.Picture.Role;
import org.marksheet.grader.api.Picture.Strip;
import org.marksheet.grader.checks.Example;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.sheet.CheckText;
import org.marksheet.grader.sheet.Formulas;
import org.marksheet.grader.sheet.SheetHtml;

class PicturesTest {
    private static final String EVIL = "</svg><script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e";
    private static final StudentReport REPORT =
            new StudentReport(ToyClass.SHEET, Formulas.none(), Reveal.EXAMPLE);
    private static final Strip MASK = Strip.compared(
            "the mask", new boolean[] {true, true, false}, new boolean[] {true, false, false});
    private static final Bars SLOPES = Bars.compared(
            "the slopes", List.of("a", "b", "c"), new double[] {.5, -1, Double.NaN}, new double[] {.5, 1, 0});
    private static final Curve LOSS = Curve.of(
            "the loss", "ratio", "loss", new double[] {0, 1, 2}, new double[] {0, -1, -1.2},
            List.of(new Mark(Role.EXPECTED, 2, -1.2), new Mark(Role.YOURS, 2, -2), new Mark(Role.YOURS, 1, 1e30),
                    new Mark(Role.YOURS, .5, Double.NaN)));

    @Test
    void aStripMarksWhatIsOff() {
        Document page = page(MASK);
        assertThat(page.select("figcaption").text()).isEqualTo("the mask");
        assertThat(page.select("figure .cells th").eachText()).containsExactly("yours", "expected");
        assertThat(page.select("figure .yours td").eachText()).containsExactly("1", "1", "0");
        assertThat(page.select("figure .wrong")).hasSize(1);
        assertThat(page.select("figure .yours td").get(1).classNames()).containsExactly("on", "wrong");
    }

    @Test
    void barsSayTheirNumbersAndBeginAtZero() {
        Document page = page(SLOPES);
        assertThat(page.select(".bars th").eachText()).containsExactly("a", "b", "c");
        assertThat(page.select(".bars .num").eachText()).containsExactly(
                "yours 0.5", "expected 0.5", "yours −1", "expected 1", "yours NaN", "expected 0");
        assertThat(page.select(".track span").eachAttr("style")).containsExactly(
                "margin-left:50.00%;width:25.00%", "margin-left:50.00%;width:25.00%", "margin-left:0.00%;width:50.00%",
                "margin-left:50.00%;width:50.00%", "margin-left:50.00%;width:0.00%", "margin-left:50.00%;width:0.00%");
    }

    @Test
    void aCurveStaysInItsFrameWhateverTheAnswer() {
        Document page = page(LOSS);
        assertThat(page.select("svg").attr("role")).isEqualTo("img");
        assertThat(page.select("svg").attr("aria-label")).startsWith("the loss: loss over ratio");
        assertThat(page.select("svg .line").attr("d")).matches("M[\\d.]+ [\\d.]+(L[\\d.]+ [\\d.]+){2}");
        assertThat(page.select("svg .spot")).hasSize(3);
        assertThat(page.select("svg .spot").eachAttr("transform")).allSatisfy(place -> {
            String[] numbers = place.replaceAll("[^\\d. ]", "").split(" ");
            assertThat(Double.parseDouble(numbers[0])).isBetween(Plot.LEFT, Plot.RIGHT);
            assertThat(Double.parseDouble(numbers[1])).isBetween(Plot.TOP, Plot.BOTTOM);
        });
        assertThat(page.select(".marks tr").eachText()).containsExactly(
                "ratio yours × expected ○", "0.5 NaN", "1 1.000e+30", "2 −2 −1.2");
    }

    @Test
    void smallTensorsStandInTables() {
        Document page = page(new Example("x = [[0.5, 1], [2, NaN]]\nmask = [true, false]\nk = 3", "[1.0, 2.0]", "[1.0, 3.0]"));
        assertThat(page.select(".case .grid")).hasSize(3);
        assertThat(page.select(".case .grid").first().select("td").eachText()).containsExactly("0.5", "1", "2", "NaN");
        assertThat(page.select(".case .cells .on")).hasSize(1);
        assertThat(page.select(".case").text()).contains("k = 3");
    }

    @Test
    void theMarkdownTellsThePictures() {
        assertThat(REPORT.markdown(result(example(MASK, SLOPES, LOSS))))
                .contains("the mask:\n\n```text\nyours: 1 1 0\nexpected: 1 0 0\n```")
                .contains("a: yours 0.5, expected 0.5\n")
                .contains("ratio 2: yours −2 expected −1.2\n");
    }

    @Test
    void wordsAreOnlyText() {
        Example example = example(
                Strip.compared(EVIL, new boolean[] {true}, new boolean[] {false}),
                new Strip(EVIL, List.of(Picture.Row.of(Role.YOURS, EVIL, true))),
                Bars.given(EVIL, List.of(EVIL), 1),
                Curve.of(EVIL, EVIL, EVIL, new double[] {0, 1}, new double[] {0, 1}, List.of(new Mark(Role.YOURS, 0, 0))));
        String html = REPORT.html(result(example));
        Document page = Jsoup.parse(html);
        assertThat(page.select("script, img, [onerror]")).isEmpty();
        assertThat(page.select("figure")).hasSize(4);
        assertThat(html).doesNotContain("\u202e");
        Document rendered = Jsoup.parse(new SheetHtml(Formulas.none()).html(REPORT.markdown(result(example))));
        assertThat(rendered.select("script, img, [onerror]")).isEmpty();
    }

    @Test
    void aRecordIsReadBackAsItWas() {
        Bars ends = Bars.given("ends", List.of("a", "b"), Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        Result result = result(example(MASK, SLOPES, LOSS, ends));
        assertThat(example(ResultJson.read(ResultJson.pretty(result)))).isEqualTo(example(result));
        assertThat(ResultJson.line(ResultJson.read(ResultJson.line(result)))).isEqualTo(ResultJson.line(result));
        String old = ResultJson.line(result(new Example("x = 1", "1", "2")));
        assertThat(old).doesNotContain("pictures");
        assertThat(example(ResultJson.read(old)).pictures()).isEmpty();
    }

    @Test
    void aPictureOfALaterKindIsLeftOutAndABrokenOneIsSaidSo() {
        String line = ResultJson.line(result(example(MASK)));
        assertThat(example(ResultJson.read(line.replace("\"strip\"", "\"hologram\""))).pictures()).isEmpty();
        assertThatThrownBy(() -> ResultJson.read(line.replace("\"yours\",\"label\"", "\"nobody\",\"label\"")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsTooLongIsCutAndSaidSo() {
        boolean[] many = new boolean[1000];
        Strip strip = Strip.given("c".repeat(1000), many);
        assertThat(strip.caption()).hasSize(200).endsWith("…");
        assertThat(strip.rows().get(0).cells()).hasSize(Picture.MOST);
        assertThat(strip.rows().get(0).label()).isEqualTo("row 0 (first 64)");
        assertThat(Strip.given("m", new boolean[50][3]).rows()).hasSize(Picture.MOST_ROWS);
    }

    @Test
    void manyPicturesFitIntoAReportOrAreLeftOut() {
        List<Picture> pictures = new ArrayList<>(Collections.nCopies(6, new Bars(
                "large", Collections.nCopies(64, "label"),
                Collections.nCopies(8, Picture.Series.of(Role.YOURS, "yours", new double[64])))));
        Map<String, ToyClass.Part> parts = new HashMap<>();
        for (CheckText check : ToyClass.SHEET.checks()) {
            parts.put(check.id(), ToyClass.failed(
                    Outcome.FAILED, null, check.id(), new Example("x = 1", "1", "2", pictures)));
        }
        Result result = ToyClass.graded("large", parts, "bwrap", List.of());
        assertThat(REPORT.html(result).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(StudentReport.MOST_BYTES);
        assertThat(REPORT.markdown(result).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(StudentReport.MOST_BYTES);
    }

    @Test
    void picturesAreRevealedWithTheExampleOnly() {
        for (Reveal reveal : List.of(Reveal.NONE, Reveal.MISTAKE)) {
            StudentReport report = new StudentReport(ToyClass.SHEET, Formulas.none(), reveal);
            assertThat(report.html(result(example(MASK)))).doesNotContain("<figure", "the mask");
            assertThat(report.markdown(result(example(MASK)))).doesNotContain("the mask");
        }
    }

    private static Example example(Picture... pictures) {
        return new Example("x = 1", "1", "2", List.of(pictures));
    }

    private static Example example(Result result) {
        return result.exercises().stream()
                .flatMap(exercise -> exercise.checks().stream())
                .filter(check -> check.example() != null)
                .findFirst()
                .orElseThrow()
                .example();
    }

    private static Result result(Example example) {
        return ToyClass.graded(
                "mary", Map.of("4.1.9.a/ratio-one", ToyClass.failed(Outcome.FAILED, null, "m", example)), "bwrap", List.of());
    }

    private static Document page(Picture... pictures) {
        return page(example(pictures));
    }

    private static Document page(Example example) {
        return Jsoup.parse(REPORT.html(result(example)));
    }
}
