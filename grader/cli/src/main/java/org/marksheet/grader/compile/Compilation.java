package org.marksheet.grader.compile;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a submission's sources were compiled to.
 *
 * @param classes class files by binary name, sorted; those of files without problems only
 * @param problems what is wrong with the others, by file and line; a file with a problem has its skeleton in its
 *     place
 */
public record Compilation(Map<String, byte[]> classes, List<Problem> problems) {
    /** Copies map and list. */
    public Compilation {
        classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
        problems = List.copyOf(problems);
    }

    /** Returns the canonical paths of the files that were left out. */
    public Set<String> uncompiled() {
        return problems.stream().map(Problem::file).collect(Collectors.toUnmodifiableSet());
    }
}
