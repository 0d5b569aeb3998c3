package org.marksheet.worker.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.marksheet.worker.codec.Message.Ask;
import org.marksheet.worker.codec.Message.Call;
import org.marksheet.worker.codec.Message.Done;
import org.marksheet.worker.codec.Message.Load;
import org.marksheet.worker.codec.Message.Ready;
import org.marksheet.worker.codec.Message.Told;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.invoke.Answer.Kind;
import org.marksheet.worker.invoke.Request;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Items;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Whole;

class MessageTest {
    static List<Message> everyMessage() {
        return List.of(
                new Ready(),
                new Load(Map.of(), Map.of("a.Contract", "a.Implementation")),
                new Call(new Request("a.Contract", "play", List.of(new Whole(1), Value.NOTHING), true, Map.of("", Value.NOTHING))),
                new Done(new Answer(new Whole(3), Map.of("x", Value.NOTHING), Map.of("y", new Whole(2)), null), false),
                new Done(Answer.failed(new Failure(Kind.THREW, "IllegalStateException", "no", "A.java:3")), true),
                new Done(Answer.failed(new Failure(Kind.OPEN, "OpenTodo", "4.1.9.a", "")), false),
                new Ask(2, "logits", List.of(new Items(List.of(new Whole(5)))), true),
                new Told(Value.NOTHING, Map.of("", new Fields(Map.of("x", new Whole(1))))));
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void aMessageIsTheSameOnTheOtherSide(Message message) throws IOException {
        assertThat(Message.of(Message.toValue(message))).isEqualTo(message);
    }

    @Test
    void classesCrossByteForByte() throws IOException {
        Load load = new Load(Map.of("a.B", new byte[] {1, -2, 3}), Map.of());
        assertThat(((Load) Message.of(Message.toValue(load))).classes().get("a.B")).containsExactly(1, -2, 3);
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void aMessageThatLacksAFieldOrHoldsAnotherKindIsAnIoException(Message message) {
        Map<String, Value> fields = ((Fields) Message.toValue(message)).it();
        for (String name : fields.keySet()) {
            if (name.equals("kind")) {
                continue;
            }
            Map<String, Value> less = new HashMap<>(fields);
            less.remove(name);
            assertThatThrownBy(() -> Message.of(new Fields(less))).as("without %s", name).isInstanceOf(IOException.class);
        }
        Map<String, Value> other = new HashMap<>(fields);
        other.put("is", new Text("something else"));
        assertThatThrownBy(() -> Message.of(new Fields(other))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> Message.of(new Whole(1))).isInstanceOf(IOException.class);
    }

    @Test
    void aFailureOfNoKnownKindIsAnIoException() {
        Map<String, Value> fields = new HashMap<>(
                ((Fields) Message.toValue(new Done(Answer.failed(new Failure(Kind.THREW, "", "", "")), false))).it());
        fields.put("kind", new Text("SOLVED"));
        assertThatThrownBy(() -> Message.of(new Fields(fields))).isInstanceOf(IOException.class);
    }
}
