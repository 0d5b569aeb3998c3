package org.marksheet.sheet41.selfcheck;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.marksheet.sheet41.Todos;

/** Collects what the self-checks of a run find, and prints the board at its end. */
public final class BoardListener implements TestExecutionListener {
    private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    private final PrintStream out;
    private final Path from;
    private final Ink ink;

    /** Prints to standard output; files are named from the folder that Maven was started in. */
    public BoardListener() {
        this(System.out, Path.of(System.getProperty("marksheet.from", "")), Ink.ofThisRun());
    }

    /**
     * Returns a listener that prints without colours.
     *
     * @param out where the board goes
     * @param from the folder that files are named from
     */
    public static BoardListener plain(PrintStream out, Path from) {
        return new BoardListener(out, from, Ink.PLAIN);
    }

    private BoardListener(PrintStream out, Path from, Ink ink) {
        this.out = out;
        this.from = from;
        this.ink = ink;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getJavaMethod().getAnnotation(SelfCheck.class))
                .ifPresent(check -> findings.add(finding(check, test, result)));
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        if (!findings.isEmpty()) {
            out.print(new Board(Todos.exercises(), findings, from).text(ink));
            out.flush();
        }
    }

    private static Finding finding(SelfCheck check, TestIdentifier test, TestExecutionResult result) {
        String name = ((MethodSource) test.getSource().orElseThrow()).getMethodName();
        return switch (result.getStatus()) {
            case SUCCESSFUL -> new Finding(check.value(), name, 0, Standing.DONE, "", "");
            case ABORTED -> new Finding(check.value(), name, 0, Standing.OPEN, "", "");
            case FAILED -> failed(check, name, result.getThrowable().orElseThrow());
        };
    }

    private static Finding failed(SelfCheck check, String name, Throwable thrown) {
        if (thrown instanceof SelfCheckExtension.StillOpen) {
            return new Finding(check.value(), name, 0, Standing.OPEN, "", "");
        }
        String hint = thrown instanceof WrongAnswer wrong ? wrong.hint() : "";
        String message = String.valueOf(thrown.getMessage());
        StackTraceElement[] trace = thrown.getStackTrace();
        if (trace.length == 0) {
            return new Finding(check.value(), name, 0, Standing.WRONG, message, hint);
        }
        String place = " (" + trace[0].getFileName() + ":" + trace[0].getLineNumber() + ")";
        return new Finding(check.value(), name + place, trace[0].getLineNumber(), Standing.WRONG, message, hint);
    }
}
