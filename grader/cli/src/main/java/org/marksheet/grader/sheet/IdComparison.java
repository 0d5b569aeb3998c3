package org.marksheet.grader.sheet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Compares the ids of a sheet with those of the code beside it. */
final class IdComparison {
    private final SheetText sheet;

    IdComparison(SheetText sheet) {
        this.sheet = sheet;
    }

    List<String> problems(Collection<String> checkIds, Map<String, ? extends Collection<String>> mistakesByTodo) {
        List<String> problems = new ArrayList<>();
        checks(checkIds, problems);
        mistakes(mistakesByTodo, problems);
        return problems;
    }

    private void checks(Collection<String> inCode, List<String> problems) {
        List<String> inSheet = sheet.checks().stream().map(CheckText::id).toList();
        for (CheckText check : sheet.checks()) {
            if (!inCode.contains(check.id())) {
                problems.add(at(check.line(), "no check in the code is called \"" + check.id() + "\""
                        + NearestName.hint(check.id(), inCode)
                        + ". Rename it here, or write it with @Check(\"" + check.id() + "\")."));
            }
        }
        for (String id : inCode) {
            if (!inSheet.contains(id)) {
                problems.add(at(lineOfTodo(id.substring(0, Math.max(0, id.indexOf('/')))), "the code has a check \"" + id
                        + "\" without points" + NearestName.hint(id, inSheet)
                        + ". Rename it in the code, or add a row to the table of checks."));
            }
        }
    }

    private void mistakes(Map<String, ? extends Collection<String>> inCode, List<String> problems) {
        for (TodoText todo : sheet.todos()) {
            Collection<String> names = inCode.containsKey(todo.id()) ? inCode.get(todo.id()) : Set.of();
            for (String name : todo.feedback().keySet()) {
                if (!names.contains(name)) {
                    problems.add(at(lineOfFeedback(todo, name), "no mistake of " + todo.id() + " is called \"" + name
                            + "\"" + NearestName.hint(name, names)
                            + ". Rename it here, or write it with @Mistake(\"" + name + "\")."));
                }
            }
        }
        for (Map.Entry<String, ? extends Collection<String>> entry : inCode.entrySet()) {
            Optional<TodoText> todo = sheet.todo(entry.getKey());
            Set<String> inSheet = todo.map(text -> text.feedback().keySet()).orElse(Set.of());
            for (String name : new ArrayList<>(new HashSet<>(entry.getValue())).stream().sorted().toList()) {
                if (!inSheet.contains(name)) {
                    problems.add(at(lineOfTodo(entry.getKey()), "the sheet has no words for the mistake \"" + name
                            + "\" of " + entry.getKey() + NearestName.hint(name, inSheet)
                            + ". Add \"##### " + name + "\" and a paragraph under \"#### Feedback\"."));
                }
            }
        }
    }

    private String at(int line, String message) {
        return sheet.source().problem(line, message);
    }

    private int lineOfTodo(String id) {
        return sheet.todo(id).map(TodoText::line).orElse(1);
    }

    private int lineOfFeedback(TodoText todo, String name) {
        List<String> lines = sheet.source().lines();
        for (int line = todo.line(); line < lines.size(); line++) {
            if (lines.get(line).startsWith("#####") && SheetParser.unquoted(lines.get(line).substring(5)).equals(name)) {
                return line + 1;
            }
        }
        return todo.line();
    }
}
