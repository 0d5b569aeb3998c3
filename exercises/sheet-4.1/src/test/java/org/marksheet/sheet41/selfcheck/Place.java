package org.marksheet.sheet41.selfcheck;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.marksheet.sheet41.Todo;

/** Where a TODO is written, as {@code folder/File.java:line}, which terminals and editors open at a click. */
final class Place {
    private Place() {}

    /**
     * Finds a TODO in its source file.
     *
     * @param todo what to find: its comment, else the line that throws, else its method
     * @param from the folder to name the file from
     * @return the place, or the class's name if its source is not at hand
     */
    static String of(Todo todo, Path from) {
        String file = "src/main/java/" + todo.implementation().getName().replace('.', '/') + ".java";
        try {
            Path folder = Path.of(todo.implementation().getProtectionDomain().getCodeSource().getLocation().toURI());
            for (; folder != null; folder = folder.getParent()) {
                Path source = folder.resolve(file);
                if (Files.isRegularFile(source)) {
                    return named(source, from) + ":" + line(todo, Files.readAllLines(source));
                }
            }
        } catch (IOException | URISyntaxException e) {
            // The class's name says where to look as well.
        }
        return todo.implementation().getName();
    }

    private static String named(Path source, Path from) {
        Path base = from.toAbsolutePath().normalize();
        return (source.startsWith(base) ? base.relativize(source) : source).toString();
    }

    private static int line(Todo todo, List<String> lines) {
        String id = Pattern.quote(todo.id());
        for (String sign : List.of("TODO " + id + "\\b", "OpenTodo\\(\"" + id + "\"", "\\b" + todo.method() + "\\(")) {
            Pattern pattern = Pattern.compile(sign);
            int found = IntStream.range(0, lines.size())
                    .filter(i -> pattern.matcher(lines.get(i)).find())
                    .findFirst()
                    .orElse(-1);
            if (found >= 0) {
                return found + 1;
            }
        }
        return 1;
    }
}
