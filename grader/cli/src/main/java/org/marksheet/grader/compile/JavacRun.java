package org.marksheet.grader.compile;

import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.tools.Diagnostic;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;

/** Compiles sources together, once; runs in the compiler process. */
final class JavacRun {
    private static final List<String> OPTIONS = List.of(
            "-proc:none", "-parameters", "-encoding", "UTF-8", "-Xlint:none", "-implicit:none", "--release", "17",
            // Linking the call site of a concatenation costs a fresh worker more than the call.
            "-XDstringConcat=inline");
    private static final int LONGEST = 2_000;

    private final JavaCompiler javac;
    private final StandardJavaFileManager classPath;

    JavacRun(JavaCompiler javac, StandardJavaFileManager classPath) {
        this.javac = javac;
        this.classPath = classPath;
    }

    /**
     * Returns the classes, or what was found.
     *
     * @param working is told the path of each file when a phase of it begins, and "" when one of all begins
     */
    Reply.Done run(List<SourceFile> sources, Consumer<String> working) throws IOException {
        MemoryFiles files = new MemoryFiles(classPath);
        List<Finding> errors = new ArrayList<>();
        StringWriter broke = new StringWriter();
        JavacTask task = (JavacTask) javac.getTask(
                broke, files, diagnostic -> note(diagnostic, errors), OPTIONS, null,
                sources.stream().map(MemoryFiles.Input::new).toList());
        SheetRules rules = new SheetRules(task, files, sources, errors, working);
        task.addTaskListener(rules);
        boolean compiled = task.call();
        List<Finding> findings = rules.findings();
        boolean gaveUp = !compiled && findings.isEmpty();
        Map<String, byte[]> classes = findings.isEmpty() && compiled ? files.classes() : Map.of();
        return new Reply.Done(gaveUp, classes, findings);
    }

    private static void note(Diagnostic<? extends JavaFileObject> diagnostic, List<Finding> errors) {
        if (diagnostic.getKind() != Diagnostic.Kind.ERROR) {
            return;
        }
        String path = diagnostic.getSource() == null ? "" : MemoryFiles.path(diagnostic.getSource());
        String detail = diagnostic.getMessage(Locale.ENGLISH);
        errors.add(new Finding(
                path,
                Math.max(0, diagnostic.getLineNumber()),
                diagnostic.getPosition(),
                diagnostic.getCode().replaceFirst("^compiler\\.(err|misc)\\.", ""),
                detail.length() <= LONGEST ? detail : detail.substring(0, LONGEST)));
    }
}
