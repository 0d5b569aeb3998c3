package org.marksheet.sheet41;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.marksheet.grader.api.TodoClass;

/**
 * Solution and skeleton share package and name. Were a solution missing, its skeleton would run in its place, silently;
 * were a skeleton missing, students would not know of the class.
 */
class TwinTest {
    private static final Path EXERCISES = Path.of("../../exercises/sheet-4.1/src/main/java");
    private static final Path SOLUTIONS = Path.of("src/main/java");

    @Test
    void filesThatStandOnBothSidesAreTheTodoClassesAndAllOfThem() throws IOException {
        Set<String> both = new TreeSet<>(sources(SOLUTIONS));
        both.retainAll(sources(EXERCISES));
        assertThat(both).isNotEmpty().isEqualTo(todoFiles());
    }

    @Test
    void aSkeletonIsOpenAndASolutionIsNot() throws IOException {
        for (TodoClass todo : new Sheet41().todoClasses()) {
            String file = todo.implementation().replace('.', '/') + ".java";
            String skeleton = Files.readString(EXERCISES.resolve(file));
            for (String id : todo.todos().values()) {
                assertThat(skeleton).as(file).contains("TODO " + id + ":").contains("throw new OpenTodo(\"" + id + "\")");
            }
            assertThat(Files.readString(SOLUTIONS.resolve(file))).as(file).doesNotContain("OpenTodo", "TODO");
        }
    }

    @Test
    void everyClassThatIsOpenIsListed() throws IOException {
        Set<String> open = new TreeSet<>();
        for (String file : sources(EXERCISES)) {
            if (Files.readString(EXERCISES.resolve(file)).contains("throw new OpenTodo(")) {
                open.add(file);
            }
        }
        assertThat(open).isEqualTo(todoFiles());
    }

    @Test
    void whatRunsHereIsTheSolution() throws Exception {
        for (TodoClass todo : new Sheet41().todoClasses()) {
            Class<?> found = Class.forName(todo.implementation());
            assertThat(Path.of(found.getProtectionDomain().getCodeSource().getLocation().toURI()))
                    .as(todo.implementation())
                    .isEqualTo(Path.of(Sheet41.class.getProtectionDomain().getCodeSource().getLocation().toURI()));
            assertThat(todo.contract()).isAssignableFrom(found);
        }
    }

    private static Set<String> todoFiles() {
        return new Sheet41().todoClasses().stream()
                .map(todo -> todo.implementation().replace('.', '/') + ".java")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> sources(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }
}
