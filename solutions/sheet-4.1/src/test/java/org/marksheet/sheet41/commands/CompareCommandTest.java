package org.marksheet.sheet41.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** An instruction to two models. */
class CompareCommandTest {
    private static final Path MODELS = Path.of("../../exercises/lab/src/test/resources");

    @Test
    void theTunedModelFollowsAndTheBaseModelContinues() {
        Ended ended = Ended.of(new CompareCommand());
        assertThat(ended.code()).isZero();
        String[] parts = ended.output().split("Base model");
        assertThat(parts[0]).contains("Instruction: list words that start with m").contains("Rule: every word begins with \"m\"")
                .contains("Instruct model").containsPattern("\n  m\\w+").contains("Follows the rule: 100 %");
        assertThat(parts[1]).contains("Does not follow the rule: ").doesNotContain("(nothing");
    }

    @Test
    void anAnswerMayBeEmpty() {
        Ended ended = Ended.of(new CompareCommand(), "list words that start with m.", "--rule", "contains=moon");
        assertThat(ended.output()).contains("Follows the rule: it does.").contains("(nothing: the text ends at once)")
                .contains("Does not follow the rule: it does not.");
    }

    @Test
    void anyTwoModelsGetTheSheetsInstruction() {
        Ended ended = Ended.of(new CompareCommand(), "--instruct", MODELS.resolve("phi3-tiny").toString(), "--base",
                MODELS.resolve("gpt2-tiny").toString(), "--max-new-tokens", "5");
        assertThat(ended.code()).isZero();
        assertThat(ended.output()).contains("every word begins with the letter a").contains("Instruct model (").contains("Base model (");
    }

    @Test
    void whatIsMissingIsAskedFor() {
        assertThat(Ended.of(new CompareCommand(), "--base", "gpt2").errors()).contains("give both --instruct and --base");
        assertThat(Ended.of(new CompareCommand(), "Say hello.").errors()).contains("Add --rule");
        Ended unknown = Ended.of(new CompareCommand(), "Say hello.", "--rule", "polite");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.errors()).contains("There is no rule \"polite\"").contains("bullet-list=N").doesNotContain("\tat ");
    }
}
