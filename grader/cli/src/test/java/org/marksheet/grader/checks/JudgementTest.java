package org.marksheet.grader.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.marksheet.grader.api.Picture;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Request;
import org.marksheet.worker.value.Value;

class JudgementTest {
    private static final List<Picture> PICTURES = List.of(Picture.Strip.given("the mask", new boolean[] {true, false}));

    @Test
    void aFailedCheckShowsItsPicturesAndAPassedOneNone() {
        CheckOutcome failed = Judgement.of("4.1.9.a/x", new AssertionError("is wrong"), List.of(), PICTURES, 1);
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.example().pictures()).isEqualTo(PICTURES);
        assertThat(Judgement.of("4.1.9.a/x", null, List.of(), PICTURES, 1).example()).isNull();
    }

    @Test
    void aRecorderForgetsPicturesBetweenChecksAndKeepsTheFirstFew() {
        try (Recorder recorder = new Recorder((request, partners) -> null, check -> {}, 1)) {
            for (int i = 0; i < 100; i++) {
                recorder.show(PICTURES.get(0));
            }
            assertThat(recorder.takePictures()).hasSize(6);
            assertThat(recorder.takePictures()).isEmpty();
        }
    }

    @Test
    void aMaskIsShownInWords() {
        assertThat(Shown.value(new Value.Tensor("BOOLEAN", List.of(2L, 2L), new byte[] {1, 0, 0, 1})))
                .isEqualTo("[[true, false], [false, true]]");
    }

    @Test
    void objectsThatWereHandedInAreNotShown() {
        Value partner = new Value.Partner(0);
        Value parts = new Value.Fields(Map.of("model", partner));
        Value mixed = new Value.Fields(Map.of("model", partner, "rate", new Value.Real(.5)));
        Request request = new Request(
                "no.Contract",
                "play",
                List.of(partner, new Value.Whole(3), parts, mixed, new Value.Portable("a.Learner", new Value.Fields(Map.of()))),
                false,
                Map.of());
        RecordedCall call = new RecordedCall(
                "4.2.1.a/x", request, new PartnerTable(), new Answer(new Value.Whole(1), Map.of(), Map.of(), null), null);
        assertThat(Shown.arguments(call)).isEqualTo("argument 2 = 3\nargument 4 = rate 0.50000");
    }
}
