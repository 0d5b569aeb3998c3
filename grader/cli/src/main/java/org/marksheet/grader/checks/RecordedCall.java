package org.marksheet.grader.checks;

import org.marksheet.grader.api.Statistic;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Request;

/**
 * A call that a check made, as it crossed.
 *
 * @param check the check's id
 * @param request what was called
 * @param partners its partners and what they were asked
 * @param answer what came of it
 * @param statistic by which two answers are compared if they are random, or null
 */
public record RecordedCall(
        String check, Request request, PartnerTable partners, Answer answer, Statistic<?> statistic) {}
