package org.marksheet.grader.diagnosis;

import ai.djl.ndarray.NDManager;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marksheet.grader.api.Statistic;
import org.marksheet.grader.checks.Implementation;
import org.marksheet.grader.checks.PartnerTable;
import org.marksheet.grader.checks.RecordedCall;
import org.marksheet.grader.diagnosis.Catalogue.Known;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Answer.Kind;
import org.marksheet.worker.invoke.Invoker;
import org.marksheet.worker.value.Marshal;
import org.marksheet.worker.value.Value;

/**
 * Names a mistake by replay: each known one answers the calls that were recorded, with fresh partners, and a
 * name is given only if exactly one gives the submission's answers.
 *
 * <p>It fits if it lies within {@link #FITS} on every call, and {@link #FACTOR} times closer than the
 * solution on the call that the solution answers most differently.
 */
public final class Diagnosis {
    /** The largest distance on a call at which two answers count as the same. */
    static final double FITS = 2e-4;

    /** How many times closer to the mistake than to the solution. */
    static final double FACTOR = 5;

    private final Catalogue catalogue;

    /** Diagnoses with a catalogue. */
    public Diagnosis(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Names the mistake of one TODO.
     *
     * @param todo the TODO
     * @param calls every call that its checks made; those of failed checks first, which tell the most apart
     * @return the mistake's name, if exactly one fits
     */
    public Optional<String> of(String todo, List<RecordedCall> calls) {
        List<RecordedCall> answered =
                calls.stream().filter(call -> !isWithoutValue(call.answer())).toList();
        if (answered.isEmpty() || answered.size() < calls.size()) {
            return Optional.empty();
        }
        double toSolution = distance(catalogue.solution(), answered, FACTOR * FITS);
        if (toSolution <= FACTOR * FITS) {
            return Optional.empty();
        }
        List<Known> fitting = new ArrayList<>();
        for (Known known : catalogue.mistakes().getOrDefault(todo, List.of())) {
            double toMistake = distance(known.implementation(), answered, FITS);
            if (toMistake <= FITS) {
                fitting.add(known);
            }
        }
        if (fitting.size() != 1 || !fitting.get(0).sameAs().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(fitting.get(0).name());
    }

    private double distance(RecordedCall call, Answer answer, PartnerTable partners) {
        if (call.statistic() != null && call.answer().failure() == null && answer.failure() == null) {
            double[] recorded = numbers(call.statistic(), call, call.answer());
            double[] replayed = numbers(call.statistic(), call, answer);
            double distance = recorded.length == replayed.length
                    ? Distance.ofChanges(call.answer(), answer)
                    : Distance.APART;
            for (int i = 0; i < Math.min(recorded.length, replayed.length); i++) {
                distance = Math.max(
                        distance, Math.abs(recorded[i] - replayed[i]) / call.statistic().tolerance() * FITS);
            }
            return distance;
        }
        return Math.max(
                Distance.between(call.answer(), answer),
                Distance.between(call.partners().questions(), partners.questions()));
    }

    private <R> double[] numbers(Statistic<R> statistic, RecordedCall call, Answer answer) {
        Class<?> contract = catalogue.solution().contracts().get(call.request().contract());
        Method method = Invoker.method(contract, call.request().method());
        try (NDManager manager = Torch.manager()) {
            @SuppressWarnings("unchecked") // The statistic came from a call of this very method.
            R value = (R) new Marshal(manager, new PartnerTable())
                    .toObject(method.getGenericReturnType(), answer.value());
            return statistic.of().apply(value);
        } catch (RuntimeException unusable) {
            return new double[0];
        }
    }

    private static boolean isWithoutValue(Answer answer) {
        return answer.failure() != null
                && (answer.failure().kind() == Kind.TIMEOUT
                        || answer.failure().kind() == Kind.DIED
                        || answer.failure().kind() == Kind.OPEN);
    }

    /** Returns the largest distance over the calls, or more than {@code enough} as soon as one exceeds it. */
    private double distance(Implementation implementation, List<RecordedCall> calls, double enough) {
        double distance = 0;
        boolean arrivedThen = false;
        boolean arrivesNow = false;
        for (RecordedCall call : calls) {
            PartnerTable partners = call.partners().fresh();
            Answer answer = implementation.call(call.request(), partners);
            distance = Math.max(distance, distance(call, answer, partners));
            if (distance > enough) {
                return distance;
            }
            arrivedThen |= anyGradient(call.answer());
            arrivesNow |= anyGradient(answer);
        }
        // On one call an absent gradient is as good as a zero one; a graph that is cut on every call is not.
        return arrivedThen == arrivesNow ? distance : Distance.APART;
    }

    private static boolean anyGradient(Answer answer) {
        return answer.gradients().values().stream().anyMatch(gradient -> !gradient.equals(Value.NOTHING));
    }
}
