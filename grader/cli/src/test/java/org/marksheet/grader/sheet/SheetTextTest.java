package org.marksheet.grader.sheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SheetTextTest {
    private final SheetText sheet = ToySheet.read();

    @TempDir
    Path folder;

    @Test
    void readsWordsAndPoints() {
        assertThat(sheet.id()).isEqualTo("4.1");
        assertThat(sheet.title()).isEqualTo("Fine-tuning a language model");
        assertThat(sheet.exercises()).extracting(ExerciseText::id).containsExactly("4.1.1", "4.1.9", "4.1.11");
        assertThat(sheet.exercises()).extracting(ExerciseText::bonus).containsExactly(false, false, true);
        assertThat(sheet.exercises().get(2).title()).isEqualTo("Beyond PPO");
        assertThat(sheet.possible()).isEqualByComparingTo("7.5");
        assertThat(sheet.exercises().get(2).points()).isEqualByComparingTo("2");

        TodoText todo = sheet.todo("4.1.9.a").orElseThrow();
        assertThat(todo.method()).isEqualTo("policyLoss");
        assertThat(todo.taskMarkdown()).startsWith("Write the clipped").doesNotContain("Hint", "instructor", "ratio-one");
        assertThat(todo.hints()).containsExactly(
                "Work in logs as long as you can,\nand exponentiate once.", "Try $A = -2$ and $r = 1.5$ by hand.");
        assertThat(todo.checks().get(1).id()).isEqualTo("4.1.9.a/clips-for-both-signs");
        assertThat(todo.checks().get(1).points()).isEqualTo(new BigDecimal("1.5"));
        assertThat(todo.checks().get(1).looksAt()).startsWith("ratios outside the band");
        assertThat(todo.feedback().keySet()).containsExactly("min-for-max", "no-clip");
        assertThat(todo.feedback().get("min-for-max")).startsWith("You take").endsWith("should be $3$.");
        assertThat(todo.feedback().get("no-clip")).isEqualTo("The ratio is never clipped.");
    }

    @Test
    void aPartHasTheShortestNames() {
        List<String> all = sheet.checks().stream().map(CheckText::id).toList();
        assertThat(sheet.part()).isEmpty();
        assertThat(sheet.only(id -> true).part()).isEmpty();
        assertThat(sheet.only(id -> id.startsWith("4.1.9.")).part()).containsExactly("4.1.9");
        assertThat(sheet.only("4.1.9.a/clips-for-both-signs"::equals).part()).containsExactly("4.1.9.a/clips-for-both-signs");
        for (String left : all) {
            List<String> names = sheet.only(id -> !id.equals(left)).part();
            assertThat(all.stream().filter(id -> names.stream().noneMatch(name ->
                    id.equals(name) || id.startsWith(name + ".") || id.startsWith(name + "/")))).containsExactly(left);
        }
    }

    @Test
    void aHeadingWithoutAnIdIsProse() {
        assertThat(sheet.exercise("4.1.9").orElseThrow().bodyMarkdown()).contains("### Pessimism", "larger loss");
    }

    @Test
    void studentsGetNothingOfTheInstructors() {
        assertThat(sheet.studentMarkdown())
                .contains("# 4.1 Fine-tuning", "**Hint.** $0 \\log 0$ is 0.")
                .doesNotContain("six hours", "instructor", "prompt-in-loss", "| check |", "\n\n\n");
        assertThat(sheet.introMarkdown()).contains("follows a model").doesNotContain("six hours");
    }

    @Test
    void theDigestIsTheSameForEachKindOfLineEnd() throws IOException {
        Path crlf = folder.resolve("crlf.md");
        Files.writeString(crlf, Files.readString(ToySheet.path()).replace("\n", "\r\n"));
        SheetText other = SheetText.read(crlf);
        assertThat(other.digest()).isEqualTo(sheet.digest()).matches("sha256:[0-9a-f]{64}");
        assertThat(other.exercises()).isEqualTo(sheet.exercises());
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '!', textBlock = """
        | 0.5 | the end of the answer ! | 0,5 | the end of the answer ! 26: "0,5" is no number of points. Write an exact decimal above 0, such as 0.5.
        | 0.5 | the end of the answer ! | 0 | the end of the answer ! 26: "0" is no number of points. Write an exact decimal above 0, such as 0.5.
        | 0.5 | the end of the answer ! | 0.5 ! 26: this row has 2 cells, not 3.
        `end-is-learnt` ! `prompt-is-ignored` ! 26: the check "4.1.1.a/prompt-is-ignored" stands already in line 25. Rename one of them.
        `end-is-learnt` ! `End` ! 26: "End" is no name of a check. Use lower-case words
        **Hint.** The token ! The token ! 14: TODO 4.1.1.a has no hint. Add a paragraph that begins with "**Hint.**".
        ## 4.1.11 Beyond ! ## 4.1.9 Beyond ! the exercise "4.1.9" stands already in line 35. Rename one of them.
        ## 4.1.11 Beyond ! ## 4.2.11 Beyond ! "4.2.11" is no exercise of sheet 4.1. Number it "4.1.N".
        ### 4.1.9.b value ! ### 4.1.8.b value ! "4.1.8.b" is no TODO of exercise 4.1.9. Write "4.1.9.a" and so on.
        ### 4.1.9.b value ! ### 4.1.9.a value ! the TODO "4.1.9.a" stands already in line
        ##### no-clip ! ##### min-for-max ! the mistake "min-for-max" of 4.1.9.a stands already in line
        ##### no-clip ! ##### No Clip ! "No Clip" is no name of a mistake.
        The ratio is never clipped. !  ! nothing is said about the mistake "no-clip". Add a paragraph below the heading.
        <!-- /instructor --> ! <!-- /instructors --> ! 9: "<!-- /instructors -->" is not a marker. Write "<!-- instructor -->" or
        # 4.1 Fine ! # Fine ! 1: the title has no number. Write "# 4.1 Title".
        #### Feedback ! #### Feedbak ! 28: "#### Feedbak" is not read (did you mean "Feedback"?). Rename it.
        | check | points ! | points | check ! 23: the table of checks has other columns. Begin it with
        """)
    void aProblemNamesFileLineAndNextStep(String from, String to, String problem) throws IOException {
        String broken = Files.readString(ToySheet.path()).replaceFirst(
                java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to == null ? "" : to));
        assertThatThrownBy(() -> read(broken))
                .isInstanceOf(SheetException.class)
                .hasMessageContaining("sheet.md:")
                .hasMessageContaining(problem);
    }

    @Test
    void aBlockThatIsNeverClosedIsNamed() throws IOException {
        String text = Files.readString(ToySheet.path()).stripTrailing();
        String broken = text.substring(0, text.length() - InstructorBlocks.CLOSE.length());
        assertThatThrownBy(() -> read(broken)).hasMessageContaining("this instructor's block is never closed. Add");
    }

    @Test
    void checksOutsideABlockWouldReachStudents() throws IOException {
        String broken = "# 4.1 T\n\n## 4.1.1 E\n\n### 4.1.1.a m\n\nTask.\n\n**Hint.** H.\n\n#### Checks\n";
        assertThatThrownBy(() -> read(broken))
                .hasMessageContaining(":11: \"#### Checks\" stands where students see it.")
                .hasMessageContaining(":5: TODO 4.1.1.a has no table of checks.");
    }

    @Test
    void markersAndHeadingsInCodeAreText() throws IOException {
        String text = Files.readString(ToySheet.path()).replace(
                "Return the labels:", "```\n<!-- instructor -->\n## 4.1.1 x\n```\n\nReturn the labels:");
        assertThat(read(text).todo("4.1.1.a").orElseThrow().taskMarkdown()).contains("<!-- instructor -->");
    }

    @Test
    void everyTruncationIsReadOrRefusedInWords() throws IOException {
        String text = Files.readString(ToySheet.path());
        for (int end = 0; end < text.length(); end += 7) {
            try {
                read(text.substring(0, end));
            } catch (SheetException e) {
                assertThat(e.problems()).isNotEmpty().allMatch(problem -> problem.matches("(?s).+sheet\\.md:\\d+: .+"));
            }
        }
    }

    @Test
    void aMissingSheetIsSaidSo() {
        assertThatThrownBy(() -> SheetText.read(folder.resolve("none.md"))).hasMessageContaining("there is no such file");
    }

    @Test
    void idsOfCodeAndSheetAgree() {
        assertThat(sheet.verify(ids(), mistakes())).isEmpty();
    }

    @Test
    void anIdThatOnlyOneSideHasIsNamedWithTheNearestOne() {
        List<String> ids = new java.util.ArrayList<>(ids());
        ids.set(ids.indexOf("4.1.9.a/ratio-one"), "4.1.9.a/ratio-is-one");
        Map<String, List<String>> mistakes = new java.util.TreeMap<>(mistakes());
        mistakes.put("4.1.9.a", List.of("min-for-max", "never-clips"));
        assertThat(sheet.verify(ids, mistakes)).satisfiesExactly(
                one -> assertThat(one).contains(":62: no check in the code is called \"4.1.9.a/ratio-one\""
                        + " (did you mean \"4.1.9.a/ratio-is-one\"?)."),
                two -> assertThat(two).contains("the code has a check \"4.1.9.a/ratio-is-one\" without points"),
                three -> assertThat(three).contains("no mistake of 4.1.9.a is called \"no-clip\""),
                four -> assertThat(four).contains("the sheet has no words for the mistake \"never-clips\" of 4.1.9.a"));
    }

    private List<String> ids() {
        return sheet.checks().stream().map(CheckText::id).toList();
    }

    private static Map<String, List<String>> mistakes() {
        return Map.of("4.1.1.a", List.of("prompt-in-loss"), "4.1.9.a", List.of("min-for-max", "no-clip"));
    }

    private SheetText read(String text) throws IOException {
        Path file = folder.resolve("sheet.md");
        Files.writeString(file, text);
        return SheetText.read(file);
    }
}
