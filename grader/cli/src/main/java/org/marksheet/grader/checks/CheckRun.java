package org.marksheet.grader.checks;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.ContractParameters;

/** Runs hidden checks on one subject with the JUnit Platform launcher, in this process. */
public final class CheckRun {
    private final CheckList checks;
    private final Recorder.Gate gate;

    /**
     * Prepares a run.
     *
     * @param checks which checks
     */
    public CheckRun(CheckList checks) {
        this(checks, (Recorder.Gate) check -> {});
    }

    /**
     * Prepares a run in which a submission's own process may refuse further checks.
     *
     * @param checks which checks
     * @param process the implementation that will be checked
     */
    public CheckRun(CheckList checks, SubmissionProcess process) {
        this(checks, (Recorder.Gate) process);
    }

    private CheckRun(CheckList checks, Recorder.Gate gate) {
        this.checks = checks;
        this.gate = gate;
    }

    /**
     * Runs the checks.
     *
     * @param implementation answers their calls
     * @param seed their inputs are drawn from it
     * @return one outcome for each check that was asked for, in order; one that did not run has failed
     * @throws WorkerFaultException if a check could not be run for a fault of the machine
     * @throws IllegalStateException if a check itself is broken
     */
    public List<CheckOutcome> on(Implementation implementation, long seed) {
        if (checks.ids().isEmpty()) {
            return List.of();
        }
        try (Recorder recorder = new Recorder(implementation, gate, seed);
                LauncherSession session = LauncherFactory.openSession(LauncherConfig.builder()
                        .enableTestEngineAutoRegistration(true)
                        .enableTestExecutionListenerAutoRegistration(false)
                        .enableLauncherSessionListenerAutoRegistration(false)
                        .enablePostDiscoveryFilterAutoRegistration(false)
                        .enableLauncherDiscoveryListenerAutoRegistration(false)
                        .build())) {
            session.getStore()
                    .put(Namespace.create(ContractParameters.class), ContractParameters.KEY, recorder);
            Listener listener = new Listener(recorder);
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(checks.methods().values().stream()
                                            .map(method -> DiscoverySelectors.selectMethod(
                                                    method.getDeclaringClass(), method))
                                            .toList())
                                    .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                                    .build(),
                            listener);
            return listener.inOrder(checks);
        }
    }

    /** Turns the launcher's events into outcomes. */
    private static final class Listener implements TestExecutionListener {
        private final Recorder recorder;
        private final Map<String, CheckOutcome> outcomes = new LinkedHashMap<>();
        private long began;
        private RuntimeException fault;

        Listener(Recorder recorder) {
            this.recorder = recorder;
        }

        @Override
        public void executionStarted(TestIdentifier test) {
            began = System.nanoTime();
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            test.getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> ((MethodSource) source).getJavaMethod())
                    .map(method -> method.getAnnotation(Check.class))
                    .ifPresent(check -> {
                        List<RecordedCall> calls = recorder.takeCalls();
                        long millis = (System.nanoTime() - began) / 1_000_000;
                        try {
                            outcomes.put(
                                    check.value(),
                                    Judgement.of(check.value(), result.getThrowable().orElse(null), calls, millis));
                        } catch (RuntimeException e) {
                            // The launcher logs and forgets what a listener throws.
                            fault = fault == null ? e : fault;
                        }
                    });
        }

        List<CheckOutcome> inOrder(CheckList checks) {
            if (fault != null) {
                throw fault;
            }
            List<CheckOutcome> all = new ArrayList<>();
            for (Map.Entry<String, Method> check : checks.methods().entrySet()) {
                CheckOutcome outcome = outcomes.get(check.getKey());
                all.add(
                        outcome != null
                                ? outcome
                                : new CheckOutcome(
                                        check.getKey(), Outcome.FAILED, "This check did not run.", null, List.of(), 0));
            }
            return all;
        }
    }
}
