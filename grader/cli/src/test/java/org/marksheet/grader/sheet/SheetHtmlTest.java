package org.marksheet.grader.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SheetHtmlTest {
    private static final Formulas FORMULAS = Formulas.none();

    private final SheetHtml html = new SheetHtml(FORMULAS);

    @TempDir
    Path folder;

    @Test
    void formulasBecomeMathMl() {
        Document page = Jsoup.parse(html.html("Take $a_1 < b_1$ and\n\n$$\n\\max(x,\n- y_1\n= z_1)\n$$\n\nand $5 or `$x$`."));
        assertThat(page.select("math")).hasSize(2);
        assertThat(page.select("math[display=block]")).hasSize(1);
        assertThat(page.select("em, ul, h1, h2, annotation, script")).isEmpty();
        assertThat(page.select("code").text()).isEqualTo("$x$");
        assertThat(page.text()).contains("and $5 or");
    }

    @Test
    void signsAndNamesOfFunctionsKeepTheirSpaces() {
        assertThat(FORMULAS.mathMl(new Formula("a = -2", false))).contains("<mo form=\"prefix\">\u2212</mo>");
        assertThat(FORMULAS.mathMl(new Formula("-2", false))).contains("<mo form=\"prefix\">\u2212</mo>");
        assertThat(FORMULAS.mathMl(new Formula("(a) - 2", false))).contains("<mo>\u2212</mo>");
        assertThat(FORMULAS.mathMl(new Formula("\\log x", false))).contains("<mspace");
        assertThat(FORMULAS.mathMl(new Formula("\\log(x)", false))).doesNotContain("<mspace");
        assertThat(FORMULAS.mathMl(new Formula("A\\operatorname{clip}(r)", false))).contains("</mi><mspace");
    }

    @Test
    void dollarsInCodeAndMoneyAreText() {
        assertThat(FormulaScanner.scan("$5 and $6, \\$x\\$, `$a$`\n\n```\n$b$\n```\n\n``$c$ ` $d$`` $e$"))
                .extracting(placed -> placed.formula().tex() + "@" + placed.line())
                .containsExactly("e@7");
    }

    @Test
    void tablesMayHoldFormulasWithBars() {
        Document page = Jsoup.parse(html.html("| a | b |\n|---|---|\n| $|x|$ | 2 |\n"));
        assertThat(page.select("td")).hasSize(2);
        assertThat(page.select("td math")).hasSize(1);
    }

    @Test
    void headingsFitBelowThePage() {
        Document page = Jsoup.parse(html.html("## A\n\n#### B", 3));
        assertThat(page.select("h3").text()).isEqualTo("A");
        assertThat(page.select("h5").text()).isEqualTo("B");
    }

    @Test
    void codeIsEscaped() {
        assertThat(html.html("```java\nList<String> x;\n```")).contains("List&lt;String&gt;");
    }

    @Test
    void aWrongFormulaIsAnErrorWithFileAndLine() throws IOException {
        Path sheet = folder.resolve("wrong.md");
        Files.writeString(sheet, "# 4.1 T\n\nGood: $x$.\nBad: $\\frac{1}$ and $\\nonsense$\n");
        assertThatThrownBy(() -> FormulaCompiler.compile(folder.resolve("f.json"), java.util.List.of(sheet)))
                .isInstanceOf(SheetException.class)
                .hasMessageContaining("wrong.md:4: the formula \"\\frac{1}\" is wrong: KaTeX parse error")
                .hasMessageContaining("wrong.md:4: the formula \"\\nonsense\" is wrong: KaTeX parse error: Undefined");
        assertThat(folder.resolve("f.json")).doesNotExist();
    }

    @Test
    void aDisplayedFormulaWithoutEndIsAnErrorWithFileAndLine() throws IOException {
        Path sheet = folder.resolve("open.md");
        Files.writeString(sheet, "# 4.1 T\n\n$$ x\n\n y\n");
        assertThatThrownBy(() -> FormulaCompiler.compile(folder.resolve("f.json"), java.util.List.of(sheet)))
                .hasMessageContaining("open.md:3: a formula begins with \"$$\" and does not end");
    }

    @Test
    void whatTheBuildRenderedIsLookedUp() throws IOException {
        FormulaCompiler.main(new String[] {folder.toString(), ToySheet.path().toString()});
        Path file = folder.resolve(FormulaCache.RESOURCE);
        byte[] first = Files.readAllBytes(file);
        FormulaCompiler.main(new String[] {folder.toString(), ToySheet.path().toString()});
        assertThat(Files.readAllBytes(file)).isEqualTo(first);

        try (java.net.URLClassLoader loader =
                new java.net.URLClassLoader(new java.net.URL[] {folder.toUri().toURL()}, null)) {
            Formulas formulas = Formulas.of(loader);
            new SheetHtml(formulas).html(SheetSource.read(ToySheet.path()).text());
            assertThat(formulas.rendered()).isFalse();
            formulas.mathMl(new Formula("q", false));
            assertThat(formulas.rendered()).isTrue();
        }
    }
}
