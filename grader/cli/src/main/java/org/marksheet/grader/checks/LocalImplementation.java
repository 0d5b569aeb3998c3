package org.marksheet.grader.checks;

import java.util.Map;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Invoker;
import org.marksheet.worker.invoke.Request;

/**
 * Answers in this process: for solutions and variants, which are trusted.
 *
 * @param contracts the contracts by name
 * @param targets for each contract's name, the object that implements it
 */
public record LocalImplementation(Map<String, Class<?>> contracts, Map<String, Object> targets)
        implements Implementation {
    /** Copies the maps. */
    public LocalImplementation {
        contracts = Map.copyOf(contracts);
        targets = Map.copyOf(targets);
    }

    @Override
    public Answer call(Request request, PartnerTable partners) {
        Class<?> contract = contracts.get(request.contract());
        return Invoker.invoke(
                targets.get(request.contract()), Invoker.method(contract, request.method()), request, partners);
    }
}
