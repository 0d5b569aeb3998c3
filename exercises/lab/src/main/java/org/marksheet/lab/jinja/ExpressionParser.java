package org.marksheet.lab.jinja;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.marksheet.lab.jinja.Token.Kind;

/** Parses expressions; a method for each level of precedence, the loosest first. */
final class ExpressionParser {
    private static final List<Operation> COMPARISONS = List.of(Operation.EQUAL, Operation.UNEQUAL, Operation.LESS,
            Operation.AT_MOST, Operation.GREATER, Operation.AT_LEAST);
    private static final List<Operation> SUMS = List.of(Operation.ADD, Operation.SUBTRACT);
    private static final List<Operation> TEXTS = List.of(Operation.CONCATENATE);
    private static final List<Operation> PRODUCTS =
            List.of(Operation.MULTIPLY, Operation.DIVIDE, Operation.FLOOR, Operation.REMAINDER);

    /** Names that go on with an expression instead of beginning the argument of a test. */
    private static final Set<String> CONNECTIVES = Set.of("and", "or", "else", "if", "in", "not", "is");

    private final Tokens tokens;

    ExpressionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    /** {@code a}, or {@code a, b}, which is a list. */
    Expression list() {
        Expression first = expression();
        if (!tokens.at(Kind.OPERATOR, ",")) {
            return first;
        }
        List<Expression> members = new ArrayList<>(List.of(first));
        while (tokens.operator(",") && tokens.peek().kind() != Kind.CLOSE) {
            members.add(expression());
        }
        return new Expression.Listing(members);
    }

    Expression expression() {
        Expression value = unconditional();
        while (tokens.name("if")) {
            Expression condition = unconditional();
            Expression otherwise = tokens.name("else")
                    ? expression()
                    : new Expression.Literal(new Undefined("the else of an if"));
            value = new Expression.Conditional(condition, value, otherwise);
        }
        return value;
    }

    /** Where an {@code if} would belong to a loop. */
    Expression unconditional() {
        Expression left = and();
        while (tokens.name("or")) {
            left = new Expression.Or(left, and());
        }
        return left;
    }

    private Expression and() {
        Expression left = not();
        while (tokens.name("and")) {
            left = new Expression.And(left, not());
        }
        return left;
    }

    private Expression not() {
        return tokens.name("not") ? new Expression.Not(not()) : comparison();
    }

    /** {@code a < b < c} is {@code a < b and b < c}. */
    private Expression comparison() {
        Expression left = sum();
        Expression whole = null;
        while (true) {
            Optional<Operation> operation = comparisonOperator();
            if (operation.isEmpty()) {
                return whole == null ? left : whole;
            }
            Expression right = sum();
            Expression step = new Expression.Binary(operation.get(), left, right);
            whole = whole == null ? step : new Expression.And(whole, step);
            left = right;
        }
    }

    private Optional<Operation> comparisonOperator() {
        if (tokens.name("in")) {
            return Optional.of(Operation.IN);
        }
        if (tokens.at(Kind.NAME, "not") && tokens.peekBehind().is(Kind.NAME, "in")) {
            tokens.take();
            tokens.take();
            return Optional.of(Operation.NOT_IN);
        }
        return operator(COMPARISONS);
    }

    private Expression sum() {
        return chain(SUMS, () -> chain(TEXTS, () -> chain(PRODUCTS, () -> signed(true))));
    }

    /** Operations of one level, from the left to the right. */
    private Expression chain(List<Operation> operations, Supplier<Expression> tighter) {
        Expression left = tighter.get();
        Optional<Operation> operation;
        while ((operation = operator(operations)).isPresent()) {
            left = new Expression.Binary(operation.get(), left, tighter.get());
        }
        return left;
    }

    private Optional<Operation> operator(List<Operation> operations) {
        if (tokens.at(Kind.OPERATOR, "**")) {
            throw Problem.unknown("The operator \"**\"");
        }
        return operations.stream().filter(each -> tokens.operator(each.symbol())).findFirst();
    }

    /** A filter applies to what the sign has been taken of. */
    private Expression signed(boolean filtered) {
        Expression value;
        if (tokens.operator("-")) {
            value = new Expression.Negative(signed(false));
        } else if (tokens.operator("+")) {
            value = signed(false);
        } else {
            value = primary();
        }
        value = postfixes(value);
        return filtered ? filtersAndTests(value) : value;
    }

    private Expression primary() {
        Token token = tokens.take();
        return switch (token.kind()) {
            case STRING -> new Expression.Literal(token.text() + moreText());
            case INTEGER -> new Expression.Literal(Long.valueOf(token.text()));
            case FLOAT -> new Expression.Literal(Double.valueOf(token.text()));
            case NAME -> switch (token.text()) {
                case "true", "True" -> new Expression.Literal(true);
                case "false", "False" -> new Expression.Literal(false);
                case "none", "None" -> new Expression.Literal(null);
                default -> new Expression.Name(token.text());
            };
            case OPERATOR -> switch (token.text()) {
                case "(" -> parenthesised();
                case "[" -> new Expression.Listing(members("]"));
                case "{" -> mapping();
                default -> throw noExpression(token);
            };
            case TEXT, PRINT, STATEMENT, CLOSE, END -> throw noExpression(token);
        };
    }

    /** Strings that follow each other are one. */
    private String moreText() {
        StringBuilder text = new StringBuilder();
        while (tokens.peek().kind() == Kind.STRING) {
            text.append(tokens.take().text());
        }
        return text.toString();
    }

    private static Problem noExpression(Token token) {
        return Problem.syntax("An expression was expected instead of " + token.shown() + ".");
    }

    private Expression parenthesised() {
        if (tokens.operator(")")) {
            return new Expression.Listing(List.of());
        }
        Expression first = expression();
        if (tokens.operator(")")) {
            return first;
        }
        tokens.expectOperator(",");
        List<Expression> members = new ArrayList<>(List.of(first));
        members.addAll(members(")"));
        return new Expression.Listing(members);
    }

    private List<Expression> members(String end) {
        List<Expression> members = new ArrayList<>();
        while (!tokens.operator(end)) {
            members.add(expression());
            comma(end);
        }
        return members;
    }

    private Expression mapping() {
        List<Expression> keys = new ArrayList<>();
        List<Expression> members = new ArrayList<>();
        while (!tokens.operator("}")) {
            keys.add(expression());
            tokens.expectOperator(":");
            members.add(expression());
            comma("}");
        }
        return new Expression.Mapping(keys, members);
    }

    private Expression postfixes(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.operator(".")) {
                value = tokens.peek().kind() == Kind.INTEGER
                        ? new Expression.Item(value, new Expression.Literal(Long.valueOf(tokens.take().text())))
                        : new Expression.Field(value, tokens.expect(Kind.NAME, "A name").text());
            } else if (tokens.operator("[")) {
                value = subscript(value);
            } else if (tokens.operator("(")) {
                Map<String, Expression> named = new LinkedHashMap<>();
                List<Expression> positional = arguments(named);
                value = new Expression.Call(value, positional, named);
            } else {
                return value;
            }
        }
    }

    private Expression subscript(Expression of) {
        Expression[] bounds = new Expression[3];
        int colons = 0;
        while (!tokens.operator("]")) {
            if (tokens.operator(":") && colons < 2) {
                colons++;
            } else {
                bounds[colons] = expression();
            }
        }
        if (colons > 0) {
            return new Expression.Slice(of, bounds[0], bounds[1], bounds[2]);
        }
        if (bounds[0] == null) {
            throw Problem.syntax("An expression was expected in \"[]\".");
        }
        return new Expression.Item(of, bounds[0]);
    }

    /** Behind the opening parenthesis; puts those with names into the map. */
    private List<Expression> arguments(Map<String, Expression> named) {
        List<Expression> positional = new ArrayList<>();
        while (!tokens.operator(")")) {
            if (tokens.at(Kind.OPERATOR, "*") || tokens.at(Kind.OPERATOR, "**")) {
                throw Problem.unknown("Spreading arguments with \"" + tokens.peek().text() + "\"");
            }
            if (tokens.peek().kind() == Kind.NAME && tokens.peekBehind().is(Kind.OPERATOR, "=")) {
                String name = tokens.take().text();
                tokens.take();
                named.put(name, expression());
            } else {
                positional.add(expression());
            }
            comma(")");
        }
        return positional;
    }

    /** Between members, and allowed behind the last one. */
    private void comma(String end) {
        if (!tokens.at(Kind.OPERATOR, end)) {
            tokens.expectOperator(",");
        }
    }

    private Expression filtersAndTests(Expression start) {
        Expression value = start;
        while (true) {
            if (tokens.operator("|")) {
                String name = Filters.known(tokens.expect(Kind.NAME, "The name of a filter").text());
                Map<String, Expression> named = new LinkedHashMap<>();
                List<Expression> positional = tokens.operator("(") ? arguments(named) : List.of();
                value = new Expression.Filtered(value, name, positional, named);
            } else if (tokens.name("is")) {
                boolean negated = tokens.name("not");
                String name = Predicates.known(tokens.expect(Kind.NAME, "The name of a test").text());
                value = new Expression.Tested(value, name, testArguments());
                value = negated ? new Expression.Not(value) : value;
            } else {
                return value;
            }
        }
    }

    /** The argument of a test may stand without parentheses. */
    private List<Expression> testArguments() {
        if (tokens.operator("(")) {
            return arguments(new LinkedHashMap<>());
        }
        Token next = tokens.peek();
        boolean argument = switch (next.kind()) {
            case STRING, INTEGER, FLOAT -> true;
            case NAME -> !CONNECTIVES.contains(next.text());
            case OPERATOR -> next.text().equals("[") || next.text().equals("{");
            case TEXT, PRINT, STATEMENT, CLOSE, END -> false;
        };
        return argument ? List.of(postfixes(primary())) : List.of();
    }
}
