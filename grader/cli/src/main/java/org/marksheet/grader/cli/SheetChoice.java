package org.marksheet.grader.cli;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.grading.LoadedSheet;

/** The sheet that a command is about. */
final class SheetChoice {
    private SheetChoice() {}

    /** Returns the sheet that was named, or the only one. */
    static Sheet find(String named) {
        if (named != null) {
            return LoadedSheet.find(named);
        }
        List<String> ids = LoadedSheet.ids();
        if (ids.size() != 1) {
            throw new IllegalArgumentException(
                    "Say which sheet with --sheet; there are: " + String.join(", ", ids) + ".");
        }
        return LoadedSheet.find(ids.get(0));
    }

    /** Loads the sheet that was named, or the only one. */
    static LoadedSheet load(String named) {
        return LoadedSheet.load(find(named), Marksheet.home());
    }

    /** Begins to load a sheet, and returns at once; whoever asks for it waits. */
    static Supplier<LoadedSheet> begin(Sheet sheet) {
        CompletableFuture<LoadedSheet> loading =
                CompletableFuture.supplyAsync(() -> LoadedSheet.load(sheet, Marksheet.home()));
        return () -> {
            try {
                return loading.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : e;
            }
        };
    }
}
