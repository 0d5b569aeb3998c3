package org.marksheet.grader.cli;

import java.util.List;
import org.marksheet.grader.grading.LoadedSheet;

/** The sheet that a command is about. */
final class SheetChoice {
    private SheetChoice() {}

    /** Loads the sheet that was named, or the only one. */
    static LoadedSheet load(String named) {
        if (named == null) {
            List<String> ids = LoadedSheet.ids();
            if (ids.size() != 1) {
                throw new IllegalArgumentException(
                        "Say which sheet with --sheet; there are: " + String.join(", ", ids) + ".");
            }
            return LoadedSheet.load(ids.get(0), Marksheet.home());
        }
        return LoadedSheet.load(named, Marksheet.home());
    }
}
