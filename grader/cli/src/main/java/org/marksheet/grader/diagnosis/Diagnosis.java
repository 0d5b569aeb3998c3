package org.marksheet.grader.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.marksheet.grader.checks.Implementation;
import org.marksheet.grader.checks.PartnerTable;
import org.marksheet.grader.checks.RecordedCall;
import org.marksheet.grader.diagnosis.Catalogue.Known;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Answer.Kind;

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
     * @param calls every call that its checks made
     * @return the mistake's name, if exactly one fits
     */
    public Optional<String> of(String todo, List<RecordedCall> calls) {
        List<RecordedCall> answered =
                calls.stream().filter(call -> !isWithoutValue(call.answer())).toList();
        if (answered.isEmpty() || answered.size() < calls.size()) {
            return Optional.empty();
        }
        double toSolution = distance(catalogue.solution(), answered, Double.POSITIVE_INFINITY);
        List<Known> fitting = new ArrayList<>();
        for (Known known : catalogue.mistakes().getOrDefault(todo, List.of())) {
            double toMistake = distance(known.implementation(), answered, FITS);
            if (toMistake <= FITS && toSolution > FACTOR * Math.max(toMistake, FITS)) {
                fitting.add(known);
            }
        }
        if (fitting.size() != 1 || !fitting.get(0).sameAs().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(fitting.get(0).name());
    }

    private static boolean isWithoutValue(Answer answer) {
        return answer.failure() != null
                && (answer.failure().kind() == Kind.TIMEOUT
                        || answer.failure().kind() == Kind.DIED
                        || answer.failure().kind() == Kind.OPEN);
    }

    /** Returns the largest distance over the calls, or more than {@code enough} as soon as one exceeds it. */
    private static double distance(Implementation implementation, List<RecordedCall> calls, double enough) {
        double distance = 0;
        for (RecordedCall call : calls) {
            PartnerTable partners = call.partners().fresh();
            Answer answer = implementation.call(call.request(), partners);
            distance = Math.max(distance, Distance.between(call.answer(), answer));
            distance = Math.max(
                    distance, Distance.between(call.partners().questions(), partners.questions()));
            if (distance > enough) {
                return distance;
            }
        }
        return distance;
    }
}
