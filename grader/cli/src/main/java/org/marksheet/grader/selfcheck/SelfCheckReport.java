package org.marksheet.grader.selfcheck;

import java.util.List;
import java.util.Set;

/**
 * What the test of the tests found.
 *
 * @param solution ids of checks that the solution passed on every seed
 * @param skeleton ids of checks that the skeleton did not leave open
 * @param possible ids of all checks
 * @param mistakes caught on every seed and, unless no call can tell them apart, rightly named
 * @param lookalikes rightly named or rightly left without a name
 * @param alternatives passed every check on every seed
 * @param problems everything else that falls short, in words
 */
public record SelfCheckReport(
        Set<String> solution,
        Set<String> skeleton,
        Set<String> possible,
        Tally mistakes,
        Tally lookalikes,
        Tally alternatives,
        List<String> problems) {
    /** The share of lookalikes that must be rightly named, in percent. */
    private static final int NAMED_PERCENT = 80;

    /** Copies the collections. */
    public SelfCheckReport {
        solution = Set.copyOf(solution);
        skeleton = Set.copyOf(skeleton);
        possible = Set.copyOf(possible);
        problems = List.copyOf(problems);
    }

    /**
     * Variants of one kind.
     *
     * @param total how many there are
     * @param right how many did what they should
     * @param wrong the others, with what they did
     * @param misnamed lookalikes that were given a name they must not have
     */
    public record Tally(int total, int right, List<String> wrong, List<String> misnamed) {
        /** Copies the lists. */
        public Tally {
            wrong = List.copyOf(wrong);
            misnamed = List.copyOf(misnamed);
        }
    }

    /** Returns whether nothing falls short. */
    public boolean isGood() {
        return solution.equals(possible)
                && skeleton.isEmpty()
                && mistakes.right() == mistakes.total()
                && alternatives.right() == alternatives.total()
                && lookalikes.misnamed().isEmpty()
                && lookalikes.right() * 100 >= lookalikes.total() * NAMED_PERCENT
                && problems.isEmpty();
    }
}
