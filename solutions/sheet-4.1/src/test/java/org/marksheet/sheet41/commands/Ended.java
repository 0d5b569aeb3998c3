package org.marksheet.sheet41.commands;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;

/** What a command came to. */
record Ended(int code, String output, String errors) {
    static Ended of(Callable<Integer> command, String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        int code = Blame.run(command, new PrintWriter(output, true), new PrintWriter(errors, true), arguments);
        return new Ended(code, output.toString(), errors.toString());
    }
}
