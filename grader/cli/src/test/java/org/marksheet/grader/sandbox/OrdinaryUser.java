package org.marksheet.grader.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;

/** Tries the sandbox as whatever user it is started as, and prints what came of it. */
final class OrdinaryUser {
    private OrdinaryUser() {}

    public static void main(String[] arguments) throws Exception {
        System.out.println("user " + Ids.mine());
        Stand stand = Stand.bubblewrap(Files.createTempDirectory(Path.of(arguments[0]), "jars"));
        stand.staged().warning().ifPresent(System.out::println);
        System.out.println(Stand.ended(stand.worker()).output().strip());
        SandboxReport.of(stand.sandbox(), stand.staged().layout()).walls().forEach(System.out::println);
    }
}
