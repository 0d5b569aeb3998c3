package org.marksheet.grader.intake;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** The files of one submission, wherever they lie. */
interface Contents extends Closeable {
    /** Returns the files' paths, separated by slashes, sorted; those of hidden folders may be missing. */
    List<String> paths();

    /** Returns one file's bytes. */
    byte[] read(String path) throws IOException, NotTakenException;

    /** Returns what a person should know about the whole, such as links that were not followed. */
    List<String> notes();
}
