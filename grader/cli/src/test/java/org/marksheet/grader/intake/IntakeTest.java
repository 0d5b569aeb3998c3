package org.marksheet.grader.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.marksheet.grader.intake.Uploads.ALLOWED;
import static org.marksheet.grader.intake.Uploads.KL;
import static org.marksheet.grader.intake.Uploads.PPO;
import static org.marksheet.grader.intake.Uploads.file;
import static org.marksheet.grader.intake.Uploads.zip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntakeTest {
    @TempDir
    Path dir;

    @ParameterizedTest
    @ValueSource(strings = {
        "ClippedPpoObjective.java",
        "src/main/java/org/marksheet/sheet41/ppo/ClippedPpoObjective.java",
        "sheet-4.1/src/main/java/org/marksheet/sheet41/ppo/ClippedPpoObjective.java",
        "exercises/sheet-4.1/src/main/java/org/marksheet/sheet41/ppo/ClippedPpoObjective.java",
        "exercises-main/sheet-4.1/src/main/java/org/marksheet/sheet41/ppo/ClippedPpoObjective.java",
        "org/marksheet/sheet41/ppo/ClippedPpoObjective.java",
        "ppo/ClippedPpoObjective.java"
    })
    void aFolderWithAProjectOrItsFilesIsOneSubmission(String path) throws IOException {
        file(dir, "ada/" + path, "mine");
        assertThat(take("ada")).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo("ada");
            assertThat(text(one, PPO)).isEqualTo("mine");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "ClippedPpoObjective.java",
        "sheet-4.1/src/main/java/org/marksheet/sheet41/ppo/ClippedPpoObjective.java",
        "my solution/final/exercises/sheet-4.1/src/main/java/org/marksheet/sheet41/ppo/ClippedPpoObjective.java"
    })
    void aFolderOfFoldersAndZipsIsAClass(String path) throws IOException {
        file(dir, "class/bob/" + path, "of bob");
        zip(dir.resolve("class/ada.zip"), path);
        file(dir, "class/.DS_Store", "");
        file(dir, "class/grades.csv", "");
        Files.createDirectory(dir.resolve("class/.git"));
        assertThat(take("class")).extracting(Incoming::name).containsExactly("ada", "bob");
        assertThat(take("class")).allMatch(one -> submission(one).files().keySet().equals(java.util.Set.of(PPO)));
        assertThat(take("class/ada.zip")).extracting(Incoming::name).containsExactly("ada");
    }

    @Test
    void oneStrangelyNamedFolderDoesNotMakeAClassOneSubmission() throws IOException {
        file(dir, "class/ada/answers.md", "a");
        file(dir, "class/bob/answers.md", "b");
        file(dir, "class/exercises/answers.md", "c");
        assertThat(take("class")).extracting(Incoming::name).containsExactly("ada", "bob", "exercises");
    }

    @Test
    void aCheckoutIsOneSubmissionWhateverItsFoldersAreCalled() throws IOException {
        file(dir, "ada/pom.xml", "");
        file(dir, "ada/work/org/marksheet/sheet41/kl/KlPenalty.java", "k");
        file(dir, "ada/.git/ClippedPpoObjective.java", "old");
        file(dir, "ada/target/ClippedPpoObjective.java", "old");
        assertThat(take("ada")).singleElement().satisfies(one -> {
            assertThat(submission(one).files()).containsOnlyKeys(KL);
            assertThat(submission(one).notes()).containsExactly("pom.xml was ignored");
        });
    }

    @Test
    void aMoodleFolderHoldsTheZipAsItWasUploaded() throws IOException {
        Path student = Files.createDirectories(dir.resolve("class/Ada L_17_assignsubmission_file_"));
        zip(student.resolve("hand in.zip"), "x/answers.md");
        assertThat(take("class")).singleElement().satisfies(one -> {
            assertThat(one.name()).isEqualTo("Ada L_17_assignsubmission_file_");
            assertThat(submission(one).files()).containsOnlyKeys("answers.md");
        });
    }

    @Test
    void theCopyInItsPackageWinsAndTheOthersAreNoted() throws IOException {
        file(dir, "ada/ClippedPpoObjective.java", "draft");
        file(dir, "ada/deep/down/src/main/java/" + PPO, "final");
        Incoming one = take("ada").get(0);
        assertThat(text(one, PPO)).isEqualTo("final");
        assertThat(submission(one).notes()).containsExactly(
                "ClippedPpoObjective.java was handed in 2 times with different content: deep/down/src/main/java/"
                        + PPO + " was taken, not ClippedPpoObjective.java");
    }

    @Test
    void theShallowestWinsIfPackagesDoNotDecide() throws IOException {
        zip(dir.resolve("ada.zip"), "b/answers.md", "a/b/answers.md", "c/answers.md");
        assertThat(text(take("ada.zip").get(0), "answers.md")).isEqualTo("of b/answers.md");
    }

    @Test
    void equalCopiesNeedNoNote() throws IOException {
        file(dir, "ada/answers.md", "same");
        file(dir, "ada/old/answers.md", "same");
        assertThat(submission(take("ada").get(0)).notes()).isEmpty();
    }

    @Test
    void ignoredFilesAreNotedAndManyInOneNote() throws IOException {
        file(dir, "ada/answers.md", "a");
        file(dir, "ada/Extra.java", "e");
        file(dir, "ada/out/Extra.class", "e");
        file(dir, "ada/.idea/x.xml", "e");
        assertThat(submission(take("ada").get(0)).notes()).containsExactly("Extra.java was ignored");
        for (int i = 0; i < 9; i++) {
            file(dir, "ada/notes" + i + ".txt", "e");
        }
        assertThat(submission(take("ada").get(0)).notes())
                .containsExactly("10 other files were ignored: Extra.java, notes0.txt, notes1.txt, ..");
    }

    @Test
    void aNearlyRightNameIsAskedAbout() throws IOException {
        file(dir, "ada/answers.md", "a");
        file(dir, "ada/ClippedPpoObjective (1).java", "e");
        file(dir, "ada/klpenalty.java", "e");
        assertThat(submission(take("ada").get(0)).notes()).containsExactly(
                "ClippedPpoObjective (1).java was ignored; is it meant to be ClippedPpoObjective.java?",
                "klpenalty.java was ignored; is it meant to be KlPenalty.java?");
    }

    @Test
    void theDigestIsOfTheFilesOnly() throws IOException {
        file(dir, "ada/answers.md", "a");
        file(dir, "bob/x/y/answers.md", "a");
        zip(dir.resolve("eve.zip"), "answers.md");
        String ada = submission(take("ada").get(0)).digest();
        assertThat(ada).matches("sha256:[0-9a-f]{64}").isEqualTo(submission(take("bob").get(0)).digest());
        assertThat(submission(take("eve.zip").get(0)).digest()).isNotEqualTo(ada);
    }

    @Test
    void namesAreUniqueAndSafeFolderNames() throws IOException {
        file(dir, "one/Ada/answers.md", "a");
        file(dir, "one/con/answers.md", "a");
        file(dir, "one/-rf ~;x/answers.md", "a");
        file(dir, "one/results.csv/answers.md", "a");
        file(dir, "two/ada/answers.md", "b");
        file(dir, "two/M\u00fcller \u202etxt/answers.md", "b");
        assertThat(new Intake(ALLOWED).take(List.of(dir.resolve("one"), dir.resolve("two"), dir.resolve("one"))))
                .extracting(Incoming::name)
                .containsExactly("rf __x", "Ada", "_con", "results.csv-2", "M\u00fcller _txt", "ada-2");
    }

    @Test
    void aLinkIsNotFollowed() throws IOException {
        Path secret = file(dir, "secret/ClippedPpoObjective.java", "secret");
        file(dir, "class/ada/answers.md", "a");
        Files.createSymbolicLink(dir.resolve("class/ada/ClippedPpoObjective.java"), secret);
        Files.createSymbolicLink(dir.resolve("class/ada/more"), secret.getParent());
        Files.createSymbolicLink(dir.resolve("class/bob"), secret.getParent());
        List<Incoming> all = take("class");
        assertThat(submission(all.get(0)).files()).containsOnlyKeys("answers.md");
        assertThat(submission(all.get(0)).notes()).containsExactly(
                "ClippedPpoObjective.java is a symbolic link and was not followed",
                "more is a symbolic link and was not followed");
        assertThat(all.get(1)).isEqualTo(new Rejected("bob", "bob: this is a symbolic link and was not followed. "
                + "Put the submission itself here, or name its path."));
    }

    @Test
    void aPipeIsNotOpened() throws Exception {
        file(dir, "ada/answers.md", "a");
        Process mkfifo = new ProcessBuilder("mkfifo", dir.resolve("ada/KlPenalty.java").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
        assertThat(submission(take("ada").get(0)).notes()).containsExactly("KlPenalty.java is no ordinary file and was ignored");
    }

    @Test
    void whatCannotBeTakenIsRejectedAndTheRestGoesOn() throws IOException {
        file(dir, "class/ada/answers.md", "a");
        file(dir, "class/bob/answers.md", "b".repeat((1 << 20) + 1));
        file(dir, "class/eve/readme.txt", "c");
        file(dir, "class/kim.rar", "Rar!");
        file(dir, "class/lee.zip", "not a zip");
        file(dir, "class/max.zip", "");
        assertThat(take("class")).filteredOn(Rejected.class::isInstance).extracting(one -> ((Rejected) one).reason())
                .containsExactly(
                        "bob: answers.md is larger than 1 MiB. Nothing was taken; move generated data out of it and upload again.",
                        "eve: none of the sheet's files is in it. Looked for ClippedPpoObjective.java, KlPenalty.java, answers.md; ask for a new upload. "
                                + "Seen: readme.txt was ignored.",
                        "kim.rar: only zips are read. Nothing was unpacked; ask for a zip.",
                        "lee.zip: this is no zip, or it is broken or cut off. Nothing was unpacked; ask for a new upload.",
                        "max.zip: this is no zip, or it is broken or cut off. Nothing was unpacked; ask for a new upload.");
    }

    @Test
    void tooManyFilesAndTooDeepFoldersAreBounded() throws IOException {
        for (int i = 0; i < 30; i++) {
            file(dir, "ada/n" + i + ".txt", "");
        }
        file(dir, "ada/answers.md", "");
        Intake narrow = new Intake(ALLOWED, new Bounds(20, 1 << 20, 1 << 20, 1 << 10, 100, 3));
        assertThat(narrow.take(List.of(dir.resolve("ada")))).containsExactly(new Rejected("ada",
                "ada: the folder has more than 20 files. Nothing was taken; keep only the sheet's files in it."));
        file(dir, "bob/answers.md", "");
        file(dir, "bob/1/2/3/4/5/KlPenalty.java", "");
        assertThat(submission(narrow.take(List.of(dir.resolve("bob"))).get(0)).notes())
                .containsExactly("1/2/3/4 lies more than 3 levels down and was not searched");
    }

    @Test
    void whatIsNotThereIsSaid() throws IOException {
        Path empty = Files.createDirectory(dir.resolve("empty"));
        Path text = file(dir, "class.txt", "");
        assertThatThrownBy(() -> take("nowhere")).isInstanceOf(InputException.class).hasMessage(
                dir.resolve("nowhere") + " is not there or cannot be read. Looked for a submission (folder or zip) or a folder of them.");
        assertThatThrownBy(() -> take("empty")).isInstanceOf(InputException.class).hasMessage("There is no submission in " + empty
                + ". Looked for ClippedPpoObjective.java, KlPenalty.java, answers.md, and for folders and zips with them.");
        assertThatThrownBy(() -> take("class.txt")).isInstanceOf(InputException.class).hasMessage(text
                + " is neither a folder nor a zip. Give a submission (folder or zip) or a folder of them.");
    }

    @Test
    void bytesAreTakenAsTheyAre() throws IOException {
        byte[] bytes = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'a', '\r', '\n', (byte) 0xfc};
        Files.createDirectory(dir.resolve("ada"));
        Files.write(dir.resolve("ada/answers.md"), bytes);
        assertThat(submission(take("ada").get(0)).files().get("answers.md")).isEqualTo(bytes);
    }

    private List<Incoming> take(String path) {
        return new Intake(ALLOWED).take(List.of(dir.resolve(path)));
    }

    private static Submission submission(Incoming one) {
        assertThat(one).isInstanceOf(Submission.class);
        return (Submission) one;
    }

    private static String text(Incoming one, String path) {
        return new String(submission(one).files().get(path), StandardCharsets.UTF_8);
    }
}
