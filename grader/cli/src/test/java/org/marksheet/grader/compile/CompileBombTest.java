package org.marksheet.grader.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marksheet.grader.compile.ToySheet.GOOD_WORDS;
import static org.marksheet.grader.compile.ToySheet.SUMS;
import static org.marksheet.grader.compile.ToySheet.WORDS;
import static org.marksheet.grader.compile.ToySheet.files;
import static org.marksheet.grader.compile.ToySheet.sumsAnd;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources that are meant to harm a compiler cost their own exercise and nothing else. */
class CompileBombTest {
    private static final Duration LIMIT = Duration.ofSeconds(12);

    private static SourceCompiler compiler;

    @BeforeAll
    static void start(@TempDir Path dir) throws Exception {
        CompilerLimits usual = CompilerLimits.defaults();
        compiler = new SourceCompiler(List.of(ToySheet.compiledTo(dir).classes()), ToySheet.CONTRACTS,
                new CompilerLimits(LIMIT, usual.start(), usual.sourceBytes(), usual.heapMiB()));
    }

    @AfterAll
    static void stop() {
        compiler.close();
    }

    static Stream<Arguments> bombs() {
        return Stream.of(
                bomb("deep expression", "int f() { return " + "(".repeat(200_000) + "1" + ")".repeat(200_000) + "; }", "nest"),
                bomb("deep blocks", "void f() { " + "{".repeat(200_000) + "}".repeat(200_000) + " }", "nest"),
                bomb("deep generics", "java.util.List<".repeat(30_000) + "String" + ">".repeat(30_000) + " x;", "nest"),
                bomb("long chain", "String f(StringBuilder b) { return b" + ".append(1)".repeat(90_000) + ".toString(); }", "nest"),
                bomb("doubling types", "void f() { var v0 = java.util.Map.of(1, 1); " + IntStream.range(0, 40)
                        .mapToObj(i -> "var v" + (i + 1) + " = java.util.Map.entry(v" + i + ", v" + i + "); ")
                        .collect(Collectors.joining()) + " }", "."),
                bomb("doubling finally", "int f() { " + "try { g(); } finally { ".repeat(40) + "g();" + " }".repeat(40)
                        + " return 1; } void g() {}", "."),
                bomb("doubling constant", "static final String S0 = \"0123456789abcdef\"; " + IntStream.range(0, 40)
                        .mapToObj(i -> "static final String S" + (i + 1) + " = S" + i + " + S" + i + "; ")
                        .collect(Collectors.joining()), "."),
                bomb("long method", "int f(int x) { " + "x += x * 3;".repeat(30_000) + " return x; }", "64 KiB"),
                bomb("long array", "int[] a = {" + "1234567,".repeat(100_000) + "};", "64 KiB"),
                bomb("many constants", IntStream.range(0, 66_000).mapToObj(i -> "int a" + i + ";").collect(Collectors.joining()),
                        "too many"),
                bomb("long text", "String s = \"" + "x".repeat(70_000) + "\";", "64 KiB"),
                bomb("many classes", IntStream.range(0, 40_000).mapToObj(i -> "class C" + i + "{}").collect(Collectors.joining()), "."),
                bomb("long ancestry", IntStream.range(0, 9_000).mapToObj(i -> "class C" + i + " extends C" + (i + 1) + " {} ")
                        .collect(Collectors.joining()) + "class C9000 {}", "."),
                bomb("many lines", "\n".repeat(1 << 20), "too large"));
    }

    private static Arguments bomb(String name, String body, String word) {
        return Arguments.of(name, sumsAnd(body), word);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bombs")
    void aBombCostsItsOwnFileOnly(String name, String source, String word) {
        Compilation result = compiler.compile(files(SUMS, source, WORDS, GOOD_WORDS));
        assertThat(result.classes()).containsKey("org.marksheet.toy.ToyWords");
        assertThat(result.uncompiled()).containsExactly(SUMS);
        assertThat(result.problems()).allMatch(problem -> problem.message().contains(word));
        assertThat(compiler.compile(files(WORDS, GOOD_WORDS)).problems()).isEmpty();
    }

    @Test
    void twoFilesThatHangAreBothLeftOutInTime() {
        String hang = "void hang() { var v0 = java.util.Map.of(1, 1); " + IntStream.range(0, 40)
                .mapToObj(i -> "var v" + (i + 1) + " = java.util.Map.entry(v" + i + ", v" + i + "); ")
                .collect(Collectors.joining()) + " }";
        ProcessHandle old = compiler.handle();
        Compilation result = compiler.compile(files(
                SUMS, sumsAnd(hang), WORDS, GOOD_WORDS.replaceFirst("\\{", "{ " + hang)));
        assertThat(result.classes()).isEmpty();
        assertThat(result.uncompiled()).containsExactlyInAnyOrder(SUMS, WORDS);
        assertThat(old.isAlive()).isFalse();
    }
}
