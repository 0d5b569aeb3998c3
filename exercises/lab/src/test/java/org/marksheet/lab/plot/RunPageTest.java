package org.marksheet.lab.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.lab.log.RunFolder;
import org.marksheet.lab.log.Sample;
import org.w3c.dom.Document;

class RunPageTest {
    private static final int MEGABYTE = 1_000_000;

    @TempDir
    private Path folder;

    @Test
    void aPageSaysWhatTheRunComesTo() throws IOException {
        String page = page(ToyRuns.healthy().write(folder.resolve("quick"), ToyRuns.samples()));
        assertThat(page).contains("<title>Run quick</title>", "<dt>Mean score</dt>", "<dt>KL at the end</dt>",
                "<dd>45</dd>", "2,880 episodes", "No warnings.", "KL to the reference", "nats per response", "class=\"band\"",
                "<th scope=\"row\">learning-rate</th><td>2e-4</td>");
        assertThat(page).containsOnlyOnce(" but this dialogue is good.").contains("+0.72<");
        // 45 * 64 episodes of about 9.3 tokens, 830 tokens a second.
        assertThat(page).containsPattern("<dt>Time</dt><dd>3[1-4] s</dd>");
    }

    @Test
    void warningsAreOnThePage() throws IOException {
        assertThat(page(ToyRuns.endBannedInSampling().folder("a"))).contains("KL is negative: \u221223.0 nats at update 20.",
                "No response ends").doesNotContain("No warnings.");
    }

    @Test
    void whatAModelWroteStaysText() throws IOException {
        String evil = "</span><script>alert(1)</script><img src=x onerror=\"alert('2')\">&amp;\uD83D";
        String page = page(ToyRuns.healthy().write(folder.resolve("a<b>'\"&"),
                List.of(new Sample(evil, "\u0000" + evil, evil, 0, 1))));
        assertThat(page).doesNotContain("<script>alert", "<img", "\u0000", "<b>'")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;", "&amp;amp;", "<title>Run a&lt;b&gt;&#39;&quot;&amp;</title>");
    }

    @Test
    void onlyThePagesOwnScriptMayRunAndNothingIsLoaded() throws Exception {
        String page = page(ToyRuns.healthy().write(folder.resolve("a"), ToyRuns.samples()));
        MatchResult script = Pattern.compile("<script>(.*?)</script>", Pattern.DOTALL).matcher(page).results().findFirst()
                .orElseThrow();
        String hash = Base64.getEncoder().encodeToString(
                MessageDigest.getInstance("SHA-256").digest(script.group(1).getBytes(StandardCharsets.UTF_8)));
        assertThat(page).contains("default-src 'none'", "script-src 'sha256-" + hash + "'");
        assertThat(page).doesNotContainPattern("(?i)https?:|//[a-z]|url\\(|@import|\\ssrc=|<link|<iframe");
        assertThat(Pattern.compile("href=\"(.*?)\"").matcher(page).results().map(link -> link.group(1)))
                .containsExactly("#curves", "#samples", "#settings")
                .allSatisfy(link -> assertThat(page).contains("id=\"" + link.substring(1) + "\""));
    }

    @Test
    void severalRunsLieOverEachOther() throws IOException {
        RunFolder one = ToyRuns.healthy().write(folder.resolve("healthy"), ToyRuns.samples());
        RunFolder two = ToyRuns.withoutPenalty().write(folder.resolve("beta-0"), ToyRuns.samples());
        RunFolder three = ToyRuns.flippedSign().without("loss/value_avg").write(folder.resolve("x/healthy"), List.of());
        String page = page(one, two, three);
        assertThat(page).contains("<title>Runs " + one.folder() + ", beta-0, " + three.folder() + "</title>",
                "<tr class=\"differ\"><th scope=\"row\">kl-coefficient <span>\u2260</span></th><td>0.05</td><td>0</td>",
                "<tr><th scope=\"row\">batch</th><td>64</td><td>64</td><td>64</td></tr>");
        List<String> figures = Pattern.compile("<figure.*?</figure>", Pattern.DOTALL).matcher(page).results()
                .map(MatchResult::group).toList();
        assertThat(figures).hasSize(12).allSatisfy(figure -> assertThat(figure)
                .contains("class=\"run r0\"", "class=\"run r1\"", ">A</text>", ">B</text>", "Run A: 45 updates", "<title id="));
        assertThat(figures).filteredOn(figure -> figure.contains("Value loss"))
                .singleElement().asString().doesNotContain("r2");
    }

    @Test
    void manyLongRunsWithLongSamplesStayUnderAMegabyte() throws IOException {
        List<Sample> samples = IntStream.range(0, 400).mapToObj(i -> new Sample("p".repeat(300), "word ".repeat(400),
                "word ".repeat(400), .25, .75)).toList();
        RunFolder one = ToyRuns.healthy(4000, 1).write(folder.resolve("one"), samples);
        assertThat(page(one)).hasSizeLessThan(MEGABYTE).contains("more in samples.jsonl");
        List<RunFolder> runs = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            runs.add(new RunFolder(Path.of("run-" + i), one.settings(), one.rows(), samples));
        }
        assertThat(page(runs.toArray(RunFolder[]::new))).hasSizeLessThan(MEGABYTE);
    }

    @Test
    void aPeakOfALongRunIsDrawn() {
        double[] values = new double[5000];
        values[3217] = 8;
        Series series = Series.of(values, 300);
        assertThat(IntStream.range(0, series.size()).filter(i -> series.value(i) == 8).map(series::update)).containsExactly(3218);
        assertThat(series.size()).isLessThanOrEqualTo(300);
    }

    @Test
    void aLineIsTheMeanOfItsNeighboursAndSkipsWhatIsNoNumber() {
        Series series = Series.of(new double[] {3, 6, Double.NaN, 2, 7}, 300);
        assertThat(IntStream.range(0, 5).mapToDouble(series::smooth)).containsExactly(4.5, 4.5, 4.0, 4.5, 4.5);
        assertThat(Series.window(45)).isEqualTo(5);
    }

    @Test
    void onlyNumbersAreDrawn() throws IOException {
        String page = page(ToyRuns.healthy().at(7, "objective/kl", Double.NaN)
                .at(8, "loss/policy_avg", Double.NEGATIVE_INFINITY).set("val/ratio", Double.NaN, Double.NaN).folder("a"));
        assertThat(page).doesNotContainPattern("(?: d|x|y|x1|y1)=\"[^\"]*(NaN|Infinity)");
    }

    @Test
    void aRunOfOneUpdateHasAPage() throws IOException {
        RunFolder run = ToyRuns.healthy().folder("a");
        assertThat(page(new RunFolder(run.folder(), run.settings(), run.rows().subList(0, 1), List.of())))
                .contains("<dd>1</dd>", "None yet").doesNotContain("d=\"NaN");
    }

    @Test
    void thePageIsWellFormedAndTheSameEachTime() throws Exception {
        RunFolder one = ToyRuns.healthy().write(folder.resolve("one"), ToyRuns.samples());
        RunFolder two = ToyRuns.flippedSign().write(folder.resolve("two"), ToyRuns.samples());
        String page = page(one, two);
        assertThat(page(one, two)).isEqualTo(page);
        String body = page.substring(page.indexOf("<body>"), page.indexOf("<script>")) + "</body>";
        Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        List<String> ids = Pattern.compile(" id=\"(.*?)\"").matcher(body).results().map(id -> id.group(1)).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(Pattern.compile("aria-labelledby=\"(.*?)\"").matcher(body).results()
                .flatMap(names -> Pattern.compile(" ").splitAsStream(names.group(1)))).allMatch(ids::contains);
        assertThat(document.getElementsByTagName("figure").getLength()).isEqualTo(12);
    }

    @Test
    void aPageIsTheSameInEveryCountry() throws IOException {
        RunFolder run = ToyRuns.healthy().write(folder.resolve("one"), ToyRuns.samples());
        String page = page(run, run);
        Locale here = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(page(run, run)).isEqualTo(page);
        } finally {
            Locale.setDefault(here);
        }
    }

    @Test
    void noRunIsAnError() {
        assertThatThrownBy(() -> RunPage.write(folder.resolve("index.html"), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("runs is empty; a page shows at least one run");
    }

    private String page(RunFolder... runs) throws IOException {
        Path html = folder.resolve("index.html");
        RunPage.write(html, List.of(runs));
        return Files.readString(html);
    }
}
