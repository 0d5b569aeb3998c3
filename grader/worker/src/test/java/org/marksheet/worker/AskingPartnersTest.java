package org.marksheet.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.codec.FrameChannel;
import org.marksheet.worker.codec.Message;
import org.marksheet.worker.codec.Message.Ask;
import org.marksheet.worker.codec.Message.Told;
import org.marksheet.worker.invoke.PartnerFailedException;
import org.marksheet.worker.value.MismatchException;
import org.marksheet.worker.value.Value.Partner;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Whole;

class AskingPartnersTest {
    /** A partner that takes another one. */
    interface Model {
        int next(int previous);

        String meet(Model other);
    }

    private final NDManager manager = Torch.manager();
    private final ByteArrayOutputStream asked = new ByteArrayOutputStream();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void questionsGoOutInOrderAndAnswersComeBackInOrder() throws IOException {
        Model model = model(partners(new Told(new Whole(5), Map.of()), new Told(new Whole(7), Map.of())), 3);
        assertThat(model.next(1)).isEqualTo(5);
        assertThat(model.next(2)).isEqualTo(7);
        FrameChannel heard = new FrameChannel(
                new ByteArrayInputStream(asked.toByteArray()), new ByteArrayOutputStream(), 1 << 20);
        assertThat(Message.of(heard.read())).isEqualTo(new Ask(3, "next", List.of(new Whole(1)), false));
        assertThat(Message.of(heard.read())).isEqualTo(new Ask(3, "next", List.of(new Whole(2)), false));
    }

    @Test
    void aStandInIsPassedBackAsItsNumber() throws IOException {
        AskingPartners partners = partners(new Told(new Text("hello"), Map.of()));
        assertThat(model(partners, 0).meet(model(partners, 1))).isEqualTo("hello");
        FrameChannel heard = new FrameChannel(
                new ByteArrayInputStream(asked.toByteArray()), new ByteArrayOutputStream(), 1 << 20);
        assertThat(Message.of(heard.read())).isEqualTo(new Ask(0, "meet", List.of(new Partner(1)), false));
    }

    @Test
    void anObjectOfTheSubmissionCrossesAsOneThatNobodyCanAsk() throws IOException {
        Model model = model(partners(new Told(new Text("hello"), Map.of())), 0);
        Model own = new Model() {
            @Override
            public int next(int previous) {
                return 0;
            }

            @Override
            public String meet(Model other) {
                return "";
            }
        };
        assertThat(model.meet(own)).isEqualTo("hello");
        FrameChannel heard = new FrameChannel(
                new ByteArrayInputStream(asked.toByteArray()), new ByteArrayOutputStream(), 1 << 20);
        assertThat(Message.of(heard.read())).isEqualTo(new Ask(0, "meet", List.of(new Partner(Partner.DEAF)), false));
    }

    @Test
    void aStandInIsItselfAndNoOther() throws IOException {
        AskingPartners partners = partners();
        Model model = model(partners, 4);
        assertThat(model).isEqualTo(model).isNotEqualTo(model(partners, 5)).hasToString("Model");
        assertThat(model.hashCode()).isEqualTo(4);
        assertThat(asked.size()).isZero();
    }

    @Test
    void aPipeThatBreaksOrAnswersSomethingElseIsSaid() throws IOException {
        Model deserted = model(partners(), 0);
        assertThatThrownBy(() -> deserted.next(1)).isInstanceOf(PartnerFailedException.class)
                .hasMessage("the pipe to the grader broke");
        Model misled = model(partners(new Message.Ready()), 0);
        assertThatThrownBy(() -> misled.next(1)).isInstanceOf(PartnerFailedException.class);
        Model wrong = model(partners(new Told(new Text("five"), Map.of())), 0);
        assertThatThrownBy(() -> wrong.next(1)).isInstanceOf(MismatchException.class);
    }

    private Model model(AskingPartners partners, int number) {
        return (Model) partners.partner(Model.class, number, manager);
    }

    private AskingPartners partners(Message... answers) throws IOException {
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        FrameChannel grader = new FrameChannel(InputStream.nullInputStream(), told, 1);
        for (Message answer : answers) {
            grader.write(Message.toValue(answer));
        }
        return new AskingPartners(new FrameChannel(new ByteArrayInputStream(told.toByteArray()), asked, 1 << 20));
    }
}
