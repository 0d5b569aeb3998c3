package org.marksheet.sheet41.toyworld.grammar;

import java.util.List;

/**
 * One way to replace a symbol.
 *
 * @param probability that this way is taken, in (0, 1]
 * @param body what it is replaced by, one part or more
 */
record Alternative(double probability, List<Part> body) {
    Alternative {
        body = List.copyOf(body);
        if (body.isEmpty()) {
            throw new IllegalArgumentException("an alternative is empty; every one must give a word at least");
        }
    }
}
