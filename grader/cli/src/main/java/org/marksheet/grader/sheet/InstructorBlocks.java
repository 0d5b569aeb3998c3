package org.marksheet.grader.sheet;

import java.util.ArrayList;
import java.util.List;

/** Finds the blocks of a sheet that no student gets. */
final class InstructorBlocks {
    static final String OPEN = "<!-- instructor -->";
    static final String CLOSE = "<!-- /instructor -->";

    private InstructorBlocks() {}

    /**
     * Returns which lines are the instructor's, markers included.
     *
     * @param problems receives one for each marker without its partner
     */
    static boolean[] lines(SheetSource source, List<String> problems) {
        List<String> lines = source.lines();
        boolean[] hidden = new boolean[lines.size()];
        CodeFence fence = new CodeFence();
        int opened = -1;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            boolean code = fence.covers(lines.get(i));
            if (!code && line.equals(OPEN)) {
                if (opened >= 0) {
                    problems.add(source.problem(i + 1, "an instructor's block begins inside the one of line "
                            + (opened + 1) + ". Close that one with \"" + CLOSE + "\" first."));
                }
                opened = i;
            } else if (!code && line.equals(CLOSE)) {
                if (opened < 0) {
                    problems.add(source.problem(i + 1, "an instructor's block ends that did not begin. Add \"" + OPEN
                            + "\" above, or remove this line."));
                }
                hidden[i] = true;
                opened = -1;
                continue;
            } else if (!code && line.matches("<!--\\s*/?\\s*(?i:instructors?)\\b.*")) {
                // A marker that is nearly right would hand the answers to students.
                problems.add(source.problem(i + 1, "\"" + line + "\" is not a marker. Write \"" + OPEN + "\" or \""
                        + CLOSE + "\" on a line of its own."));
            }
            hidden[i] = opened >= 0;
        }
        if (opened >= 0) {
            problems.add(source.problem(opened + 1, "this instructor's block is never closed. Add \"" + CLOSE
                    + "\" on a line of its own where it ends."));
        }
        return hidden;
    }

    /** Returns the text without the blocks; a sheet with broken markers is refused, as it could leak an answer. */
    static String strip(SheetSource source) {
        List<String> problems = new ArrayList<>();
        boolean[] hidden = lines(source, problems);
        if (!problems.isEmpty()) {
            throw new SheetException(problems);
        }
        List<String> lines = source.lines();
        StringBuilder kept = new StringBuilder();
        boolean blank = true;
        for (int i = 0; i < lines.size(); i++) {
            if (hidden[i]) {
                continue;
            }
            // What stood around a block would leave two empty lines.
            boolean joins = blank && i > 0 && hidden[i - 1] && lines.get(i).isBlank();
            if (!joins) {
                kept.append(lines.get(i)).append('\n');
                blank = lines.get(i).isBlank();
            }
        }
        return kept.toString().stripTrailing() + "\n";
    }
}
