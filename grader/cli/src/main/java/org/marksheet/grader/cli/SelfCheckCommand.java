package org.marksheet.grader.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.marksheet.grader.grading.LoadedSheet;
import org.marksheet.grader.selfcheck.SelfCheck;
import org.marksheet.grader.selfcheck.SelfCheckReport;
import org.marksheet.grader.selfcheck.SelfCheckReport.Tally;
import org.marksheet.grader.sheet.CheckText;
import org.marksheet.grader.sheet.SheetText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The test of the tests. */
@Command(
        name = "selfcheck",
        description = {
            "Tests the tests of a sheet.",
            "The solution gets full marks, the skeleton none, every known mistake is caught and named, every alternative gets full "
                    + "marks, every lookalike gets the right name or none."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  marksheet selfcheck --seeds 100")
final class SelfCheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--sheet", paramLabel = "ID", description = "The sheet; not needed while there is one only.")
    private String sheet;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many draws of inputs each variant meets, the solution five times as many (default: "
                    + "${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--json", description = "Write the result to standard output as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException, IOException {
        if (seeds < 1) {
            throw new IllegalArgumentException("--seeds " + seeds + ": at least 1 draw is needed.");
        }
        PrintWriter err = spec.commandLine().getErr();
        LoadedSheet loaded = SheetChoice.load(sheet);
        SelfCheckReport report;
        try (LateProgress progress = new LateProgress(err)) {
            report = new SelfCheck(loaded.sheet(), seeds, progress).run();
        }
        if (json) {
            PrintWriter out = spec.commandLine().getOut();
            out.println(new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .writeValueAsString(json(report, loaded.text())));
        }
        say(report, loaded.text(), err);
        return report.isGood() ? Marksheet.DONE : Marksheet.SHORT;
    }

    private static void say(SelfCheckReport report, SheetText text, PrintWriter err) {
        err.println("solution      " + earned(text, report.solution()) + " of " + earned(text, report.possible()) + " points");
        err.println("skeleton      " + earned(text, report.skeleton()) + " points");
        say("mistakes", "caught and named", report.mistakes(), err);
        say("lookalikes", "rightly named or left without a name", report.lookalikes(), err);
        say("alternatives", "with full marks", report.alternatives(), err);
        report.problems().forEach(err::println);
    }

    private static void say(String what, String right, Tally tally, PrintWriter err) {
        err.printf(Locale.ROOT, "%-13s %d of %d %s%n", what, tally.right(), tally.total(), right);
        tally.wrong().forEach(one -> err.println("  " + one));
    }

    private static Map<String, Object> json(SelfCheckReport report, SheetText text) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("solution", points(text, report.solution(), report.possible()));
        json.put("skeleton", points(text, report.skeleton(), report.possible()));
        json.put("mistakes", tally(report.mistakes(), "caught", "missed", report.mistakes().wrong()));
        json.put("lookalikes", tally(report.lookalikes(), "named", "misnamed", report.lookalikes().misnamed()));
        json.put("alternatives", tally(report.alternatives(), "full", "failed", report.alternatives().wrong()));
        json.put("problems", report.problems());
        return json;
    }

    private static Map<String, Object> points(SheetText text, Set<String> earned, Set<String> possible) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("earned", earned(text, earned));
        json.put("possible", earned(text, possible));
        return json;
    }

    private static Map<String, Object> tally(Tally tally, String right, String wrong, List<String> names) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("total", tally.total());
        json.put(right, tally.right());
        json.put(wrong, names);
        return json;
    }

    private static String earned(SheetText text, Set<String> checks) {
        return text.checks().stream()
                .filter(check -> checks.contains(check.id()))
                .map(CheckText::points)
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .toPlainString();
    }
}
