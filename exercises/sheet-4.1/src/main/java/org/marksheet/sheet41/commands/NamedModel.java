package org.marksheet.sheet41.commands;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.marksheet.lab.hub.ConsoleProgress;
import org.marksheet.lab.hub.Hub;
import org.marksheet.lab.hub.HubEnvironment;

/** A model that a student names: a folder, or a model of the hub. */
final class NamedModel {
    private NamedModel() {}

    /**
     * Returns its folder, and downloads it first if need be.
     *
     * @param folderOrId as {@link Hub#resolve}
     * @param err is shown how a download goes
     */
    static Path folder(String folderOrId, PrintWriter err) {
        boolean terminal = System.console() != null;
        return Hub.of(HubEnvironment.ofProcess()).resolve(folderOrId, ConsoleProgress.of(err, terminal));
    }
}
