package org.marksheet.grader.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.marksheet.grader.checks.Example;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.checks.SubmissionProcess;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.sheet.CheckText;
import org.marksheet.grader.sheet.Formulas;

class StudentReportTest {
    private static final String EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u0000\u001b[31m\u202e";
    private static final StudentReport REPORT =
            new StudentReport(ToyClass.SHEET, Formulas.none(), Reveal.EXAMPLE);

    @Test
    void pointsComeFirstAndThenWhatToDoNext() {
        Document page = page(ToyClass.partial());
        assertThat(page.select("h1").text()).isEqualTo("emmy-noether");
        assertThat(page.select(".total").text()).isEqualTo("3.5 of 7.5 points");
        assertThat(page.select("h2").eachText()).containsExactly(
                "What to do next", "4.1.1 Labels", "4.1.9 PPO clipping", "4.1.11 Beyond PPO bonus", "Notes",
                "How to repeat this");
        assertThat(page.select(".steps > li")).hasSize(2);
        Element first = page.select(".steps > li").first();
        assertThat(first.select("h3").text()).isEqualTo("4.1.9.a policyLoss");
        assertThat(first.select(".state").text()).isEqualTo("2 of 3 checks fail");
        assertThat(first.text()).contains("You take the smaller of the two candidates.").doesNotContain("is the other one");
        assertThat(first.select("math[display=block]")).hasSize(1);
        assertThat(first.select("details li")).hasSize(2);
        assertThat(page.select(".steps > li").get(1).text())
                .contains("4.1.9.b valueLoss", "1 of 2 checks fails", "exactly twice", "Clip the change");
        assertThat(page.text()).contains("Then, not written yet: 4.1.9.c entropy, 4.1.11.a dpoLoss.");
    }

    @Test
    void aFailedCheckShowsItsCase() {
        Element todo = page(ToyClass.partial()).getElementById("todo-4.1.9.a");
        Element check = todo.select(".check.failed").first();
        assertThat(check.select("h4").text()).startsWith("ratios outside the band");
        assertThat(check.select(".tag").eachText()).containsExactly("wrong value", "min-for-max");
        assertThat(check.select(".case > tbody > tr > th").eachText()).containsExactly("input", "yours", "expected");
        assertThat(check.select(".case td > div:not(.scroll)")).hasSize(5);
        assertThat(check.select(".case td > div").last().text()).isEqualTo("clipRange = 0.2");
        assertThat(check.select(".case .yours td").text()).isEqualTo("loss = -0.83716");
        assertThat(todo.select("details summary").text()).isEqualTo("1 check passed");
    }

    @Test
    void aFileThatDoesNotCompileIsToldOnceAndFirst() {
        Document page = page(ToyClass.uncompiled());
        Element first = page.select(".steps > li").first();
        assertThat(first.select("h3").text()).isEqualTo("4.1.9.a policyLoss, 4.1.9.b valueLoss, 4.1.9.c entropy");
        assertThat(first.select("pre").text()).contains("ClippedPpoObjective.java:17");
        assertThat(page.getElementById("todo-4.1.9.a").select(".check")).hasSize(1);
        assertThat(page.select("footer .banner").text()).startsWith("Graded without a sandbox.");
    }

    @Test
    void checksThatFailAlikeShareOneBlock() {
        Element todo = page(ToyClass.timeout()).getElementById("todo-4.1.9.a");
        assertThat(todo.select(".check.timeout")).hasSize(1);
        assertThat(todo.select(".check.timeout li")).hasSize(2);
        assertThat(todo.select(".check .tag").text()).isEqualTo("no answer in time");
    }

    @Test
    void whatToDoNextIsSaidByACheckThatRan() {
        Result result = ToyClass.graded("linus", Map.of(
                "4.1.9.a/ratio-one", ToyClass.failed(Outcome.THREW, null, SubmissionProcess.NOT_RUN + "two others ended it.", null),
                "4.1.9.a/padding-never-leaks", ToyClass.failed(Outcome.THREW, null, "The program ended (exit code 3).", null)),
                "bwrap", List.of());
        assertThat(page(result).select(".steps > li").first().text())
                .contains("The program ended (exit code 3).")
                .doesNotContain(SubmissionProcess.NOT_RUN);
    }

    @Test
    void aCaseWithoutAnAnswerShowsTheInputAlone() {
        Result result = ToyClass.graded("linus", Map.of("4.1.9.a/ratio-one",
                ToyClass.failed(Outcome.THREW, null, "The program ended.", new Example("x = 1", "", null))),
                "bwrap", List.of());
        assertThat(page(result).select(".case th").eachText()).containsExactly("input");
        assertThat(REPORT.markdown(result)).contains("x = 1").doesNotContain("Yours:", "Expected:");
        Result noCall = ToyClass.graded("linus", Map.of("4.1.9.a/ratio-one",
                ToyClass.failed(Outcome.FAILED, null, "m", new Example(null, "1", "2"))), "bwrap", List.of());
        assertThat(page(noCall).select(".case th").eachText()).containsExactly("yours", "expected");
    }

    @Test
    void fullMarksAreSaidSoAndOnlyThenIsTheBarFull() {
        Document page = page(ToyClass.allRight());
        assertThat(page.select(".banner.good").text()).startsWith("Nothing: every check passed.");
        assertThat(page.select("header .bar span").first().attr("style")).isEqualTo("width:100%");
        assertThat(Points.share(new java.math.BigDecimal("39.9999"), new java.math.BigDecimal("40"))).isEqualTo("99.9");
    }

    @Test
    void aRejectedSubmissionIsToldWhy() {
        Document page = page(ToyClass.rejected());
        assertThat(page.text()).contains("could not be taken", "points outside the archive", "hand in again");
        assertThat(page.select(".total")).isEmpty();
        assertThat(page(ToyClass.error()).text()).contains("The fault is on our side", "no points are lost");
    }

    @Test
    void whatASubmissionWroteIsOnlyText() {
        for (Outcome outcome : Outcome.values()) {
            Result evil = evil(outcome);
            Document page = page(evil);
            assertThat(page.select("script, img, iframe, [onerror]")).isEmpty();
            assertThat(page.select("h1").text()).contains("<script>alert(1)</script>");
            assertThat(page.html()).doesNotContain("\u0000", "\u001b", "\u202e");
            String markdown = REPORT.markdown(evil);
            assertThat(markdown).doesNotContain("\u0000", "\u001b", "\u202e");
            Document rendered = Jsoup.parse(new org.marksheet.grader.sheet.SheetHtml(Formulas.none()).html(markdown));
            assertThat(rendered.select("script, img, iframe, [onerror]")).isEmpty();
        }
    }

    @Test
    void aReportNeedsNothingFromOutside() {
        for (Result result : ToyClass.all()) {
            String html = REPORT.html(result);
            Document page = Jsoup.parse(html);
            assertThat(page.select("script, link, img, iframe, object, embed, [src]")).isEmpty();
            assertThat(page.select("a").eachAttr("href")).allMatch(link -> link.startsWith("#"));
            assertThat(page.select("a")).allSatisfy(link -> assertThat(
                    page.getElementById(link.attr("href").substring(1))).isNotNull());
            assertThat(html).doesNotContain("http://", "https://", "url(", "@import");
        }
    }

    @Test
    void headingsAreInOrderAndTheLanguageIsNamed() {
        for (Result result : ToyClass.all()) {
            Document page = page(result);
            assertThat(page.select("html").attr("lang")).isEqualTo("en");
            assertThat(page.select("h1")).hasSize(1);
            int before = 0;
            for (Element heading : page.select("h1, h2, h3, h4, h5, h6")) {
                int level = heading.tagName().charAt(1) - '0';
                assertThat(level).isLessThanOrEqualTo(before + 1);
                before = level;
            }
            List<String> ids = page.select("[id]").eachAttr("id");
            assertThat(ids).doesNotHaveDuplicates();
        }
    }

    @Test
    void noReportIsLargerThan300Kilobytes() {
        Map<String, ToyClass.Part> parts = new HashMap<>();
        for (CheckText check : ToyClass.SHEET.checks()) {
            String long_ = (check.id() + "<\"&").repeat(20_000);
            parts.put(check.id(), ToyClass.failed(Outcome.FAILED, null, long_, new Example("x = " + long_, long_, long_)));
        }
        Result result = ToyClass.graded("long", parts, "bwrap", List.of("n".repeat(100_000)));
        String html = REPORT.html(result);
        assertThat(html.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(StudentReport.MOST_BYTES);
        assertThat(html).contains("more characters)");
        assertThat(REPORT.markdown(result).getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(StudentReport.MOST_BYTES);
    }

    @Test
    void whatIsNotRevealedIsNotThere() {
        String none = new StudentReport(ToyClass.SHEET, Formulas.none(), Reveal.NONE).html(ToyClass.partial());
        assertThat(none).doesNotContain("min-for-max", "0.41292", "exactly twice").contains("wrong value");
        String mistake = new StudentReport(ToyClass.SHEET, Formulas.none(), Reveal.MISTAKE).html(ToyClass.partial());
        assertThat(mistake).contains("min-for-max").doesNotContain("0.41292", "exactly twice");
    }

    @Test
    void theMarkdownSaysTheSame() {
        String markdown = REPORT.markdown(ToyClass.partial());
        assertThat(markdown)
                .startsWith("# emmy-noether: sheet 4.1, Fine-tuning a language model\n\n**3.5 of 7.5 points**\n")
                .contains("\n| 4.1.9 PPO clipping | 2 of 6 |\n")
                .contains("\n### 1. 4.1.9.a policyLoss: 2 of 3 checks fail\n\nIt behaves like **min-for-max**.\n\nYou take")
                .contains("\n**Hint.** Clip the *change*")
                .contains("\n```text\nloss = -0.83716\n```\n")
                .contains("\n- Seed: 1234\n")
                .doesNotContain("\n\n\n");
    }

    @Test
    void sameInSameOut() {
        assertThat(new StudentReport(ToyClass.SHEET, Formulas.none(), Reveal.EXAMPLE).html(ToyClass.partial()))
                .isEqualTo(REPORT.html(ToyClass.partial()));
    }

    private static Result evil(Outcome outcome) {
        Map<String, ToyClass.Part> parts = new HashMap<>();
        for (CheckText check : ToyClass.SHEET.checks()) {
            parts.put(check.id(), ToyClass.failed(outcome, EVIL, EVIL + "\n- x\n```\n" + EVIL,
                    new Example(EVIL + " = " + EVIL, "```\n" + EVIL, EVIL)));
        }
        return ToyClass.graded(EVIL, parts, EVIL, List.of(EVIL));
    }

    private static Document page(Result result) {
        return Jsoup.parse(REPORT.html(result));
    }
}
