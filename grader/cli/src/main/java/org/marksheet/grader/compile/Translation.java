package org.marksheet.grader.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says to a student what to put right where a compiler says what it met. */
final class Translation {
    static final String TOO_LARGE = "the file is too large to be compiled. Move data out of it; a solution fits in a few screens.";
    static final String NOT_UTF_8 =
            "this line holds characters that are not UTF-8. Save the file with the encoding UTF-8 and hand it in again.";
    static final String NO_TIME_LEFT =
            "the time for compiling was used up by another file of yours. Put that one right; this one was not looked at.";

    /** What follows the first few errors of a file mostly follows from them. */
    private static final int SHOWN = 8;

    /** Sentences for errors that are about nothing but their place. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry("premature.eof", "the file ends too early; a '}' is missing."),
            Map.entry("illegal.start.of.expr",
                    "an expression should stand here. Look for a missing operand, bracket or ';' just before."),
            Map.entry("illegal.start.of.type", "a type should stand here. Look for a brace too many or too few just before."),
            Map.entry("illegal.start.of.stmt", "a statement should stand here. Look for a brace too many or too few just before."),
            Map.entry("not.stmt", "this is not a statement. Is an assignment, a call or an operator missing?"),
            Map.entry("expected4", "this stands outside of any class. Look for one '}' too many above."),
            Map.entry("invalid.meth.decl.ret.type.req",
                    "this method has no result type. Restore its line as handed out, or write the type before its name."),
            Map.entry("unclosed.str.lit", "the text that begins here has no closing '\"' on its line."),
            Map.entry("unclosed.text.block", "the text block that begins here is never closed with '\"\"\"'."),
            Map.entry("unclosed.char.lit", "the character that begins here has no closing \"'\". Text needs '\"'."),
            Map.entry("unclosed.comment", "the comment that begins here is never closed with '*/'."),
            Map.entry("else.without.if", "this 'else' belongs to no 'if'. Look for a ';' or '}' too many just before."),
            Map.entry("missing.ret.stmt", "the method can end here without a result. Add a return for this case."),
            Map.entry("unreachable.stmt", "this line can never be reached. Remove it, or the return or throw before it."),
            Map.entry("method.does.not.override.superclass",
                    "the contract has no such method. Restore its name and parameters as handed out; a helper of your own has no @Override."),
            Map.entry("limit.code", "this method is too long for the Java machine (64 KiB of code). Split it, or use a loop."),
            Map.entry("limit.code.too.large.for.try.stmt",
                    "this try statement is too long for the Java machine (64 KiB of code). Nest fewer finally blocks, or split the method."),
            Map.entry("limit.pool", "this class has too many constants for the Java machine. Move data out of it."),
            Map.entry("limit.string", "this text is too long for the Java machine (64 KiB). Move data out of the source."),
            Map.entry("limit.string.overflow", "this text is too long for the Java machine (64 KiB). Move data out of the source."),
            Map.entry("limit.locals", "this method has too many variables. Split it."),
            Map.entry("limit.stack", "this expression is too large. Split it."),
            Map.entry("limit.dimensions", "this array has too many dimensions."),
            Map.entry("class.cant.write", "the classes of this file are too large. Make it smaller and simpler."),
            Map.entry("int.number.too.large", "this number does not fit into an int. Write L after it, or use a float."),
            Map.entry("non-static.cant.be.ref", "a static method cannot use this: it belongs to an object. Remove 'static'."));

    private static final Pattern QUALIFIED = Pattern.compile("\\b(?:[a-z]\\w*\\.)+([A-Z]\\w*)");
    private static final Pattern EXPECTED = Pattern.compile("(.+) expected");
    private static final Pattern SYMBOL = Pattern.compile("symbol:\\s*(.+)");
    private static final Pattern LOCATION = Pattern.compile("location:\\s*(.+)");
    private static final Pattern ABSTRACT = Pattern.compile("(\\S+) is not abstract and does not override abstract method (.+) in (\\S+)");
    private static final Pattern CONVERTED = Pattern.compile("incompatible types: (.+) cannot be converted to (.+)");
    private static final Pattern LOSSY = Pattern.compile("incompatible types: possible lossy conversion from (.+) to (.+)");
    private static final Pattern OPERANDS =
            Pattern.compile("bad operand types? .*?operator '(.+)'\\s+first type:\\s*(\\S+)\\s+second type:\\s*(\\S+)", Pattern.DOTALL);
    private static final Pattern APPLIED =
            Pattern.compile("(?:method|constructor) (\\S+) in .*? cannot be applied to given types;\\s+required:\\s*(.+?)\\s+found:\\s*(.+?)\\s+reason:.*",
                    Pattern.DOTALL);
    private static final Pattern UNREPORTED = Pattern.compile("unreported exception (\\S+);.*", Pattern.DOTALL);
    private static final Pattern UNINITIALISED = Pattern.compile("variable (\\S+) might not have been initialized");
    private static final Pattern DEFINED = Pattern.compile("(.+) is already defined in (.+)");
    private static final Pattern NO_PACKAGE = Pattern.compile("package (\\S+) does not exist");
    private static final Pattern PRIVATE = Pattern.compile("(.+) has (\\S+) access in (.+)");
    private static final Pattern ILLEGAL = Pattern.compile("illegal character: '(.+)'");
    private static final Pattern PREVIEW = Pattern.compile("(.+?) (?:are|is) (?:a preview feature|not supported).*", Pattern.DOTALL);

    private Translation() {}

    /** Returns the first problems of one file, and how many were left out. */
    static List<Problem> problems(SourceFile source, List<Finding> findings) {
        List<Finding> sorted = findings.stream().sorted(Comparator.comparingLong(Finding::line)).toList();
        List<Problem> problems = new ArrayList<>();
        for (Finding finding : sorted.subList(0, Math.min(SHOWN, sorted.size()))) {
            problems.add(new Problem(source.path(), finding.line(), words(finding, source), source.line(finding.line())));
        }
        if (sorted.size() > SHOWN) {
            problems.add(new Problem(source.path(), sorted.get(SHOWN).line(),
                    (sorted.size() - SHOWN) + " more errors from here on; many may go away with the first.", ""));
        }
        return problems;
    }

    static String lost(Attempt.How how) {
        return switch (how) {
            case SLOW -> "the compiler was not through with this file in time. Nest calls, types and finally blocks less deeply.";
            case DIED -> "the compiler ran out of memory on this file. Use smaller constants, and nest types less deeply.";
            case GAVE_UP -> "the compiler broke down on this file, as it does on very deep nesting. Split its longest expressions and types.";
        };
    }

    private static String words(Finding finding, SourceFile source) {
        String fixed = FIXED.get(finding.code());
        if (fixed != null) {
            return fixed;
        }
        String code = finding.code();
        // Javac writes some names with their packages, which makes a message longer and no clearer.
        String detail = QUALIFIED.matcher(finding.detail().strip()).replaceAll("$1");
        if (code.startsWith("sheet.")) {
            return sheetWords(code, finding.detail(), source);
        }
        if (code.startsWith("expected")) {
            return expected(detail, finding, source);
        }
        if (code.startsWith("cant.resolve")) {
            return unknown(detail);
        }
        if (code.equals("class.public.should.be.in.file")) {
            return "only class " + source.className() + " may be public here. Give it that name, or remove 'public'.";
        }
        if (code.equals("duplicate.class")) {
            return "this class is declared twice, here or in another file of yours. Keep one of them.";
        }
        if (code.startsWith("override.")) {
            return "this line differs from the contract: " + oneLine(detail) + ". Restore it as handed out.";
        }
        return byPattern(detail);
    }

    private static String sheetWords(String code, String detail, SourceFile source) {
        String own = source.className();
        return switch (code) {
            case "sheet.package" -> detail.isEmpty()
                    ? "the first line is missing. Write: package " + source.packageName() + ";"
                    : "the package is " + detail + ". It must stay as handed out: package " + source.packageName() + ";";
            case "sheet.name" -> "the file must declare class " + own
                    + (detail.isEmpty() ? ", but declares none." : ", but declares " + detail + ". Give the class its name back.");
            case "sheet.given" -> "class " + simple(detail)
                    + " is given and cannot be replaced. Remove it here, or give yours another name.";
            case "sheet.contract" -> "class " + own + " must implement " + simple(detail) + ". Write: class " + own + " implements "
                    + simple(detail);
            case "sheet.abstract" -> "class " + own + " must not be abstract, or nobody can make one. Remove 'abstract'.";
            case "sheet.constructor" -> "class " + own
                    + " needs a constructor without parameters that is not private. Add it, or remove the other ones.";
            default -> detail;
        };
    }

    private static String expected(String detail, Finding finding, SourceFile source) {
        Matcher matcher = EXPECTED.matcher(detail);
        String what = matcher.matches() ? matcher.group(1) : detail;
        if (what.contains("class, interface")) {
            return FIXED.get("expected4");
        }
        what = what.replace("<identifier>", "a name");
        String before = tokenBefore(source.text(), finding.offset());
        if (before.isEmpty()) {
            return what + " missing here.";
        }
        return what + " missing after " + (before.equals("\"") ? "the closing '\"'." : "\"" + before + "\".");
    }

    /** Javac reports what is missing where the word before it ends. */
    private static String tokenBefore(String text, long offset) {
        int end = (int) Math.min(Math.max(0, offset), text.length());
        while (end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        int start = end;
        while (start > 0 && end - start < 60 && Character.isJavaIdentifierPart(text.charAt(start - 1))) {
            start--;
        }
        return start < end ? text.substring(start, end) : text.substring(Math.max(0, end - 1), end);
    }

    private static String unknown(String detail) {
        Matcher symbol = SYMBOL.matcher(detail);
        Matcher location = LOCATION.matcher(detail);
        if (!symbol.find()) {
            return byPattern(detail);
        }
        String name = symbol.group(1).strip();
        String where = location.find() ? " in " + location.group(1).strip() : "";
        String next = name.startsWith("class ") ? "Import it, or correct its name; only Java, DJL and the lab are there."
                : name.startsWith("method ") ? "Correct its name or its arguments, or write it."
                : "Declare it, or correct its name.";
        return name + " is not known" + where + ". " + next;
    }

    private static String byPattern(String detail) {
        Matcher m;
        if ((m = ABSTRACT.matcher(detail)).matches()) {
            return m.group(1) + " lacks the method " + m.group(2) + " of " + simple(m.group(3))
                    + ", or its line was changed. Restore it as handed out.";
        }
        if ((m = LOSSY.matcher(detail)).matches()) {
            return "a " + m.group(1) + " does not fit into a " + m.group(2) + " without loss. Write (" + m.group(2)
                    + ") before it if that is meant.";
        }
        if ((m = CONVERTED.matcher(detail)).matches()) {
            return "this is of type " + m.group(1) + ", but " + m.group(2) + " is needed here.";
        }
        if ((m = OPERANDS.matcher(detail)).find()) {
            boolean tensor = m.group(2).equals("NDArray") || m.group(3).equals("NDArray");
            return "'" + m.group(1) + "' does not work between " + m.group(2) + " and " + m.group(3) + "."
                    + (tensor ? " Tensors have methods for it: add, sub, mul, div, gt, eq." : " Convert one of them.");
        }
        if ((m = APPLIED.matcher(detail)).matches()) {
            return m.group(1) + " takes (" + oneLine(m.group(2)) + "), but is given (" + oneLine(m.group(3)) + ").";
        }
        if ((m = UNREPORTED.matcher(detail)).matches()) {
            return m.group(1) + " can be thrown here. Catch it; the contract does not let it out.";
        }
        if ((m = UNINITIALISED.matcher(detail)).matches()) {
            return "variable " + m.group(1) + " may have no value yet. Give it one where it is declared.";
        }
        if ((m = DEFINED.matcher(detail)).matches()) {
            return m.group(1) + " exists already in " + m.group(2) + ". Give one of them another name.";
        }
        if ((m = NO_PACKAGE.matcher(detail)).matches()) {
            return "package " + m.group(1) + " is not there; only Java, DJL and the lab are. Do without it, or correct its name.";
        }
        if ((m = PRIVATE.matcher(detail)).matches()) {
            return m.group(1) + " is " + m.group(2) + " in " + m.group(3) + " and cannot be used here.";
        }
        if ((m = ILLEGAL.matcher(detail)).matches()) {
            return "the character '" + character(m.group(1)) + "' cannot stand here. Was it pasted from a page or a document?";
        }
        if ((m = PREVIEW.matcher(detail)).matches()) {
            return oneLine(m.group(1)) + " need a newer Java; sheets are compiled for Java 17.";
        }
        return oneLine(detail) + ".";
    }

    /** Returns the character that javac shows as an escape, unless a message should not hold it. */
    private static String character(String shown) {
        if (!shown.matches("\\\\u[0-9a-fA-F]{4}")) {
            return shown;
        }
        char c = (char) Integer.parseInt(shown.substring(2), 16);
        boolean visible = switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED, Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
        return visible ? String.valueOf(c) : shown;
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= 300 ? line : line.substring(0, 297) + "...";
    }
}
