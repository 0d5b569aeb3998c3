package org.marksheet.grader.selfcheck;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.marksheet.grader.api.Alternative;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Lookalike;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.checks.CheckList;
import org.marksheet.grader.checks.CheckOutcome;
import org.marksheet.grader.checks.CheckRun;
import org.marksheet.grader.checks.LocalImplementation;
import org.marksheet.grader.checks.Outcome;
import org.marksheet.grader.diagnosis.Catalogue;
import org.marksheet.grader.diagnosis.Catalogue.Known;
import org.marksheet.grader.diagnosis.Diagnosis;
import org.marksheet.grader.diagnosis.Variants;
import org.marksheet.grader.selfcheck.SelfCheckReport.Tally;

/** Runs everything that a sheet ships against its hidden checks, in this process, on many seeds. */
public final class SelfCheck {
    /** Names are given on this many seeds only: a replay of all mistakes costs far more than the checks. */
    private static final int NAMED = 3;

    /** The solution meets this many times as many seeds: a check that fails right work once in fifty runs is worse than none. */
    private static final int SOLUTION = 5;

    private final Sheet sheet;
    private final CheckList checks;
    private final Catalogue catalogue;
    private final Diagnosis diagnosis;
    private final int seeds;
    private final Consumer<Progress> progress;
    private final List<String> problems = new ArrayList<>();

    /**
     * How far the run is.
     *
     * @param done variants that are done
     * @param total variants in all
     */
    public record Progress(int done, int total) {}

    /**
     * Prepares the test of the tests.
     *
     * @param sheet what is tested
     * @param seeds how many seeds each variant meets; the solution five times as many
     * @param progress is told after each variant, one at a time
     */
    public SelfCheck(Sheet sheet, int seeds, Consumer<Progress> progress) {
        this.sheet = sheet;
        this.checks = CheckList.of(sheet);
        this.catalogue = Catalogue.of(sheet);
        this.diagnosis = new Diagnosis(catalogue);
        this.seeds = seeds;
        this.progress = progress;
    }

    /** Runs it. */
    public SelfCheckReport run() throws InterruptedException {
        List<Known> mistakes =
                catalogue.mistakes().values().stream().flatMap(List::stream).toList();
        List<Class<?>> lookalikes = nested(sheet.lookalikes(), Lookalike.class);
        List<Class<?>> alternatives = nested(sheet.alternatives(), Alternative.class);
        List<Callable<Found>> work = new ArrayList<>();
        work.add(this::solution);
        work.add(() -> new Found("skeleton", notOpen(Skeleton.of(sheet)), Set.of(), null));
        mistakes.forEach(known -> work.add(() -> mistake(known)));
        lookalikes.forEach(type -> work.add(() -> lookalike(type)));
        alternatives.forEach(type -> work.add(() -> alternative(type)));

        List<Found> found = all(work);
        List<Found> foundMistakes = found.subList(2, 2 + mistakes.size());
        discriminate(mistakes, foundMistakes);
        Set<String> passed = new TreeSet<>(checks.ids());
        passed.removeAll(found.get(0).failed());
        int afterMistakes = 2 + mistakes.size();
        int afterLookalikes = afterMistakes + lookalikes.size();
        return new SelfCheckReport(
                passed,
                found.get(1).failed(),
                checks.ids(),
                tally(foundMistakes),
                tally(found.subList(afterMistakes, afterLookalikes)),
                tally(found.subList(afterLookalikes, found.size())),
                problems);
    }

    /**
     * What one variant did.
     *
     * @param name the variant
     * @param failed checks that it did not pass on some seed
     * @param caughtBy checks that it did not pass on the first seed
     * @param wrong what it did that it should not, or null
     */
    private record Found(String name, Set<String> failed, Set<String> caughtBy, String wrong) {}

    private Found solution() {
        return new Found("solution", failed(catalogue.solution(), checks, SOLUTION * seeds), Set.of(), null);
    }

    private Set<String> notOpen(LocalImplementation skeleton) {
        Set<String> notOpen = new TreeSet<>();
        for (CheckOutcome outcome : new CheckRun(checks).on(skeleton, 1)) {
            if (outcome.outcome() != Outcome.TODO) {
                notOpen.add(outcome.check());
            }
        }
        return notOpen;
    }

    private Found mistake(Known known) {
        CheckList own = checks.ofTodo(known.todo());
        List<String> wrong = new ArrayList<>();
        Set<String> caughtBy = new LinkedHashSet<>();
        Set<String> failed = new LinkedHashSet<>();
        for (int seed = 1; seed <= seeds; seed++) {
            List<CheckOutcome> outcomes = new CheckRun(own).on(known.implementation(), seed);
            Set<String> now = failed(outcomes);
            failed.addAll(now);
            if (seed == 1) {
                caughtBy.addAll(now);
            }
            if (now.isEmpty()) {
                wrong.add("passes every check with seed " + seed);
                continue;
            }
            if (seed > NAMED) {
                continue;
            }
            Optional<String> name = name(known.todo(), outcomes);
            if (known.sameAs().isEmpty() && !name.equals(Optional.of(known.name()))) {
                wrong.add("is told to be " + name.orElse("nothing known") + " with seed " + seed);
            }
        }
        Set<String> others = failed(
                new CheckRun(checks.only(id -> !CheckList.todo(id).equals(known.todo())))
                        .on(known.implementation(), 1));
        if (!others.isEmpty()) {
            wrong.add("costs checks of other methods: " + others);
        }
        return new Found(known.todo() + "/" + known.name(), failed, caughtBy, words(wrong));
    }

    private Found lookalike(Class<?> type) {
        Lookalike lookalike = type.getAnnotation(Lookalike.class);
        Optional<String> expected = Optional.of(lookalike.of()).filter(name -> !name.isEmpty());
        LocalImplementation implementation = Variants.replacing(catalogue.solution(), sheet, type);
        List<String> wrong = new ArrayList<>();
        boolean misnamed = false;
        for (int seed = 1; seed <= Math.min(seeds, NAMED); seed++) {
            List<CheckOutcome> outcomes = new CheckRun(checks.ofTodo(lookalike.todo())).on(implementation, seed);
            Optional<String> name = name(lookalike.todo(), outcomes);
            if (!name.equals(expected)) {
                wrong.add("is told to be " + name.orElse("nothing known") + " with seed " + seed);
                misnamed |= name.isPresent();
            }
        }
        return new Found(
                lookalike.todo() + "/" + type.getSimpleName() + (misnamed ? " (misnamed)" : ""),
                Set.of(),
                Set.of(),
                words(wrong));
    }

    private Found alternative(Class<?> type) {
        Set<String> failed = failed(Variants.replacing(catalogue.solution(), sheet, type), checks, seeds);
        return new Found(type.getSimpleName(), failed, Set.of(), failed.isEmpty() ? null : "fails " + failed);
    }

    private Optional<String> name(String todo, List<CheckOutcome> outcomes) {
        return diagnosis.of(
                todo, outcomes.stream().flatMap(outcome -> outcome.calls().stream()).toList());
    }

    private static Set<String> failed(LocalImplementation implementation, CheckList which, int seeds) {
        Set<String> failed = new TreeSet<>();
        for (int seed = 1; seed <= seeds; seed++) {
            failed.addAll(failed(new CheckRun(which).on(implementation, seed)));
        }
        return failed;
    }

    private static Set<String> failed(List<CheckOutcome> outcomes) {
        Set<String> failed = new TreeSet<>();
        for (CheckOutcome outcome : outcomes) {
            if (outcome.outcome() != Outcome.PASSED) {
                failed.add(outcome.check());
            }
        }
        return failed;
    }

    /** Finds checks that tell nothing that another check of the method does not tell. */
    private void discriminate(List<Known> mistakes, List<Found> found) {
        for (String check : checks.ids()) {
            String todo = CheckList.todo(check);
            boolean needed = !checks.methods().get(check).getAnnotation(Check.class).stands().isEmpty();
            for (int i = 0; i < mistakes.size() && !needed; i++) {
                Set<String> caughtBy = found.get(i).caughtBy();
                needed = mistakes.get(i).todo().equals(todo)
                        && caughtBy.contains(check)
                        && !caughtBy.containsAll(checks.ofTodo(todo).ids());
            }
            if (!needed) {
                problems.add(check + " fails no mistake that another check of " + todo
                        + " passes. Make it sharper, or say in stands = \"..\" why it stands.");
            }
        }
    }

    private List<Found> all(List<Callable<Found>> work) throws InterruptedException {
        ExecutorService pool =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<Found>> futures = new ArrayList<>();
            work.forEach(one -> futures.add(pool.submit(one)));
            List<Found> found = new ArrayList<>();
            for (Future<Found> future : futures) {
                found.add(future.get());
                progress.accept(new Progress(found.size(), work.size()));
            }
            return found;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }

    private static List<Class<?>> nested(
            List<Class<?>> holders, Class<? extends Annotation> annotation) {
        return holders.stream()
                .flatMap(holder -> Variants.in(holder, annotation).stream())
                .toList();
    }

    private static Tally tally(List<Found> found) {
        Map<String, String> wrong = new LinkedHashMap<>();
        found.stream().filter(one -> one.wrong() != null).forEach(one -> wrong.put(one.name(), one.wrong()));
        return new Tally(
                found.size(),
                found.size() - wrong.size(),
                wrong.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList(),
                wrong.keySet().stream()
                        .filter(name -> name.endsWith("(misnamed)"))
                        .toList());
    }

    private static String words(List<String> wrong) {
        return wrong.isEmpty() ? null : String.join("; ", wrong);
    }
}
