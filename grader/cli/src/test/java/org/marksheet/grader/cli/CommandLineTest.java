package org.marksheet.grader.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marksheet.grader.cli.ToyCourse.Ended;

/** Words and exit codes of commands that grade nothing. */
class CommandLineTest {
    @TempDir
    private Path folder;

    private ToyCourse course;

    @BeforeEach
    void open() throws IOException {
        course = ToyCourse.in(folder);
    }

    @AfterEach
    void close() throws IOException {
        course.close();
    }

    @Test
    void theToySheetPassesItsSelfCheck() {
        Ended ended = course.run("selfcheck", "--seeds", "3", "--json");
        assertThat(ended.errors()).contains("solution      4.0 of 4.0 points").contains("skeleton      0 points");
        assertThat(ended.code()).isZero();
        assertThat(ended.output()).startsWith("{").contains("\"missed\" : [ ]");
    }

    @Test
    void anUnknownSheetOptionCommandOrPathIsWrongUsage() {
        assertThat(course.run("grade", "--sheet", "9.9", folder.toString()))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(2))
                .satisfies(ended -> assertThat(ended.errors()).contains("9.9").contains("0.1"));
        Ended unknown = course.run("grdae");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.errors()).contains("grade");
        assertThat(course.run("grade", "--jobs", "0", folder.toString()).code()).isEqualTo(2);
        Ended only = course.run("grade", "--only", "0.1.7", folder.toString());
        assertThat(only.code()).isEqualTo(2);
        assertThat(only.errors()).contains("no exercise, TODO or check \"0.1.7\"").contains("0.1.1");
        assertThat(course.run("grade", "--only", "0.1.1.z", folder.toString()).errors()).contains("The TODOs of 0.1.1: 0.1.1.a, 0.1.1.b.");
        assertThat(course.run("grade", "--only", "0.1.1.a/no", folder.toString()).errors()).contains("The checks of 0.1.1.a: 0.1.1.a/");
        assertThat(course.run("grade", "--jobs", "1.5", folder.toString()).errors()).contains("'1.5' is not a whole number");
        Ended memory = course.run("grade", "--memory", "2000000000", folder.toString());
        assertThat(memory.code()).isEqualTo(2);
        assertThat(memory.errors()).contains("--memory is 2000000000 MiB").contains("this machine has");
        Ended missing = course.run("grade", folder.resolve("nowhere").toString());
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.errors()).contains("nowhere");
        assertThat(course.run().code()).isEqualTo(2);
        assertThat(course.run("selfcheck", "--seeds", "0").code()).isEqualTo(2);
    }

    @Test
    void resultsAndSubmissionsAreKeptApart() throws IOException {
        Path inside = folder.resolve("class/results");
        Ended within = course.run("grade", "--out", inside.toString(), folder.resolve("class").toString());
        assertThat(within.code()).isEqualTo(2);
        assertThat(within.errors()).contains("lies in").contains("elsewhere");
        assertThat(inside).doesNotExist();
        assertThat(course.run("grade", "--out", folder.toString(), folder.toString()).code()).isEqualTo(2);
        assertThat(course.run("grade", "").errors()).contains("PATH is empty");
        assertThat(course.run("grade", "--out", "", folder.toString()).errors()).contains("--out is empty");
    }

    @Test
    void aFileInTheWayIsToldInWords() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Path submission = folder.resolve("class/ada");
        ToyCourse.submit(submission, "return numbers.mean();", "return 0;");
        Ended ended = course.run("grade", "--sandbox", "none", "--out", file.toString(), submission.toString());
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.errors()).contains(file + ": a file is there, where a folder is needed. Choose another path");
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        for (String command : new String[] {"demo", "grade", "selfcheck", "handout", "doctor"}) {
            Ended ended = course.run(command, "--help");
            assertThat(ended.code()).as(command).isZero();
            assertThat(ended.output()).as(command).contains("Example:").contains("marksheet " + command);
        }
    }
}
