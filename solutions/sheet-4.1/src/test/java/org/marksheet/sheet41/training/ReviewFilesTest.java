package org.marksheet.sheet41.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reviews from tables, folders and plain files. */
class ReviewFilesTest {
    private static final int ALL = 1_000;

    @TempDir
    private Path folder;

    @Test
    void aTableMayHoldQuotesLineBreaksAndOtherColumns() throws IOException {
        Path table = write("reviews.csv", "\ufeffid,Review,sentiment\r\n1,\"Good, she said.\r\n\"\"Really\"\" good.\",positive\r\n2,,negative\r\n3,Bad.,negative\r\n");
        assertThat(ReviewFiles.read(table, ALL)).containsExactly("Good, she said.\r\n\"Really\" good.", "Bad.");
        assertThat(ReviewFiles.read(write("first.csv", "\ufefftext\nOne.\n"), ALL)).containsExactly("One.");
    }

    @Test
    void aFolderHoldsATextInEachFile() throws IOException {
        write("b_1.txt", "Second\nreview.");
        write("a_9.txt", "First review.");
        write("notes.md", "No review.");
        assertThat(ReviewFiles.read(folder, ALL)).containsExactly("First review.", "Second\nreview.");
    }

    @Test
    void bothJudgementsAreRead() throws IOException {
        write("urls_pos.txt", "https://example.org/a-review");
        for (String judgement : new String[] {"pos", "neg", "unsup"}) {
            Files.createDirectory(folder.resolve(judgement));
            write(judgement + "/0_5.txt", judgement + " review.");
        }
        assertThat(ReviewFiles.read(folder, ALL)).containsExactly("neg review.", "pos review.");
    }

    @Test
    void ofALongTextTheBeginningIsEnough() throws IOException {
        Path lines = write("lines.txt", "one two three four\n\nfive\nsixseveneight\n");
        assertThat(ReviewFiles.read(lines, 5)).containsExactly("one two", "five", "sixseveneight");
    }

    @Test
    void whatHoldsNoTextIsNamed() throws IOException {
        Path wrong = write("wrong.csv", "comment,stars\nnice,5\n");
        assertThatThrownBy(() -> ReviewFiles.read(wrong, ALL)).isInstanceOf(TrainingException.class)
                .hasMessageContaining("has the columns [comment, stars]").hasMessageContaining("\"review\" or \"text\"");
        Path open = write("open.csv", "review\n\"never closed\n");
        assertThatThrownBy(() -> ReviewFiles.read(open, ALL)).isInstanceOf(TrainingException.class)
                .hasMessageContaining("open.csv is no table");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatThrownBy(() -> ReviewFiles.read(empty, ALL)).hasMessageContaining("empty holds no text");
        Path latin = Files.write(folder.resolve("latin.txt"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ReviewFiles.read(latin, ALL)).hasMessageContaining("not UTF-8");
        Path table = Files.write(folder.resolve("latin.csv"), "text\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ReviewFiles.read(table, ALL)).hasMessageContaining("not UTF-8");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
