package org.marksheet.grader.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marksheet.grader.compile.ToySheet.GOOD_SUMS;
import static org.marksheet.grader.compile.ToySheet.GOOD_WORDS;
import static org.marksheet.grader.compile.ToySheet.SUMS;
import static org.marksheet.grader.compile.ToySheet.WORDS;
import static org.marksheet.grader.compile.ToySheet.files;
import static org.marksheet.grader.compile.ToySheet.sums;
import static org.marksheet.grader.compile.ToySheet.sumsAnd;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCompilerTest {
    private static final String TOY_SUMS = "org.marksheet.toy.ToySums";
    private static final String TOY_WORDS = "org.marksheet.toy.ToyWords";

    private static SourceCompiler compiler;

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        compiler = new SourceCompiler(
                List.of(ToySheet.compiledTo(dir).classes()), ToySheet.CONTRACTS, CompilerLimits.defaults());
    }

    @AfterAll
    static void stop() {
        compiler.close();
    }

    @Test
    void goodFilesBecomeClassesForJava17() {
        Compilation both = compiler.compile(files(SUMS, GOOD_SUMS, WORDS, GOOD_WORDS, "answers.md", "# Not Java"));
        assertThat(both.problems()).isEmpty();
        assertThat(both.classes()).containsOnlyKeys(TOY_SUMS, TOY_WORDS);
        assertThat(both.classes().get(TOY_SUMS)).startsWith(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 61);
        assertThat(new String(both.classes().get(TOY_WORDS), StandardCharsets.ISO_8859_1)).contains("MethodParameters");
    }

    @Test
    void aMissingFileIsItsSkeleton() {
        assertThat(compiler.compile(files(WORDS, GOOD_WORDS)).classes()).containsOnlyKeys(TOY_WORDS);
        assertThat(compiler.compile(Map.of())).isEqualTo(new Compilation(Map.of(), List.of()));
    }

    @Test
    void nestedAndFurtherClassesAreKept() {
        Compilation result = compiler.compile(files(SUMS, sumsAnd("record Own(int x) {} Runnable r = new Runnable() { public void run() {} };")
                + "class Helper {}\ninterface Other {}"));
        assertThat(result.problems()).isEmpty();
        assertThat(result.classes()).containsOnlyKeys(TOY_SUMS, TOY_SUMS + "$Own", TOY_SUMS + "$1",
                "org.marksheet.toy.Helper", "org.marksheet.toy.Other");
    }

    @Test
    void oneFileWithErrorsCostsTheOtherNothing() {
        Compilation result = compiler.compile(files(SUMS, GOOD_SUMS.replace("a - b)", "a - c)"), WORDS, GOOD_WORDS));
        assertThat(result.classes()).containsOnlyKeys(TOY_WORDS);
        assertThat(result.uncompiled()).containsExactly(SUMS);
        assertThat(result.problems()).containsExactly(new Problem(SUMS, 6,
                "variable c is not known in class ToySums. Declare it, or correct its name.", "return new Pair(a + b, a - c);"));
    }

    @Test
    void aFileThatNeedsAnotherOnesHelperGoesWithIt() {
        String needsHelper = GOOD_WORDS.replace("String.join(\" \", words)", "ToySums.HELP");
        assertThat(compiler.compile(files(SUMS, sumsAnd("static final String HELP = \"\";"), WORDS, needsHelper)).problems()).isEmpty();
        Compilation result = compiler.compile(files(SUMS, sumsAnd("static final String HELP = \"\""), WORDS, needsHelper));
        assertThat(result.classes()).isEmpty();
        assertThat(result.problems()).extracting(Problem::sentence).containsExactly(
                "ToySums.java:4: ';' missing after the closing '\"'.",
                "ToyWords.java:6: variable HELP is not known in class ToySums. Declare it, or correct its name.");
    }

    @Test
    void anotherPackageIsAProblemOfThatFileOnly() {
        Compilation result = compiler.compile(files(
                SUMS, GOOD_SUMS.replace("org.marksheet.toy", "my.own"),
                WORDS, GOOD_WORDS.replace("return", "new ToySums(); return")));
        assertThat(result.classes()).containsOnlyKeys(TOY_WORDS);
        assertThat(result.problems()).containsExactly(new Problem(SUMS, 1,
                "the package is my.own. It must stay as handed out: package org.marksheet.toy;", "package my.own;"));
        says(GOOD_SUMS.replace("package org.marksheet.toy;", ""), "ToySums.java:3: the first line is missing. Write: package org.marksheet.toy;");
        says("package java.lang;\npublic class ToySums {}", "ToySums.java:1: the package is java.lang. It must stay as handed out: package org.marksheet.toy;");
        says("", "ToySums.java:1: the first line is missing. Write: package org.marksheet.toy;");
    }

    @Test
    void aClassThatIsGivenCannotBeReplaced() {
        says(sumsAnd("}\nclass Pair {"), "ToySums.java:5: class Pair is given and cannot be replaced. Remove it here, or give yours another name.");
        says(sumsAnd("}\ninterface Sums {"), "ToySums.java:5: class Sums is given and cannot be replaced. Remove it here, or give yours another name.");
        says(sumsAnd("}\nclass ToyWords {"), "ToySums.java:5: class ToyWords is given and cannot be replaced. Remove it here, or give yours another name.");
    }

    @Test
    void theClassMustBeWhatTheContractAsksFor() {
        says("package org.marksheet.toy;\nclass MySums {}", "ToySums.java:2: the file must declare class ToySums, but declares MySums. Give the class its name back.");
        says("package org.marksheet.toy;\nclass ToySums {}", "ToySums.java:2: class ToySums must implement Sums. Write: class ToySums implements Sums");
        says("package org.marksheet.toy;\nabstract class ToySums implements Sums {}", "ToySums.java:2: class ToySums must not be abstract, or nobody can make one. Remove 'abstract'.");
        says(sumsAnd("ToySums(int x) {}"), "ToySums.java:2: class ToySums needs a constructor without parameters that is not private. Add it, or remove the other ones.");
    }

    @Test
    void aChangedSignatureIsExplained() {
        says(sums("public Pair both(long a, long b) { return null; }"),
                "ToySums.java:2: ToySums lacks the method both(int,int) of Sums, or its line was changed. Restore it as handed out.");
        says(sums("public int both(int a, int b) { return 1; }"),
                "ToySums.java:2: ToySums lacks the method both(int,int) of Sums, or its line was changed. Restore it as handed out.",
                "ToySums.java:3: this line differs from the contract: both(int,int) in ToySums cannot implement both(int,int) in Sums return type int is not compatible with Pair. Restore it as handed out.");
        says(sums("Pair both(int a, int b) { return null; }"),
                "ToySums.java:3: this line differs from the contract: both(int,int) in ToySums cannot implement both(int,int) in Sums attempting to assign weaker access privileges; was public. Restore it as handed out.");
        says(sumsAnd("@Override public int third() { return 3; }"),
                "ToySums.java:4: the contract has no such method. Restore its name and parameters as handed out; a helper of your own has no @Override.");
    }

    @Test
    void commonErrorsAreSaidInWords() {
        says(sumsAnd("int f() { int ratio = 1 \n return ratio; }"), "ToySums.java:4: ';' missing after \"1\".");
        says(sumsAnd("int f(int ratio) { return ratio \n }"), "ToySums.java:4: ';' missing after \"ratio\".");
        says(sumsAnd("int f( { return 1; }"), "ToySums.java:4: a type should stand here. Look for a brace too many or too few just before.");
        says(sumsAnd("void f() {"), "ToySums.java:5: the file ends too early; a '}' is missing.");
        says(sumsAnd("}\n}"), "ToySums.java:5: this stands outside of any class. Look for one '}' too many above.");
        says(sumsAnd("int f() { 1 + 1; }"), "ToySums.java:4: this is not a statement. Is an assignment, a call or an operator missing?");
        says(sumsAnd("String s = \"abc;"), "ToySums.java:4: the text that begins here has no closing '\"' on its line.");
        says(sumsAnd("String s = \u201cabc\u201d;"),
                "ToySums.java:4: the character '\u201c' cannot stand here. Was it pasted from a page or a document?",
                "ToySums.java:4: the character '\u201d' cannot stand here. Was it pasted from a page or a document?");
        says(sumsAnd("Lisst<String> x;"), "ToySums.java:4: class Lisst is not known in class ToySums. Import it, or correct its name; only Java, DJL and the lab are there.");
        says(sumsAnd("int f() { return g(1); }"), "ToySums.java:4: method g(int) is not known in class ToySums. Correct its name or its arguments, or write it.");
        says(sumsAnd("int f() { return both(1); }"), "ToySums.java:4: both takes (int,int), but is given (int).");
        says(sumsAnd("float f() { return 1.5; }"), "ToySums.java:4: a double does not fit into a float without loss. Write (float) before it if that is meant.");
        says(sumsAnd("int f() { return \"\"; }"), "ToySums.java:4: this is of type String, but int is needed here.");
        says(sumsAnd("Object f(Pair p) { return p * 2; }"), "ToySums.java:4: '*' does not work between Pair and int. Convert one of them.");
        says(sumsAnd("int f() { }"), "ToySums.java:4: the method can end here without a result. Add a return for this case.");
        says(sumsAnd("int f() { int x; return x; }"), "ToySums.java:4: variable x may have no value yet. Give it one where it is declared.");
        says(sumsAnd("int f() { int a = 1; int a = 2; return a; }"), "ToySums.java:4: variable a exists already in method f(). Give one of them another name.");
        says(sumsAnd("void f() { throw new Exception(); }"), "ToySums.java:4: Exception can be thrown here. Catch it; the contract does not let it out.");
        says("package org.marksheet.toy;\nimport org.junit.jupiter.api.Test;\n" + sumsAnd("").substring(27),
                "ToySums.java:2: package org.junit.jupiter.api is not there; only Java, DJL and the lab are. Do without it, or correct its name.");
        says(sumsAnd("int f(Object o) { return switch (o) { case String s -> 1; default -> 2; }; }"),
                "ToySums.java:4: patterns in switch statements need a newer Java; sheets are compiled for Java 17.");
        says(sumsAnd("}\npublic class Second {"), "ToySums.java:5: only class ToySums may be public here. Give it that name, or remove 'public'.");
    }

    @Test
    void theLineIsQuotedAndManyErrorsAreCutShort() {
        Compilation result = compiler.compile(files(SUMS, sumsAnd("\tint f() {\r\n\t\treturn missing;\r\n\t}\n" + "int x = y;\n".repeat(30))));
        assertThat(result.problems()).hasSize(9);
        assertThat(result.problems().get(0)).isEqualTo(new Problem(SUMS, 5,
                "variable missing is not known in class ToySums. Declare it, or correct its name.", "return missing;"));
        assertThat(result.problems().get(8).message()).endsWith(" more errors from here on; many may go away with the first.");
    }

    @Test
    void bytesAreReadAsUtf8WithMarkAndAnyLineEnds() {
        assertThat(compiler.compile(files(SUMS, "\ufeff" + GOOD_SUMS.replace("\n", "\r\n\t"))).problems()).isEmpty();
        byte[] latin = sumsAnd("// Gr\u00fc\u00dfe").getBytes(StandardCharsets.ISO_8859_1);
        Compilation result = compiler.compile(Map.of(SUMS, latin));
        assertThat(result.problems()).extracting(Problem::sentence).containsExactly(
                "ToySums.java:4: this line holds characters that are not UTF-8. Save the file with the encoding UTF-8 and hand it in again.");
        assertThat(compiler.compile(Map.of(SUMS, GOOD_SUMS.getBytes(StandardCharsets.UTF_16))).uncompiled()).containsExactly(SUMS);
    }

    @Test
    void anAnnotationProcessorIsNotRun() {
        Compilation result = compiler.compile(files(SUMS, GOOD_SUMS.replace("@Override", "@Override @Deprecated")));
        assertThat(result.problems()).isEmpty();
    }

    @Test
    void aProcessThatWasKilledBetweenTwoSubmissionsIsReplaced() throws Exception {
        ProcessHandle old = compiler.handle();
        old.destroyForcibly();
        old.onExit().get();
        assertThat(compiler.compile(files(SUMS, GOOD_SUMS)).classes()).containsOnlyKeys(TOY_SUMS);
        assertThat(compiler.handle().pid()).isNotEqualTo(old.pid());
    }

    @Test
    void closingEndsTheProcess(@TempDir Path dir) throws Exception {
        SourceCompiler other = new SourceCompiler(List.of(dir), ToySheet.CONTRACTS, CompilerLimits.defaults());
        ProcessHandle handle = other.handle();
        other.close();
        assertThat(handle.onExit().get().isAlive()).isFalse();
    }

    @Test
    void aProcessThatCannotStartIsTheMachinesFault(@TempDir Path dir) {
        CompilerLimits tiny = new CompilerLimits(
                CompilerLimits.defaults().submission(), CompilerLimits.defaults().start(), 1000, 1);
        try (SourceCompiler other = new SourceCompiler(List.of(dir), ToySheet.CONTRACTS, tiny)) {
            assertThatThrownBy(() -> other.compile(files(SUMS, GOOD_SUMS))).isInstanceOf(CompilerFailedException.class)
                    .hasMessageStartingWith("The compiler process did not start. Nothing was compiled, no score changed.");
        }
    }

    private static void says(String sums, String... sentences) {
        Compilation result = compiler.compile(files(SUMS, sums));
        assertThat(result.problems()).extracting(Problem::sentence).containsExactly(sentences);
        assertThat(result.classes()).isEmpty();
    }
}
