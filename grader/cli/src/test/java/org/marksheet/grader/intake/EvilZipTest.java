package org.marksheet.grader.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marksheet.grader.intake.Uploads.ALLOWED;
import static org.marksheet.grader.intake.Uploads.patch;
import static org.marksheet.grader.intake.Uploads.zip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marksheet.grader.intake.Uploads.Entry;

class EvilZipTest {
    private static final String AGAIN = " Nothing was unpacked; ask for a new upload.";

    @TempDir
    Path dir;

    @AfterEach
    void nothingWasWritten() throws IOException {
        try (var left = Files.list(dir)) {
            assertThat(left).allMatch(file -> file.getFileName().toString().equals("mueller.zip"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "../../.bashrc, points outside the archive.",
        "a/../../b, points outside the archive.",
        "/etc/passwd, points outside the archive.",
        "C:/x, points outside the archive.",
        "c:x, points outside the archive.",
        "..\\..\\x, points outside the archive.",
        "a\\b.txt, 'has a backslash in its path, which not all systems read alike.'"
    })
    void aPathThatLeavesTheArchiveIsRejected(String name, String what) throws IOException {
        rejects(zip(path(), "answers.md", name), "entry \"" + name + "\" " + what + AGAIN);
    }

    @Test
    void anUnprintableNameIsShownHarmlessly() throws IOException {
        rejects(zip(path(), "../\u001b[2J\u202e"), "entry \"../\ufffd[2J\ufffd\" points outside the archive." + AGAIN);
    }

    @Test
    void linksAndDevicesAreRejected() throws IOException {
        for (int type : new int[] {0120000, 0020000, 0060000, 0010000, 0140000}) {
            byte[] target = "/etc/passwd".getBytes(StandardCharsets.UTF_8);
            rejects(zip(path(), new Entry("answers.md", target, type | 0777)),
                    "entry \"answers.md\" is a link or a device, not a file." + AGAIN);
        }
    }

    @Test
    void namesThatSomeSystemsMergeAreRejected() throws IOException {
        rejects(zip(path(), "answers.md", "ANSWERS.md"), "entries \"answers.md\" and \"ANSWERS.md\" are one name on some systems." + AGAIN);
        rejects(zip(path(), "\u00fc.md", "u\u0308.md"), "entries \"\u00fc.md\" and \"u\u0308.md\" are one name on some systems." + AGAIN);
        rejects(zip(path(), "answers.md", "answers.md"), "entries \"answers.md\" and \"answers.md\" are one name on some systems." + AGAIN);
    }

    @Test
    void anEncryptedEntryIsRejected() throws IOException {
        rejects(patch(zip(path(), "answers.md"), 8, 6, 0x0809), "entry \"answers.md\" is encrypted." + AGAIN);
    }

    @Test
    void anUnusualPackingIsRejected() throws IOException {
        rejects(patch(zip(path(), "answers.md"), 10, 8, 12),
                "entry \"answers.md\" is packed in an unusual way. Nothing was taken; make an ordinary zip and upload again.");
    }

    @Test
    void aWrongSizeOrChecksumIsRejected() throws IOException {
        rejects(patch(zip(path(), "answers.md"), 24, 0, 3), "entry \"answers.md\" is damaged." + AGAIN);
        rejects(patch(zip(path(), "answers.md"), 16, 0, 77), "entry \"answers.md\" is damaged." + AGAIN);
    }

    @Test
    void everyTruncationIsRejectedAndNoneThrows() throws IOException {
        byte[] whole = Files.readAllBytes(zip(path(), "answers.md", "KlPenalty.java"));
        for (int length = 0; length < whole.length; length++) {
            Files.write(path(), Arrays.copyOf(whole, length));
            assertThat(take()).as("cut to %d", length).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void everyFlippedByteIsAnswered() throws IOException {
        byte[] whole = Files.readAllBytes(zip(path(), "answers.md"));
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) 0xff;
            Files.write(path(), flipped);
            assertThat(take()).as("byte %d", at).isNotNull();
        }
    }

    @Test
    void aBombIsRejectedBeforeItIsInflated() throws IOException {
        byte[] zeros = new byte[65 << 20];
        rejects(zip(path(), Entry.of("answers.md", ""), new Entry("x.bin", zeros, 0100644)),
                "the archive unpacks to more than 64 MiB. Nothing was unpacked; leave out models and target/, and upload again.");
        rejects(zip(path(), Entry.of("answers.md", ""), new Entry("x.bin", Arrays.copyOf(zeros, 8 << 20), 0100644)),
                "the archive unpacks to more than 200 times its size, as archives that are meant to harm do." + AGAIN);
        rejects(zip(path(), new Entry("answers.md", Arrays.copyOf(zeros, 1 << 21), 0100644)),
                "the archive unpacks to more than 200 times its size, as archives that are meant to harm do." + AGAIN);
    }

    @Test
    void aFileThatIsLargerThanItsEntrySaysIsNotReadToItsEnd() throws IOException {
        Path bomb = zip(path(), new Entry("answers.md", new byte[(1 << 20) + 5], 0100644));
        rejects(patch(bomb, 26, 0, 0), "answers.md is larger than 1 MiB. Nothing was taken; move generated data out of it and upload again.");
    }

    @Test
    void tooManyEntriesAreRejected() throws IOException {
        rejects(zip(path(), IntStream.range(0, 10_001).mapToObj(i -> "n" + i).toArray(String[]::new)),
                "the archive has more than 10000 entries." + AGAIN);
    }

    @Test
    void aZipOfZipsSaysWhatToDo() throws IOException {
        rejects(zip(path(), "ada.zip", "bob.zip"),
                "the sheet's files are not in it, but zips are. Unpack them into a folder each and grade that.");
    }

    @Test
    void namesThatAreNotUtf8DoNotMerge() throws IOException {
        Path odd = zip(path(), "answers.md", "AAA.txt", "BBB.txt");
        byte[] bytes = Files.readAllBytes(odd);
        for (int i = 0; i + 2 < bytes.length; i++) {
            if (bytes[i] == bytes[i + 1] && bytes[i] == bytes[i + 2] && (bytes[i] == 'A' || bytes[i] == 'B')) {
                bytes[i] = (byte) (bytes[i] == 'A' ? 0x84 : 0x94);
            }
        }
        Files.write(odd, bytes);
        assertThat(take()).isInstanceOf(Submission.class);
    }

    private Path path() {
        return dir.resolve("mueller.zip");
    }

    private void rejects(Path zip, String sentence) {
        assertThat(take()).isEqualTo(new Rejected("mueller", "mueller.zip: " + sentence));
    }

    private Incoming take() {
        return new Intake(ALLOWED).take(List.of(path())).get(0);
    }
}
