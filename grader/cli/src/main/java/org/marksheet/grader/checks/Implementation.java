package org.marksheet.grader.checks;

import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Request;

/** Answers calls of a sheet's contracts, somewhere. */
public interface Implementation {
    /**
     * Answers one call.
     *
     * @param request what is called
     * @param partners the objects among the arguments that stay here
     * @return what came of it; never throws for a fault of the submission
     */
    Answer call(Request request, PartnerTable partners);
}
