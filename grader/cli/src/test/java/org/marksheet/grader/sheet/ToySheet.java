package org.marksheet.grader.sheet;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** A small sheet of three exercises. */
public final class ToySheet {
    private ToySheet() {}

    /** Returns where its Markdown stands. */
    public static Path path() {
        try {
            return Path.of(ToySheet.class.getResource("toy.md").toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns the sheet as it is read. */
    public static SheetText read() {
        return SheetText.read(path());
    }
}
