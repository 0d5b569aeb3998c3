package org.marksheet.lab.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A part of a template that has a value. */
sealed interface Expression {
    /** Returns the value; see {@link Values} for what it may be. */
    Object value(Scope scope);

    /** A string, a number, true, false or none. */
    record Literal(Object constant) implements Expression {
        @Override
        public Object value(Scope scope) {
            return constant;
        }
    }

    /** {@code [a, b]} or {@code (a, b)}. */
    record Listing(List<Expression> members) implements Expression {
        @Override
        public Object value(Scope scope) {
            List<Object> values = new ArrayList<>();
            members.forEach(member -> values.add(member.value(scope)));
            return values;
        }
    }

    /** {@code {'a': b}}. */
    record Mapping(List<Expression> keys, List<Expression> members) implements Expression {
        @Override
        public Object value(Scope scope) {
            Map<Object, Object> map = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                map.put(Values.string(keys.get(i).value(scope), "key"), members.get(i).value(scope));
            }
            return map;
        }
    }

    /** {@code name}. */
    record Name(String name) implements Expression {
        @Override
        public Object value(Scope scope) {
            return scope.get(name);
        }
    }

    /** {@code of.name}. */
    record Field(Expression of, String name) implements Expression {
        @Override
        public Object value(Scope scope) {
            return Values.field(of.value(scope), name);
        }
    }

    /** {@code of[key]}. */
    record Item(Expression of, Expression key) implements Expression {
        @Override
        public Object value(Scope scope) {
            return Values.item(of.value(scope), key.value(scope));
        }
    }

    /** {@code of[from:to:step]}; what is left out is null. */
    record Slice(Expression of, Expression from, Expression to, Expression step) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object whole = of.value(scope);
            List<Object> members = Values.members(whole);
            long by = bound(scope, step, 1);
            if (by == 0) {
                throw Problem.value("A slice cannot step by 0.");
            }
            long size = members.size();
            long begin = place(bound(scope, from, by > 0 ? 0 : size - 1), size, by);
            long end = to == null ? by > 0 ? size : -1 : place(bound(scope, to, 0), size, by);
            List<Object> chosen = new ArrayList<>();
            for (long i = begin; by > 0 ? i < end : i > end; i += by) {
                chosen.add(members.get((int) i));
            }
            return whole instanceof String ? String.join("", chosen.stream().map(Values::text).toList()) : chosen;
        }

        private static long bound(Scope scope, Expression bound, long otherwise) {
            Object value = bound == null ? null : bound.value(scope);
            return value == null ? otherwise : Values.integer(value, "slice");
        }

        private static long place(long bound, long size, long by) {
            long place = bound < 0 ? bound + size : bound;
            return by > 0 ? Math.max(0, Math.min(size, place)) : Math.max(-1, Math.min(size - 1, place));
        }
    }

    /** {@code of(a, name=b)}. */
    record Call(Expression of, List<Expression> positional, Map<String, Expression> named) implements Expression {
        @Override
        public Object value(Scope scope) {
            if (of instanceof Field method) {
                Object owner = method.of().value(scope);
                Object field = owner instanceof Map || owner instanceof Namespace ? Values.field(owner, method.name()) : null;
                if (!(field instanceof Callable)) {
                    return Methods.call(owner, method.name(), arguments(scope, positional, named));
                }
            }
            Object function = of.value(scope);
            if (function instanceof Callable callable) {
                return callable.call(arguments(scope, positional, named));
            }
            if (of instanceof Name name && function instanceof Undefined) {
                throw Problem.unknown("The function \"" + name.name() + "\"");
            }
            throw Problem.value("What is called is " + Values.kind(function) + ".");
        }
    }

    /** {@code of | name(arguments)}. */
    record Filtered(Expression of, String name, List<Expression> positional, Map<String, Expression> named)
            implements Expression {
        @Override
        public Object value(Scope scope) {
            return Filters.apply(name, of.value(scope), arguments(scope, positional, named));
        }
    }

    /** {@code of is name(arguments)}. */
    record Tested(Expression of, String name, List<Expression> positional) implements Expression {
        @Override
        public Object value(Scope scope) {
            return Predicates.holds(name, of.value(scope), arguments(scope, positional, Map.of()));
        }
    }

    /** {@code not of}. */
    record Not(Expression of) implements Expression {
        @Override
        public Object value(Scope scope) {
            return !Values.truth(of.value(scope));
        }
    }

    /** {@code -of}. */
    record Negative(Expression of) implements Expression {
        @Override
        public Object value(Scope scope) {
            return Operation.SUBTRACT.of(0L, of.value(scope));
        }
    }

    /** {@code left and right}: the first one that decides, not a truth value. */
    record And(Expression left, Expression right) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object first = left.value(scope);
            return Values.truth(first) ? right.value(scope) : first;
        }
    }

    /** {@code left or right}: the first one that decides, not a truth value. */
    record Or(Expression left, Expression right) implements Expression {
        @Override
        public Object value(Scope scope) {
            Object first = left.value(scope);
            return Values.truth(first) ? first : right.value(scope);
        }
    }

    /** {@code left operation right}. */
    record Binary(Operation operation, Expression left, Expression right) implements Expression {
        @Override
        public Object value(Scope scope) {
            return operation.of(left.value(scope), right.value(scope));
        }
    }

    /** {@code yes if condition else no}; without {@code else} it may be undefined. */
    record Conditional(Expression condition, Expression yes, Expression no) implements Expression {
        @Override
        public Object value(Scope scope) {
            return Values.truth(condition.value(scope)) ? yes.value(scope) : no.value(scope);
        }
    }

    private static Arguments arguments(Scope scope, List<Expression> positional, Map<String, Expression> named) {
        List<Object> values = new ArrayList<>();
        positional.forEach(each -> values.add(each.value(scope)));
        Map<String, Object> byName = new LinkedHashMap<>();
        named.forEach((name, each) -> byName.put(name, each.value(scope)));
        return new Arguments(values, byName);
    }
}
