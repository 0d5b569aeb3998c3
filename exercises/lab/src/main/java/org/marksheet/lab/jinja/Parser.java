package org.marksheet.lab.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.marksheet.lab.jinja.Statement.Flow;
import org.marksheet.lab.jinja.Token.Kind;

/** Parses statements. */
final class Parser {
    private static final Expression ALWAYS = new Expression.Literal(true);
    private static final Statement NOTHING = new Statement.Sequence(List.of());

    private final Tokens tokens;
    private final ExpressionParser expressions;
    private int loops;

    Parser(List<Token> all) {
        this.tokens = new Tokens(all);
        this.expressions = new ExpressionParser(tokens);
    }

    /** Where it stands, for messages. */
    int line() {
        return tokens.peek().line();
    }

    Statement template() {
        Statement all = until(Set.of());
        if (tokens.peek().kind() != Kind.END) {
            tokens.take();
            throw unexpected(tokens.peek());
        }
        return all;
    }

    /** Everything before a statement that begins with one of these names; stands at its opening then. */
    private Statement until(Set<String> ends) {
        List<Statement> statements = new ArrayList<>();
        while (tokens.peek().kind() != Kind.END) {
            if (tokens.peek().kind() == Kind.STATEMENT && tokens.peekBehind().kind() == Kind.NAME
                    && ends.contains(tokens.peekBehind().text())) {
                return new Statement.Sequence(statements);
            }
            statements.add(next());
        }
        if (!ends.isEmpty()) {
            throw Problem.syntax("\"" + ends.stream().sorted().reduce((a, b) -> a + "\" or \"" + b).orElseThrow()
                    + "\" is missing.");
        }
        return new Statement.Sequence(statements);
    }

    private Statement next() {
        Token token = tokens.take();
        if (token.kind() == Kind.TEXT) {
            return new Statement.Text(token.text());
        }
        if (token.kind() == Kind.PRINT) {
            Expression value = expressions.list();
            close();
            return new Statement.Print(token.line(), value);
        }
        return statement(token.line());
    }

    private Statement statement(int line) {
        Token name = tokens.expect(Kind.NAME, "The name of a statement");
        return switch (name.text()) {
            case "if" -> condition(line);
            case "for" -> loop(line);
            case "set" -> assignment(line);
            case "break" -> leave(Flow.BREAK);
            case "continue" -> leave(Flow.CONTINUE);
            // Marks what the assistant says, for training masks; it prints what is in it.
            case "generation" -> block("endgeneration");
            default -> throw unexpected(name);
        };
    }

    private Statement condition(int line) {
        Expression condition = expressions.unconditional();
        close();
        Statement yes = until(Set.of("elif", "else", "endif"));
        int nextLine = tokens.take().line();
        return switch (tokens.take().text()) {
            case "elif" -> new Statement.If(line, condition, yes, condition(nextLine));
            case "else" -> {
                close();
                yield new Statement.If(line, condition, yes, block("endif", false));
            }
            default -> {
                close();
                yield new Statement.If(line, condition, yes, NOTHING);
            }
        };
    }

    private Statement loop(int line) {
        List<String> targets = targets();
        if (!tokens.name("in")) {
            throw Problem.syntax("\"in\" was expected instead of " + tokens.peek().shown() + ".");
        }
        Expression members = expressions.unconditional();
        Expression condition = tokens.name("if") ? expressions.unconditional() : ALWAYS;
        if (tokens.at(Kind.NAME, "recursive")) {
            throw Problem.unknown("A recursive loop");
        }
        close();
        loops++;
        Statement body = until(Set.of("else", "endfor"));
        loops--;
        tokens.take();
        boolean hasElse = tokens.take().text().equals("else");
        close();
        Statement otherwise = hasElse ? block("endfor", false) : NOTHING;
        return new Statement.For(line, targets, members, condition, body, otherwise);
    }

    private Statement assignment(int line) {
        List<String> targets = targets();
        if (tokens.operator(".")) {
            String field = tokens.expect(Kind.NAME, "The name of a field").text();
            tokens.expectOperator("=");
            Expression value = expressions.list();
            close();
            return new Statement.AssignField(line, targets.get(0), field, value);
        }
        if (tokens.operator("=")) {
            Expression value = expressions.list();
            close();
            return new Statement.Assign(line, targets, value);
        }
        return new Statement.Capture(targets.get(0), block("endset"));
    }

    private Statement leave(Flow flow) {
        if (loops == 0) {
            throw Problem.syntax("\"break\" and \"continue\" belong into a loop.");
        }
        close();
        return new Statement.Leave(flow);
    }

    /** The rest of an opening tag, what is in the block, and its closing tag. */
    private Statement block(String end) {
        return block(end, true);
    }

    private Statement block(String end, boolean opening) {
        if (opening) {
            close();
        }
        Statement body = until(Set.of(end));
        tokens.take();
        tokens.take();
        close();
        return body;
    }

    private List<String> targets() {
        boolean parenthesised = tokens.operator("(");
        List<String> names = new ArrayList<>();
        do {
            names.add(tokens.expect(Kind.NAME, "The name of a variable").text());
        } while (tokens.operator(","));
        if (parenthesised) {
            tokens.expectOperator(")");
        }
        return names;
    }

    private void close() {
        if (tokens.peek().kind() != Kind.CLOSE) {
            throw Problem.syntax("The end of the tag was expected instead of " + tokens.peek().shown() + ".");
        }
        tokens.take();
    }

    private static Problem unexpected(Token name) {
        boolean ending = name.text().startsWith("end") || name.text().equals("else") || name.text().equals("elif");
        return ending
                ? Problem.syntax("\"" + name.text() + "\" ends nothing.")
                : Problem.unknown("The statement \"" + name.text() + "\"");
    }
}
