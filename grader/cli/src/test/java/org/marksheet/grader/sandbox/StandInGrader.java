package org.marksheet.grader.sandbox;

import java.nio.file.Path;
import org.marksheet.grader.process.ChildProcess;

/** A grader in a process of its own, for tests that end it while its worker runs. */
final class StandInGrader {
    private StandInGrader() {}

    public static void main(String[] arguments) throws Exception {
        ChildProcess worker = Stand.bubblewrap(Path.of(arguments[0])).worker();
        worker.output().transferTo(System.out);
    }
}
