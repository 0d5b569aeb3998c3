package org.marksheet.lab.jinja;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A part of a template that prints, or decides what is printed. */
sealed interface Statement {
    /**
     * Runs.
     *
     * @param scope the variables
     * @param output is appended to
     * @return how to go on
     */
    Flow run(Scope scope, Output output);

    /** How to go on after a statement. */
    enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    /** Text outside of tags. */
    record Text(String text) implements Statement {
        @Override
        public Flow run(Scope scope, Output output) {
            output.append(text);
            return Flow.NEXT;
        }
    }

    /** {@code {{ value }}}. */
    record Print(int line, Expression value) implements Statement {
        @Override
        public Flow run(Scope scope, Output output) {
            output.at(line);
            output.append(Values.text(value.value(scope)));
            return Flow.NEXT;
        }
    }

    /** Statements one after the other. */
    record Sequence(List<Statement> statements) implements Statement {
        @Override
        public Flow run(Scope scope, Output output) {
            for (Statement statement : statements) {
                Flow flow = statement.run(scope, output);
                if (flow != Flow.NEXT) {
                    return flow;
                }
            }
            return Flow.NEXT;
        }
    }

    /** {@code {% if condition %}} with its {@code else}, in which another one may stand for {@code elif}. */
    record If(int line, Expression condition, Statement yes, Statement no) implements Statement {
        @Override
        public Flow run(Scope scope, Output output) {
            output.at(line);
            return (Values.truth(condition.value(scope)) ? yes : no).run(scope, output);
        }
    }

    /** {@code {% for targets in members if condition %}}; {@code otherwise} runs if there was no turn. */
    record For(int line, List<String> targets, Expression members, Expression condition, Statement body,
            Statement otherwise) implements Statement {
        @Override
        public Flow run(Scope scope, Output output) {
            output.at(line);
            List<Object> turns = new ArrayList<>();
            for (Object member : Values.members(members.value(scope))) {
                if (Values.truth(condition.value(bound(scope, member)))) {
                    turns.add(member);
                }
            }
            for (int i = 0; i < turns.size(); i++) {
                Scope turn = bound(scope, turns.get(i));
                turn.set("loop", state(turns, i));
                if (body.run(turn, output) == Flow.BREAK) {
                    break;
                }
            }
            return turns.isEmpty() ? otherwise.run(scope, output) : Flow.NEXT;
        }

        private Scope bound(Scope scope, Object member) {
            Scope inner = scope.inner();
            if (targets.size() == 1) {
                inner.set(targets.get(0), member);
                return inner;
            }
            List<Object> parts = Values.members(member);
            if (parts.size() != targets.size()) {
                throw Problem.value("A member has " + parts.size() + " parts for the names " + String.join(", ", targets) + ".");
            }
            for (int i = 0; i < parts.size(); i++) {
                inner.set(targets.get(i), parts.get(i));
            }
            return inner;
        }

        private static Map<String, Object> state(List<Object> turns, int i) {
            Map<String, Object> state = new HashMap<>();
            state.put("index", i + 1L);
            state.put("index0", (long) i);
            state.put("revindex", (long) turns.size() - i);
            state.put("revindex0", turns.size() - i - 1L);
            state.put("first", i == 0);
            state.put("last", i == turns.size() - 1);
            state.put("length", (long) turns.size());
            state.put("previtem", i == 0 ? new Undefined("previtem") : turns.get(i - 1));
            state.put("nextitem", i == turns.size() - 1 ? new Undefined("nextitem") : turns.get(i + 1));
            Callable cycle = arguments -> arguments.positional().get(i % arguments.positional().size());
            state.put("cycle", cycle);
            return state;
        }
    }

    /** {@code {% set targets = value %}}. */
    record Assign(int line, List<String> targets, Expression value) implements Statement {
        @Override
        public Flow run(Scope scope, Output output) {
            output.at(line);
            Object assigned = value.value(scope);
            if (targets.size() == 1) {
                scope.set(targets.get(0), assigned);
                return Flow.NEXT;
            }
            List<Object> parts = Values.members(assigned);
            if (parts.size() != targets.size()) {
                throw Problem.value(parts.size() + " values cannot be set as " + String.join(", ", targets) + ".");
            }
            for (int i = 0; i < parts.size(); i++) {
                scope.set(targets.get(i), parts.get(i));
            }
            return Flow.NEXT;
        }
    }

    /** {@code {% set namespace.field = value %}}. */
    record AssignField(int line, String namespace, String field, Expression value) implements Statement {
        @Override
        public Flow run(Scope scope, Output output) {
            output.at(line);
            if (!(scope.get(namespace) instanceof Namespace found)) {
                throw Problem.value("\"" + namespace + "\" is no namespace, so its field cannot be set.");
            }
            found.fields().put(field, value.value(scope));
            return Flow.NEXT;
        }
    }

    /** {@code {% set target %}body{% endset %}}. */
    record Capture(String target, Statement body) implements Statement {
        @Override
        public Flow run(Scope scope, Output output) {
            Output inner = output.inner();
            body.run(scope.inner(), inner);
            scope.set(target, inner.text());
            return Flow.NEXT;
        }
    }

    /** {@code {% break %}} or {@code {% continue %}}. */
    record Leave(Flow flow) implements Statement {
        @Override
        public Flow run(Scope scope, Output output) {
            return flow;
        }
    }
}
