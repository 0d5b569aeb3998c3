package org.marksheet.lab.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.marksheet.lab.log.RunFolder;

/**
 * Writes runs as one page of HTML: what they come to, warnings, curves over each other, samples, settings.
 *
 * <p>The page is a single file under about a megabyte, loads nothing, and can be read without its script, which only shows the
 * values under the pointer. The same runs give the same bytes.
 */
public final class RunPage {
    private static final int NAMES_OF_A_TITLE = 4;

    private final Runs runs;

    private RunPage(Runs runs) {
        this.runs = runs;
    }

    /**
     * Writes a page.
     *
     * @param html the file, replaced if it exists; its folder is there
     * @param runs in the order to show them in, at least one
     * @throws IllegalArgumentException if there is no run
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path html, List<RunFolder> runs) {
        String page = new RunPage(new Runs(runs)).html();
        try {
            // Half a surrogate pair in a sample becomes a question mark and is no error.
            Files.write(html, page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(html + " cannot be written: " + e.getMessage(), e);
        }
    }

    private String html() {
        String script = resource("page.js");
        String title = title();
        return """
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
                script-src 'sha256-%s'">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                <header><h1>%s</h1>
                <nav aria-label="On this page"><a href="#curves">Curves</a> <a href="#samples">Samples</a> \
                <a href="#settings">Settings</a></nav></header>
                <main>
                """.formatted(hash(script), Html.escape(title), resource("page.css"), Html.escape(title))
                + new SummarySection(runs).html()
                + new CurveSection(runs).html()
                + new SampleSection(runs).html()
                + new SettingsSection(runs).html()
                + "</main>\n<script>" + script + "</script>\n</body>\n</html>\n";
    }

    private String title() {
        int count = runs.all().size();
        return count > NAMES_OF_A_TITLE ? count + " runs" : (count == 1 ? "Run " : "Runs ")
                + IntStream.range(0, count).mapToObj(runs::name).collect(Collectors.joining(", "));
    }

    /** Only this script may run: what a model wrote may not, even if it were not escaped. */
    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = RunPage.class.getResourceAsStream(name)) {
            // A browser reads CRLF in a script as LF, and the hash is of what it reads.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
