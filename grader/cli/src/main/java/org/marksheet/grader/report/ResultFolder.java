package org.marksheet.grader.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.score.Scoring;
import org.marksheet.grader.sheet.Formulas;
import org.marksheet.grader.sheet.SheetText;

/**
 * The folder that a run leaves: a folder per submission as each is finished, then the page and tables of the class.
 *
 * <p>Every file is replaced atomically. {@code result.json} is written last, so a submission that has one is
 * complete. {@link #write} may be called by several threads.
 */
public final class ResultFolder {
    private static final String RECORD = "result.json";

    private final Path folder;
    private final SheetText sheet;
    private final Supplier<Formulas> formulas;
    private final Reveal reveal;
    private final AtomicBoolean prepared = new AtomicBoolean();
    private StudentReport report;

    /**
     * Makes a folder's writer; the folder is created with the first file.
     *
     * @param formulas is asked when the first report is written, or {@link #prepare} is called
     */
    public ResultFolder(Path folder, SheetText sheet, Supplier<Formulas> formulas, Reveal reveal) {
        this.folder = folder;
        this.sheet = sheet;
        this.formulas = formulas;
        this.reveal = reveal;
    }

    /**
     * Makes a report that nobody reads, in which no check ran, so that the first student's need not wait for templates and
     * for the sheet's words; only once, however often it is called.
     */
    public void prepare() {
        if (!prepared.getAndSet(true)) {
            report().html(new Result(
                    "", sheet.id(), Result.Status.GRADED, null, BigDecimal.ZERO, sheet.possible(), BigDecimal.ZERO, BigDecimal.ZERO,
                    List.of(), new Scoring(sheet).score(Map.of(), Map.of()), new Result.Digests("", "", ""),
                    new Result.Run(0, "", "", 0)));
        }
    }

    /**
     * Writes the three files of a submission.
     *
     * @throws UncheckedIOException if a file cannot be written
     */
    public void write(Result result) {
        Path own = folder(result.submission());
        StudentReport report = report();
        try {
            AtomicFile.write(own.resolve("report.html"), report.html(result));
            AtomicFile.write(own.resolve("feedback.md"), report.markdown(result));
            AtomicFile.write(own.resolve(RECORD), ResultJson.pretty(result));
        } catch (IOException e) {
            throw new UncheckedIOException(own + ": cannot be written. Check space and permissions.", e);
        }
    }

    /** Returns what an earlier run left of a submission. */
    public Optional<Result> read(String submission) {
        Path file = folder(submission).resolve(RECORD);
        return Files.isRegularFile(file) ? Optional.of(read(file)) : Optional.empty();
    }

    /** Returns all results in the folder, by name. */
    public List<Result> results() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> files = entries.map(entry -> entry.resolve(RECORD)).filter(Files::isRegularFile).sorted().toList();
            List<Result> results = new ArrayList<>();
            files.forEach(file -> results.add(read(file)));
            return results;
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be listed.", e);
        }
    }

    /** Writes the class page and tables over all results in the folder, also those of earlier runs. */
    public void finish() {
        List<Result> results = results();
        StringBuilder lines = new StringBuilder();
        results.forEach(result -> lines.append(ResultJson.line(result)).append('\n'));
        try {
            AtomicFile.write(folder.resolve("results.jsonl"), lines.toString());
            AtomicFile.write(folder.resolve("results.csv"), ResultsCsv.write(sheet, results));
            AtomicFile.write(folder.resolve("index.html"), new ClassPage(sheet).html(results));
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be written. Check space and permissions.", e);
        }
    }

    private synchronized StudentReport report() {
        if (report == null) {
            report = new StudentReport(sheet, formulas.get(), reveal);
        }
        return report;
    }

    private static Result read(Path file) {
        try {
            return ResultJson.read(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException(file + ": " + e.getMessage() + ". Delete its folder and grade again with"
                    + " --resume.", e);
        }
    }

    private Path folder(String submission) {
        // Intake makes names safe; this stands guard, as a name from a stranger's archive becomes a path here.
        boolean plain = !submission.isBlank() && !submission.matches("(?s).*[/\\\\\\x00-\\x1f].*");
        Path own = folder.resolve(plain ? submission : "").normalize();
        if (!plain || !folder.normalize().equals(own.getParent())) {
            throw new IllegalArgumentException("\"" + PlainText.clean(submission) + "\" is no name of a folder.");
        }
        return own;
    }
}
