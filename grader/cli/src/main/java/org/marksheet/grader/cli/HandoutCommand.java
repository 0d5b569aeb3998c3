package org.marksheet.grader.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.marksheet.grader.grading.LoadedSheet;
import org.marksheet.grader.handout.Handout;
import org.marksheet.grader.handout.Leaks;
import org.marksheet.grader.process.ChildProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes what students get. */
@Command(
        name = "handout",
        description = {
            "Makes the students' zip of a sheet.",
            "Proves that it holds nothing of solutions/, and that it builds and tests on its own."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  marksheet handout --out sheet-4.1.zip")
final class HandoutCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    @Spec
    private CommandSpec spec;

    @Option(names = "--sheet", paramLabel = "ID", description = "The sheet; not needed while there is one only.")
    private String sheet;

    @Option(names = "--out", paramLabel = "ZIP", description = "Where the zip goes (default: sheet-ID.zip).")
    private Path out;

    @Option(names = "--no-build", description = "Do not prove that it builds and tests on its own.")
    private boolean noBuild;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        LoadedSheet loaded = SheetChoice.load(sheet);
        Handout handout = Handout.of(Marksheet.home(), loaded.text());
        List<String> leaks =
                Leaks.in(handout, Marksheet.home().resolve("solutions"), loaded.checks().ids());
        if (!leaks.isEmpty()) {
            leaks.forEach(err::println);
            err.println("No zip was written. Take this out of exercises/ or of the sheet's text for students.");
            return Marksheet.SHORT;
        }
        if (!noBuild && !builds(handout, err)) {
            err.println("No zip was written. Run mvn test in exercises/ and mend what it says.");
            return Marksheet.SHORT;
        }
        Path zip = out == null ? Path.of("sheet-" + loaded.text().id() + ".zip") : out;
        handout.write(zip);
        err.println(zip + ": " + handout.files().size() + " files; nothing of solutions/ is in it"
                + (noBuild ? "." : ", and it builds and tests on its own."));
        return Marksheet.DONE;
    }

    private static boolean builds(Handout handout, PrintWriter err) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("marksheet-handout");
        try {
            handout.unpack(folder);
            Path pom = folder.resolve(handout.files().firstKey().split("/")[0]).resolve("exercises/pom.xml");
            err.println("Building and testing the handout on its own ..");
            try (ChildProcess maven =
                    ChildProcess.start(List.of("mvn", "-q", "-B", "-f", pom.toString(), "test"), System.getenv())) {
                String output = new String(maven.output().readAllBytes(), StandardCharsets.UTF_8);
                boolean good = maven.waitFor(PATIENCE) && maven.exitCode().orElse(1) == 0;
                if (!good) {
                    output.lines().filter(line -> line.contains("ERROR")).limit(10).forEach(err::println);
                }
                return good;
            }
        } finally {
            try (Stream<Path> walk = Files.walk(folder)) {
                for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
