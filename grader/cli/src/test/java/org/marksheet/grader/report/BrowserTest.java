package org.marksheet.grader.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.sheet.Formulas;

/** Lays the pages out in a browser, in light and dark, and keeps pictures in {@code target/screenshots}. */
@Tag("browser")
class BrowserTest {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final String DARK = "--blink-settings=preferredColorScheme=0";
    private static final String LIGHT = "--blink-settings=preferredColorScheme=1";

    @TempDir
    Path folder;

    @BeforeEach
    void writePages() {
        boolean found = Files.isExecutable(CHROMIUM);
        assertThat(found || System.getenv("CI") == null).as("%s is missing in CI", CHROMIUM).isTrue();
        assumeTrue(found, CHROMIUM + " is missing");
        ResultFolder results = new ResultFolder(folder, ToyClass.SHEET, Formulas::none, Reveal.EXAMPLE);
        ToyClass.all().forEach(results::write);
        results.finish();
    }

    @Test
    void nothingIsWiderThanAPhone() throws Exception {
        StringBuilder frames = new StringBuilder();
        List<String> pages = List.of(
                "ada/report.html", "emmy-noether/report.html", "lee/report.html", "mueller/report.html", "index.html");
        for (String page : pages) {
            frames.append("<iframe width=390 height=800 style='border:0' src='").append(page).append("'></iframe>");
        }
        // The pages themselves run no script; the page around them measures.
        Files.writeString(folder.resolve("measure.html"), "<!doctype html>" + frames + "<script>onload = () => {"
                + "for (const f of document.querySelectorAll('iframe'))"
                + " f.title = f.contentDocument.documentElement.scrollWidth }</script>");
        String dom = run(
                "--allow-file-access-from-files", "--dump-dom", folder.resolve("measure.html").toUri().toString());
        Document measured = Jsoup.parse(dom);
        assertThat(measured.select("iframe").eachAttr("title")).hasSize(pages.size()).containsOnly("390");
    }

    @Test
    void lightAndDarkAreDifferentPictures() throws Exception {
        Path pictures = Files.createDirectories(Path.of("target/screenshots").toAbsolutePath());
        for (String page : List.of("emmy-noether/report.html", "index.html")) {
            String name = page.replace("/report.html", "").replace(".html", "");
            byte[] light = picture(page, pictures.resolve(name + "-light.png"), LIGHT);
            byte[] dark = picture(page, pictures.resolve(name + "-dark.png"), DARK);
            assertThat(light).isNotEqualTo(dark);
        }
    }

    private byte[] picture(String page, Path png, String scheme) throws Exception {
        Files.deleteIfExists(png);
        run(scheme, "--window-size=1100,1400", "--screenshot=" + png,
                folder.resolve(page).toUri().toString());
        return Files.readAllBytes(png);
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                CHROMIUM.toString(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars",
                "--user-data-dir=" + Files.createTempDirectory(folder, "profile")));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", ".html");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the browser ended in time").isTrue();
        return Files.readString(out);
    }
}
