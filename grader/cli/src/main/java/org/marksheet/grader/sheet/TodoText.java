package org.marksheet.grader.sheet;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What the sheet says about one TODO.
 *
 * @param id {@code 4.1.9.a}
 * @param method the method to write, or a few words where there is none
 * @param taskMarkdown the task, without hints and instructor's blocks
 * @param hints Markdown, from the gentlest on
 * @param checks in the order of the table
 * @param feedback Markdown by the name of a mistake, in the order of the sheet
 * @param line its line in the sheet, from 1
 */
public record TodoText(
        String id,
        String method,
        String taskMarkdown,
        List<String> hints,
        List<CheckText> checks,
        Map<String, String> feedback,
        int line) {
    /** Copies the collections. */
    public TodoText {
        hints = List.copyOf(hints);
        checks = List.copyOf(checks);
        feedback = Collections.unmodifiableMap(new LinkedHashMap<>(feedback));
    }

    TodoText only(Predicate<String> wanted) {
        List<CheckText> kept = checks.stream().filter(check -> wanted.test(check.id())).toList();
        return new TodoText(id, method, taskMarkdown, hints, kept, feedback, line);
    }

    /** Returns the exact sum of the points of its checks. */
    public BigDecimal points() {
        return checks.stream().map(CheckText::points).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
