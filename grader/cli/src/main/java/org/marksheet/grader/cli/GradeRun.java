package org.marksheet.grader.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.marksheet.grader.grading.ClassRun;
import org.marksheet.grader.grading.GradeOptions;
import org.marksheet.grader.grading.Grading;
import org.marksheet.grader.grading.LoadedSheet;
import org.marksheet.grader.intake.Incoming;
import org.marksheet.grader.report.FolderLock;
import org.marksheet.grader.report.ResultFolder;
import org.marksheet.grader.report.Reveal;
import org.marksheet.grader.score.Result;
import org.marksheet.grader.score.Result.Status;
import org.marksheet.grader.sheet.Formulas;
import picocli.CommandLine.Help.Ansi;

/** A run with words and a progress bar around it. */
final class GradeRun {
    private GradeRun() {}

    static List<Result> of(
            LoadedSheet sheet,
            GradeOptions options,
            Workshop workshop,
            Path out,
            Reveal reveal,
            List<Incoming> incoming,
            PrintWriter err)
            throws IOException, InterruptedException {
        if (workshop.sandbox().name().equals("none")) {
            err.println(Ansi.AUTO.string("@|bold,red NO SANDBOX.|@ ")
                    + "The code that is graded now may read, change and send whatever you can.");
        }
        List<Result> results;
        try (FolderLock lock = FolderLock.of(out);
                Progress progress = Progress.of("Grading", incoming.size(), err)) {
            workshop.warning().ifPresent(err::println);
            ClassRun run = run(sheet, options, workshop, out, reveal);
            Thread interrupted = new Thread(() -> {
                run.stop();
                progress.close();
                workshop.close();
                run.finish();
                err.println("Interrupted. What was graded is kept in " + out + "; go on with --resume.");
            });
            Runtime.getRuntime().addShutdownHook(interrupted);
            try {
                results = run.of(incoming, result -> progress.step(line(result)));
            } finally {
                leave(interrupted);
            }
        }
        results.stream()
                .filter(result -> result.status() != Status.GRADED)
                .forEach(result -> err.println(
                        result.status() == Status.REJECTED
                                ? "Rejected. " + result.reason()
                                : result.submission() + ": not graded, no score. " + result.reason()));
        return results;
    }

    private static ClassRun run(
            LoadedSheet sheet, GradeOptions options, Workshop workshop, Path out, Reveal reveal) {
        Grading grading = new Grading(
                sheet,
                workshop.compiler(),
                workshop.pool(),
                new Grading.Setting(workshop.device(), workshop.sandbox().name()),
                Marksheet.version(),
                options);
        ResultFolder folder = new ResultFolder(
                out, sheet.text().only(options.only()), () -> Formulas.of(sheet.sheet().getClass().getClassLoader()), reveal);
        return new ClassRun(grading, workshop.pool(), folder, options);
    }

    /** Takes the hook back, so that an end by a fault is not told as an interruption. */
    private static void leave(Thread interrupted) {
        try {
            Runtime.getRuntime().removeShutdownHook(interrupted);
        } catch (IllegalStateException ending) {
            // The program is being ended, and the hook runs.
            return;
        }
    }

    private static String line(Result result) {
        return switch (result.status()) {
            case GRADED -> result.submission() + "  " + points(result.earned()) + " of " + points(result.possible());
            case REJECTED -> result.submission() + "  rejected";
            case ERROR -> result.submission() + "  not graded";
        };
    }

    private static String points(BigDecimal exact) {
        return exact.stripTrailingZeros().toPlainString();
    }
}
