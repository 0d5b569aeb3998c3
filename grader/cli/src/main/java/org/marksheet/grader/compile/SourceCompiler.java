package org.marksheet.grader.compile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Compiles submissions, one at a time, in a process of its own that is kept warm and replaced when a source
 * makes it hang, die or run out of memory.
 *
 * <p>All files of a submission are compiled together, against a class path that holds the skeletons. Files with
 * errors are left out, which puts their skeletons in their place, until the rest compiles. Callers on several
 * threads wait for each other.
 */
public final class SourceCompiler implements AutoCloseable {
    /** No attempt is given less, unless less is left: a busy machine must not look like a hang. */
    private static final Duration SHORTEST = Duration.ofSeconds(2);

    private final List<Path> classPath;
    private final Map<String, String> contracts;
    private final CompilerLimits limits;
    private CompilerProcess process;
    private boolean ready;

    /**
     * Starts the process and does not wait for it.
     *
     * @param classPath jars or folders to compile against: lab, the sheet with its skeletons, DJL's API
     * @param contracts by canonical path of each TODO file, the binary name of the interface its class implements
     * @param limits what a submission may cost
     * @throws CompilerFailedException if no process can be started
     */
    public SourceCompiler(List<Path> classPath, Map<String, String> contracts, CompilerLimits limits) {
        this.classPath = List.copyOf(classPath);
        this.contracts = Map.copyOf(contracts);
        this.limits = limits;
        start();
    }

    /**
     * Compiles a submission.
     *
     * @param files bytes by canonical path; a TODO file that is missing is simply not there, and what is no TODO
     *     file, such as {@code answers.md}, is not looked at
     * @throws CompilerFailedException if the machine, and not the submission, is to blame
     */
    public synchronized Compilation compile(Map<String, byte[]> files) {
        TreeMap<String, SourceFile> sources = new TreeMap<>();
        List<Problem> problems = new ArrayList<>();
        decode(files, sources, problems);
        Budget budget = new Budget(limits.submission());
        Map<String, byte[]> classes = Map.of();
        boolean startedAnew = false;
        while (!sources.isEmpty()) {
            if (budget.spent()) {
                sources.keySet().forEach(path -> problems.add(Problem.ofWhole(path, Translation.NO_TIME_LEFT)));
                break;
            }
            Attempt attempt = attempt(List.copyOf(sources.values()), budget);
            if (attempt instanceof Attempt.Compiled compiled) {
                classes = compiled.classes();
                break;
            } else if (attempt instanceof Attempt.Errors errors) {
                drop(sources, problems, errors.findings());
            } else if (attempt instanceof Attempt.Lost lost) {
                problems.addAll(dropSuspects(sources, lost, budget));
            } else if (startedAnew) {
                throw new CompilerFailedException("The compiler process ended twice before it looked at a source. "
                        + "Nothing was compiled; see whether the machine has memory left.");
            } else {
                startedAnew = true;
            }
        }
        problems.sort(Comparator.comparing(Problem::file).thenComparingLong(Problem::line));
        return new Compilation(classes, problems);
    }

    /** Ends the process. */
    @Override
    public synchronized void close() {
        process.close();
    }

    /** Returns the process in use, for tests that end it. */
    synchronized ProcessHandle handle() {
        return process.handle();
    }

    private void decode(Map<String, byte[]> files, Map<String, SourceFile> sources, List<Problem> problems) {
        // The same margin for names and contracts as one more file.
        long room = Wire.FRAME_BYTES - limits.sourceBytes();
        for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
            String contract = contracts.get(file.getKey());
            if (contract == null) {
                continue;
            }
            if (file.getValue().length > limits.sourceBytes() || file.getValue().length > room) {
                problems.add(Problem.ofWhole(file.getKey(), Translation.TOO_LARGE));
                continue;
            }
            Decoded decoded = Decoded.of(file.getValue());
            if (decoded.malformedLine() > 0) {
                problems.add(new Problem(file.getKey(), decoded.malformedLine(), Translation.NOT_UTF_8, ""));
                continue;
            }
            room -= file.getValue().length;
            sources.put(file.getKey(), new SourceFile(file.getKey(), contract, decoded.text()));
        }
    }

    /** If javac was at work on all files, each is tried alone; if that shows nothing either, all are to blame. */
    private List<Problem> dropSuspects(TreeMap<String, SourceFile> sources, Attempt.Lost lost, Budget budget) {
        Map<String, Attempt.How> suspects = new TreeMap<>();
        if (!lost.suspect().isEmpty()) {
            suspects.put(lost.suspect(), lost.how());
        } else {
            for (SourceFile source : sources.values()) {
                if (!budget.spent() && attempt(List.of(source), budget) instanceof Attempt.Lost alone) {
                    suspects.put(source.path(), alone.how());
                }
            }
        }
        if (suspects.isEmpty()) {
            sources.keySet().forEach(path -> suspects.put(path, lost.how()));
        }
        sources.keySet().removeAll(suspects.keySet());
        return suspects.entrySet().stream()
                .map(suspect -> Problem.ofWhole(suspect.getKey(), Translation.lost(suspect.getValue())))
                .toList();
    }

    /** An error that javac puts in no file concerns all of them. */
    private static void drop(TreeMap<String, SourceFile> sources, List<Problem> problems, List<Finding> findings) {
        Map<String, List<Finding>> byFile = findings.stream()
                .filter(finding -> sources.containsKey(finding.path()))
                .collect(Collectors.groupingBy(Finding::path, HashMap::new, Collectors.toList()));
        if (byFile.isEmpty()) {
            new TreeSet<>(sources.keySet()).forEach(path -> byFile.put(path, findings));
        }
        byFile.forEach((path, found) -> problems.addAll(Translation.problems(sources.remove(path), found)));
    }

    private Attempt attempt(List<SourceFile> sources, Budget budget) {
        Reply.Working latest = null;
        try {
            awaitReady();
            Budget own = budget.begin(SHORTEST);
            process.send(sources);
            while (true) {
                Reply reply = process.next(own.left());
                if (reply instanceof Reply.Working working) {
                    latest = working;
                } else if (reply instanceof Reply.Done done) {
                    return done(sources, done, latest);
                } else {
                    return lost(sources, latest, reply == null ? Attempt.How.SLOW : Attempt.How.DIED);
                }
            }
        } catch (InterruptedException e) {
            replace();
            Thread.currentThread().interrupt();
            throw new CompilerFailedException("Compiling was interrupted.", e);
        } finally {
            budget.pause();
        }
    }

    private Attempt lost(List<SourceFile> sources, Reply.Working latest, Attempt.How how) {
        replace();
        if (latest == null) {
            return new Attempt.NotBegun();
        }
        boolean known = sources.stream().anyMatch(source -> source.path().equals(latest.path()));
        return new Attempt.Lost(known ? latest.path() : sources.size() == 1 ? sources.get(0).path() : "", how);
    }

    private Attempt done(List<SourceFile> sources, Reply.Done done, Reply.Working latest) {
        if (done.gaveUp()) {
            return lost(sources, latest, Attempt.How.GAVE_UP);
        }
        if (!done.findings().isEmpty()) {
            return new Attempt.Errors(done.findings());
        }
        Set<String> packages = sources.stream().map(SourceFile::packageName).collect(Collectors.toSet());
        boolean own = done.classes().keySet().stream()
                .allMatch(name -> packages.contains(name.substring(0, Math.max(0, name.lastIndexOf('.')))));
        if (!own || done.classes().isEmpty()) {
            return lost(sources, latest, Attempt.How.DIED);
        }
        return new Attempt.Compiled(done.classes());
    }

    private void awaitReady() throws InterruptedException {
        if (ready) {
            return;
        }
        Reply reply = process.next(limits.start());
        if (!(reply instanceof Reply.Ready)) {
            String words = process.lastWords();
            replace();
            throw new CompilerFailedException(
                    (reply == null
                            ? "The compiler process was not ready in " + limits.start().toSeconds() + " s."
                            : "The compiler process did not start.")
                            + " Nothing was compiled, no score changed."
                            + (words.isEmpty() ? "" : " It said: " + words));
        }
        ready = true;
    }

    private void replace() {
        process.close();
        start();
    }

    private void start() {
        ready = false;
        try {
            process = CompilerProcess.start(classPath, limits.heapMiB());
        } catch (IOException e) {
            throw new CompilerFailedException("No compiler process can be started with the Java in "
                    + System.getProperty("java.home") + "; is it a whole JDK?", e);
        }
    }
}
