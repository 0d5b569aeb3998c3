package org.marksheet.sheet41.selfchecks;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.marksheet.sheet41.Exercise;
import org.marksheet.sheet41.Todo;
import org.marksheet.sheet41.Todos;
import org.marksheet.sheet41.selfcheck.Narrowing;
import org.marksheet.sheet41.selfcheck.SelfCheck;

/**
 * The students' self-checks, put over some class.
 *
 * @param results what became of each self-check of the run, by TODO
 */
record SelfCheckRun(Map<String, List<TestExecutionResult>> results) {
    /** Runs all self-checks. */
    static SelfCheckRun of(Class<?> contract, Class<?> implementation) {
        return of("", false, Map.of(contract, implementation));
    }

    /**
     * Runs self-checks as {@code mvn test} does.
     *
     * @param exercise what {@code -Dexercise} says
     * @param strict what {@code -Dstrict} says
     * @param implementations classes that take the place of the sheet's, by contract
     * @param listeners what else listens
     */
    static SelfCheckRun of(
            String exercise, boolean strict, Map<Class<?>, Class<?>> implementations, TestExecutionListener... listeners) {
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .filters(ClassNameFilter.includeClassNamePatterns(".*Test"), EngineFilter.includeEngines("junit-jupiter"))
                .filters(new Narrowing(exercise), (PostDiscoveryFilter) SelfCheckRun::selfChecksOnly)
                .configurationParameter("strict", Boolean.toString(strict));
        packages().forEach(name -> request.selectors(selectPackage(name)));
        implementations.forEach((contract, implementation) -> request.configurationParameter(
                "marksheet.implementation." + contract.getName(), implementation.getName()));
        Results results = new Results();
        LauncherConfig config = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enablePostDiscoveryFilterAutoRegistration(false)
                .addTestExecutionListeners(results)
                .addTestExecutionListeners(listeners)
                .build();
        LauncherFactory.create(config).execute(request.build());
        return new SelfCheckRun(results.byTodo);
    }

    /** Returns the results of one TODO, none if no self-check of it ran. */
    List<TestExecutionResult> of(String todo) {
        return results.getOrDefault(todo, List.of());
    }

    /** Returns the messages of the self-checks that fail, by their TODO. */
    Map<String, List<String>> failures() {
        Map<String, List<String>> failures = new LinkedHashMap<>();
        results.forEach((todo, all) -> all.stream()
                .filter(result -> result.getStatus() == TestExecutionResult.Status.FAILED)
                .forEach(result -> failures.computeIfAbsent(todo, key -> new ArrayList<>())
                        .add(result.getThrowable().orElseThrow().getMessage())));
        return failures;
    }

    private static FilterResult selfChecksOnly(TestDescriptor test) {
        return FilterResult.includedIf(!test.isTest() || selfCheck(test.getSource()).isPresent());
    }

    private static Optional<SelfCheck> selfCheck(Optional<TestSource> source) {
        return source.filter(MethodSource.class::isInstance)
                .map(method -> ((MethodSource) method).getJavaMethod().getAnnotation(SelfCheck.class));
    }

    private static List<String> packages() {
        return Todos.exercises().stream()
                .map(Exercise::todos)
                .flatMap(List::stream)
                .map(Todo::contract)
                .map(Class::getPackageName)
                .distinct()
                .toList();
    }

    private static final class Results implements TestExecutionListener {
        private final Map<String, List<TestExecutionResult>> byTodo = new LinkedHashMap<>();

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            selfCheck(test.getSource())
                    .ifPresent(check ->
                            byTodo.computeIfAbsent(check.value(), todo -> new ArrayList<>()).add(result));
        }
    }
}
