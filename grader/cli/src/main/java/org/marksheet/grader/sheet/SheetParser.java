package org.marksheet.grader.sheet;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a sheet from top to bottom and collects every problem on the way. */
final class SheetParser {
    private static final Pattern SHEET = Pattern.compile("# +(\\d+(?:\\.\\d+)*) +(.+)");
    private static final Pattern NUMBERED = Pattern.compile("#{2,3} +(\\d+(?:\\.[0-9a-z]+)+)\\b(.*)");
    private static final Pattern HINT = Pattern.compile("\\*\\*Hint(?: \\d+)?\\.\\*\\* *(.*)");
    private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
    private static final Pattern POINTS = Pattern.compile("\\d{1,6}(?:\\.\\d{1,6})?");
    private static final String BONUS = " (bonus)";

    private final SheetSource source;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Integer> lineOfId = new HashMap<>();
    private final List<ExerciseText> exercises = new ArrayList<>();
    private final StringBuilder intro = new StringBuilder();
    private String id;
    private String title;
    private OpenExercise exercise;
    private OpenTodo todo;

    SheetParser(SheetSource source) {
        this.source = source;
    }

    SheetText parse() {
        boolean[] hidden = InstructorBlocks.lines(source, problems);
        List<String> lines = source.lines();
        CodeFence fence = new CodeFence();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).stripTrailing();
            boolean heading = !fence.covers(line) && line.matches("#{1,6} .*");
            if (hidden[i]) {
                hiddenLine(i + 1, line, heading);
            } else {
                shownLine(i + 1, line, heading);
            }
        }
        closeExercise();
        if (id == null) {
            problem(1, "the sheet has no title. Begin it with \"# 4.1 Title\".");
        } else if (exercises.isEmpty()) {
            problem(1, "the sheet has no exercise. Add one with \"## " + id + ".1 Title\".");
        }
        if (!problems.isEmpty()) {
            throw new SheetException(problems);
        }
        return new SheetText(id, title, source.digest(), intro.toString().strip(), exercises, source, List.of());
    }

    private void shownLine(int number, String line, boolean heading) {
        if (heading && line.startsWith("# ")) {
            sheetHeading(number, line);
        } else if (heading && line.startsWith("## ")) {
            exerciseHeading(number, line);
        } else if (heading && line.startsWith("### ") && exercise != null) {
            todoHeading(number, line);
        } else if (heading && line.matches("#### +(Checks|Feedback)")) {
            problem(number, "\"" + line + "\" stands where students see it. Put it between \"" + InstructorBlocks.OPEN
                    + "\" and \"" + InstructorBlocks.CLOSE + "\".");
        } else if (todo != null) {
            todo.shown(line);
        } else if (exercise != null) {
            exercise.body.append(line).append('\n');
        } else {
            intro.append(line).append('\n');
        }
    }

    private void sheetHeading(int number, String line) {
        Matcher matcher = SHEET.matcher(line);
        if (id != null) {
            problem(number, "a sheet has one title. Use \"##\" for an exercise.");
        } else if (matcher.matches()) {
            id = matcher.group(1);
            title = matcher.group(2).strip();
        } else {
            problem(number, "the title has no number. Write \"# 4.1 Title\".");
        }
    }

    private void exerciseHeading(int number, String line) {
        Matcher matcher = NUMBERED.matcher(line);
        closeExercise();
        if (!matcher.matches()) {
            intro.append(line).append('\n');
            return;
        }
        String exerciseId = matcher.group(1);
        String rest = matcher.group(2).strip();
        if (id == null || !exerciseId.matches(Pattern.quote(id) + "\\.\\d+")) {
            problem(number, "\"" + exerciseId + "\" is no exercise of sheet " + id + ". Number it \"" + id + ".N\".");
        }
        unique(exerciseId, number, "exercise");
        if (rest.isEmpty()) {
            problem(number, "exercise " + exerciseId + " has no title. Add one after its number.");
        }
        boolean bonus = rest.endsWith(BONUS);
        exercise = new OpenExercise(exerciseId, bonus ? rest.substring(0, rest.length() - BONUS.length()) : rest, bonus);
    }

    private void todoHeading(int number, String line) {
        Matcher matcher = NUMBERED.matcher(line);
        closeTodo();
        if (!matcher.matches()) {
            exercise.body.append(line).append('\n');
            return;
        }
        String todoId = matcher.group(1);
        if (!todoId.matches(Pattern.quote(exercise.id) + "\\.[a-z0-9]+")) {
            problem(number, "\"" + todoId + "\" is no TODO of exercise " + exercise.id + ". Write \"" + exercise.id
                    + ".a\" and so on.");
        }
        unique(todoId, number, "TODO");
        if (matcher.group(2).isBlank()) {
            problem(number, "TODO " + todoId + " names no method. Add it after its id.");
        }
        todo = new OpenTodo(todoId, unquoted(matcher.group(2)), number);
    }

    private void hiddenLine(int number, String line, boolean heading) {
        if (heading && line.matches("#{1,3} .*")) {
            problem(number, "the heading \"" + line + "\" stands in an instructor's block. Close the block above it.");
        } else if (todo != null) {
            todo.hidden(number, line, heading);
        } else if (heading && line.matches("#### +(Checks|Feedback)")) {
            problem(number, "\"" + line + "\" belongs to no TODO. Put it below a heading \"### 4.1.9.a method\".");
        }
    }

    private void closeTodo() {
        if (todo != null) {
            exercise.todos.add(todo.text());
            todo = null;
        }
    }

    private void closeExercise() {
        closeTodo();
        if (exercise != null) {
            exercises.add(new ExerciseText(
                    exercise.id, exercise.title, exercise.bonus, exercise.todos, exercise.body.toString().strip()));
            exercise = null;
        }
    }

    private void unique(String unique, int number, String kind) {
        Integer first = lineOfId.putIfAbsent(unique, number);
        if (first != null) {
            problem(number, "the " + kind + " \"" + unique + "\" stands already in line " + first + ". Rename one of them.");
        }
    }

    private void problem(int line, String message) {
        problems.add(source.problem(line, message));
    }

    /** Returns a name without the backticks and spaces around it. */
    static String unquoted(String name) {
        return name.strip().replaceAll("^`+|`+$", "").strip();
    }

    private static final class OpenExercise {
        private final String id;
        private final String title;
        private final boolean bonus;
        private final List<TodoText> todos = new ArrayList<>();
        private final StringBuilder body = new StringBuilder();

        OpenExercise(String id, String title, boolean bonus) {
            this.id = id;
            this.title = title;
            this.bonus = bonus;
        }
    }

    private final class OpenTodo {
        private final String id;
        private final String method;
        private final int line;
        private final StringBuilder task = new StringBuilder();
        private final List<StringBuilder> hints = new ArrayList<>();
        private final List<CheckText> checks = new ArrayList<>();
        private final Map<String, StringBuilder> feedback = new LinkedHashMap<>();
        private final Map<String, Integer> lineOfFeedback = new HashMap<>();
        private boolean inHint;
        private boolean inChecks;
        private boolean inFeedback;
        private StringBuilder words;
        private boolean tableHead;

        OpenTodo(String id, String method, int line) {
            this.id = id;
            this.method = method;
            this.line = line;
        }

        void shown(String text) {
            inChecks = false;
            inFeedback = false;
            words = null;
            Matcher hint = HINT.matcher(text);
            if (hint.matches()) {
                hints.add(new StringBuilder(hint.group(1)));
                inHint = true;
            } else if (text.isBlank() || !inHint) {
                inHint = false;
                task.append(text).append('\n');
            } else {
                hints.get(hints.size() - 1).append('\n').append(text);
            }
        }

        void hidden(int number, String text, boolean heading) {
            inHint = false;
            if (heading && text.startsWith("#### ")) {
                String name = text.substring(5).strip();
                inChecks = name.equals("Checks");
                inFeedback = name.equals("Feedback");
                tableHead = false;
                words = null;
                if (!inChecks && !inFeedback && NearestName.of(name, List.of("Checks", "Feedback")).isPresent()) {
                    problem(number, "\"" + text + "\" is not read" + NearestName.hint(name, List.of("Checks", "Feedback"))
                            + ". Rename it.");
                }
            } else if (heading && text.startsWith("##### ") && inFeedback) {
                mistake(number, unquoted(text.substring(6)));
            } else if (inChecks && text.strip().startsWith("|")) {
                row(number, text.strip());
            } else if (inFeedback && words != null && !text.strip().equals(InstructorBlocks.CLOSE)
                    && !text.strip().equals(InstructorBlocks.OPEN)) {
                words.append(text).append('\n');
            }
        }

        private void mistake(int number, String name) {
            if (!SLUG.matcher(name).matches()) {
                problem(number, "\"" + name + "\" is no name of a mistake. Use lower-case words joined by hyphens, such as"
                        + " min-for-max.");
            }
            if (feedback.containsKey(name)) {
                problem(number, "the mistake \"" + name + "\" of " + id + " stands already in line "
                        + lineOfFeedback.get(name) + ". Join the two.");
            }
            words = new StringBuilder();
            feedback.put(name, words);
            lineOfFeedback.put(name, number);
        }

        private void row(int number, String text) {
            // A bar after a backslash is text in a cell, not the end of it.
            String[] cells = text.replaceAll("^\\||\\|$", "").split("(?<!\\\\)\\|", -1);
            if (!tableHead) {
                tableHead = true;
                if (cells.length != 3 || !cells[0].strip().equals("check") || !cells[1].strip().equals("points")) {
                    problem(number, "the table of checks has other columns. Begin it with"
                            + " \"| check | points | what it looks at |\".");
                }
                return;
            }
            if (text.matches("[|: -]+")) {
                return;
            }
            if (cells.length != 3) {
                problem(number, "this row has " + cells.length + " cells, not 3. Write a bar inside a cell as \"\\|\".");
                return;
            }
            String slug = unquoted(cells[0]);
            if (!SLUG.matcher(slug).matches()) {
                problem(number, "\"" + slug + "\" is no name of a check. Use lower-case words joined by hyphens, such as"
                        + " ratio-one.");
            }
            unique(id + "/" + slug, number, "check");
            if (cells[2].isBlank()) {
                problem(number, "nothing says what \"" + slug + "\" looks at. Fill in the third column.");
            }
            checks.add(new CheckText(id + "/" + slug, points(number, cells[1].strip()), cells[2].strip(), number));
        }

        private BigDecimal points(int number, String written) {
            if (!POINTS.matcher(written).matches() || new BigDecimal(written).signum() == 0) {
                problem(number, "\"" + written + "\" is no number of points. Write an exact decimal above 0, such as 0.5.");
                return BigDecimal.ZERO;
            }
            return new BigDecimal(written);
        }

        TodoText text() {
            if (checks.isEmpty()) {
                problem(line, "TODO " + id + " has no table of checks. Add \"#### Checks\" with"
                        + " \"| check | points | what it looks at |\" in an instructor's block.");
            }
            if (hints.isEmpty()) {
                problem(line, "TODO " + id + " has no hint. Add a paragraph that begins with \"**Hint.**\".");
            }
            if (task.toString().isBlank()) {
                problem(line, "TODO " + id + " has no task. Say below the heading what the method must do.");
            }
            Map<String, String> texts = new LinkedHashMap<>();
            feedback.forEach((name, markdown) -> {
                if (markdown.toString().isBlank()) {
                    problem(lineOfFeedback.get(name), "nothing is said about the mistake \"" + name
                            + "\". Add a paragraph below the heading.");
                }
                texts.put(name, markdown.toString().strip());
            });
            return new TodoText(id, method, task.toString().strip(),
                    hints.stream().map(hint -> hint.toString().strip()).toList(), checks, texts, line);
        }
    }
}
