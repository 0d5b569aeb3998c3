package org.marksheet.sheet41.selfcheck;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.marksheet.sheet41.Exercise;
import org.marksheet.sheet41.Todo;

/**
 * What is done, wrong and open, and where to go on.
 *
 * @param exercises the sheet, in its order
 * @param findings what the self-checks of this run found; a TODO without any is left out
 * @param from the folder that files are named from
 */
record Board(List<Exercise> exercises, List<Finding> findings, Path from) {
    private static final int BAR = 20;
    private static final int WIDTH = 92;

    /** Copies the lists. */
    Board {
        exercises = List.copyOf(exercises);
        findings = List.copyOf(findings);
    }

    /** Returns how a TODO stands by all its self-checks, or nothing if none of them ran. */
    Optional<Standing> standing(Todo todo) {
        List<Standing> all = findings.stream().filter(f -> f.todo().equals(todo.id())).map(Finding::standing).toList();
        if (all.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                all.contains(Standing.WRONG) ? Standing.WRONG : all.contains(Standing.OPEN) ? Standing.OPEN : Standing.DONE);
    }

    /** Writes the board, with a line feed at its end. */
    String text(Ink ink) {
        StringBuilder text = new StringBuilder("\n");
        for (Exercise exercise : exercises) {
            List<Todo> ran = exercise.todos().stream().filter(todo -> standing(todo).isPresent()).toList();
            if (!ran.isEmpty()) {
                exercise(text, ink, exercise, ran);
            }
        }
        List<Todo> todos = exercises.stream().flatMap(exercise -> exercise.todos().stream()).toList();
        todos.stream().filter(todo -> is(todo, Standing.WRONG)).forEach(todo -> wrong(text, ink, todo));
        todos.stream().filter(todo -> is(todo, Standing.OPEN)).findFirst().ifPresent(todo -> next(text, ink, todo));
        if (todos.stream().noneMatch(todo -> is(todo, Standing.WRONG) || is(todo, Standing.OPEN))) {
            line(text, "All of this is done, as far as the self-checks can tell. The hidden checks ask more: compare each");
            line(text, "method with its contract once again before you hand in.");
            text.append('\n');
        }
        return text.toString();
    }

    private void exercise(StringBuilder text, Ink ink, Exercise exercise, List<Todo> ran) {
        StringBuilder bar = new StringBuilder();
        StringBuilder counts = new StringBuilder();
        int drawn = 0;
        int counted = 0;
        for (Standing standing : Standing.values()) {
            int count = (int) ran.stream().filter(todo -> is(todo, standing)).count();
            counted += count;
            int until = BAR * counted / ran.size();
            bar.append(ink.of(standing, String.valueOf(sign(standing)).repeat(until - drawn)));
            drawn = until;
            String words = count + " " + word(standing);
            counts.append("  ").append(count == 0 ? ink.faint(words) : ink.of(standing, words));
        }
        String name = String.format("%-6s %-34s", exercise.id(), exercise.title());
        line(text, ink.bold(name) + " [" + bar + "]" + counts);
        for (Todo todo : ran) {
            Standing standing = standing(todo).orElseThrow();
            String letter = todo.id().substring(todo.id().lastIndexOf('.') + 1);
            line(text, String.format("  %-4s %-34s %s", letter, todo.method(), ink.of(standing, word(standing)))
                    + (standing == Standing.WRONG ? "  " + failing(todo) : ""));
        }
        text.append('\n');
    }

    private String failing(Todo todo) {
        long all = findings.stream().filter(f -> f.todo().equals(todo.id())).count();
        return wrongFindings(todo).size() + " of " + all + " self-checks fail";
    }

    private void wrong(StringBuilder text, Ink ink, Todo todo) {
        line(text, ink.of(Standing.WRONG, "Wrong") + "  " + ink.bold(todo.id() + " " + todo.method()) + "  "
                + Place.of(todo, from));
        String said = "";
        for (Finding finding : wrongFindings(todo)) {
            line(text, "  - " + finding.check());
            // One exception often fails all checks of a method: its words are written once.
            if (!finding.message().equals(said)) {
                said = finding.message();
                said.lines().forEach(words -> wrapped(text, words));
                wrapped(text, finding.hint().isEmpty() ? "" : "Hint: " + finding.hint());
            }
        }
        text.append('\n');
    }

    private void next(StringBuilder text, Ink ink, Todo todo) {
        String exercise = todo.id().substring(0, todo.id().lastIndexOf('.'));
        line(text, ink.of(Standing.OPEN, "Next") + "   " + ink.bold(todo.id() + " " + todo.method()));
        line(text, "  read   section " + exercise + " of the sheet if it has one, then the contract: Javadoc of "
                + todo.contract().getSimpleName() + "." + todo.method());
        line(text, "  write  " + Place.of(todo, from));
        line(text, "  check  mvn -q test -Dexercise=" + todo.id());
        text.append('\n');
    }

    private List<Finding> wrongFindings(Todo todo) {
        return findings.stream()
                .filter(f -> f.todo().equals(todo.id()) && f.standing() == Standing.WRONG)
                .sorted(Comparator.comparingInt(Finding::line))
                .toList();
    }

    private boolean is(Todo todo, Standing standing) {
        return standing(todo).filter(standing::equals).isPresent();
    }

    private static void line(StringBuilder text, String words) {
        text.append("  ").append(words).append('\n');
    }

    private static void wrapped(StringBuilder text, String words) {
        StringBuilder line = new StringBuilder();
        for (String word : words.split(" ")) {
            if (line.length() + word.length() > WIDTH) {
                line(text, "   " + line);
                line.setLength(0);
            }
            line.append(' ').append(word);
        }
        if (!line.toString().isBlank()) {
            line(text, "   " + line);
        }
    }

    private static char sign(Standing standing) {
        return switch (standing) {
            case DONE -> '#';
            case WRONG -> 'x';
            case OPEN -> '.';
        };
    }

    private static String word(Standing standing) {
        return standing.name().toLowerCase(Locale.ROOT);
    }
}
