package org.marksheet.grader.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.marksheet.grader.sheet.Formulas;

/** Leaves a folder of reports to look at, {@code target/gallery}. */
class GalleryTest {
    @Test
    void aClassIsWrittenToLookAt() {
        Path gallery = Path.of("target/gallery");
        ResultFolder folder = new ResultFolder(gallery, ToyClass.SHEET, Formulas::none, Reveal.EXAMPLE);
        ToyClass.all().forEach(folder::write);
        folder.finish();
        assertThat(gallery.resolve("index.html")).isNotEmptyFile();
    }
}
