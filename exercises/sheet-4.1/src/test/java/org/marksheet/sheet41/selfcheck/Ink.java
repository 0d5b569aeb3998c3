package org.marksheet.sheet41.selfcheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Colours for a terminal, or none. */
enum Ink {
    /** For a file, a pipe, a build server. */
    PLAIN,
    /** For a terminal. */
    COLOURED;

    /**
     * Finds out where the text will appear.
     *
     * <p>Maven runs tests in a process that has no terminal of its own, so this looks at Maven's. Where that
     * cannot be seen (it needs {@code /proc}), {@code -Dstyle.color=always} still gives colours.
     */
    static Ink ofThisRun() {
        String wish = System.getProperty("style.color", "auto");
        if (wish.equals("always")) {
            return COLOURED;
        }
        boolean refused = wish.equals("never") || System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
        return !refused && maven().filter(Ink::writesToTerminal).isPresent() ? COLOURED : PLAIN;
    }

    String bold(String text) {
        return in("1", text);
    }

    String faint(String text) {
        return in("2", text);
    }

    String of(Standing standing, String text) {
        return switch (standing) {
            case DONE -> in("32", text);
            case WRONG -> in("31", text);
            case OPEN -> in("33", text);
        };
    }

    private String in(String code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[m";
    }

    private static Optional<ProcessHandle> maven() {
        Optional<ProcessHandle> process = ProcessHandle.current().parent();
        while (process.isPresent() && !isJava(process.get())) {
            process = process.get().parent();
        }
        return process;
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().filter(command -> Path.of(command).getFileName().toString().startsWith("java"))
                .isPresent();
    }

    private static boolean writesToTerminal(ProcessHandle process) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "fd", "1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return false;
        }
    }
}
