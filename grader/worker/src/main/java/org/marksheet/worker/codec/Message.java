package org.marksheet.worker.codec;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.invoke.Answer.Kind;
import org.marksheet.worker.invoke.Request;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Bytes;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Items;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Truth;
import org.marksheet.worker.value.Value.Whole;

/** What grader and worker say to each other; each message is one frame. */
public sealed interface Message {
    /** Worker: the engine is loaded. */
    record Ready() implements Message {}

    /**
     * Grader: define these classes.
     *
     * @param classes class files by binary name: the sheet's and the submission's together
     * @param implementations for each contract the class that implements it
     */
    record Load(Map<String, byte[]> classes, Map<String, String> implementations) implements Message {}

    /** Grader: call this. */
    record Call(Request request) implements Message {}

    /**
     * Worker: this came of the call.
     *
     * @param answer it
     * @param stragglers whether threads that the call began still run
     */
    record Done(Answer answer, boolean stragglers) implements Message {}

    /**
     * Worker, in the middle of a call: ask a partner.
     *
     * @param partner its number
     * @param method the method's name
     * @param arguments in order
     * @param slopes whether a gradient may be asked of the answer
     */
    record Ask(int partner, String method, List<Value> arguments, boolean slopes) implements Message {}

    /**
     * Grader: the partner's answer.
     *
     * @param value what it said
     * @param slopes see {@link org.marksheet.worker.invoke.Slopes}; none unless they were asked for
     */
    record Told(Value value, Map<String, Value> slopes) implements Message {}

    /** Returns the frame of a message. */
    static Value toValue(Message message) {
        Map<String, Value> fields = new LinkedHashMap<>();
        if (message instanceof Ready) {
            fields.put("is", new Text("ready"));
        } else if (message instanceof Load load) {
            fields.put("is", new Text("load"));
            Map<String, Value> classes = new LinkedHashMap<>();
            load.classes().forEach((name, bytes) -> classes.put(name, new Bytes(bytes)));
            fields.put("classes", new Fields(classes));
            Map<String, Value> implementations = new LinkedHashMap<>();
            load.implementations().forEach((contract, name) -> implementations.put(contract, new Text(name)));
            fields.put("implementations", new Fields(implementations));
        } else if (message instanceof Call call) {
            fields.put("is", new Text("call"));
            fields.put("contract", new Text(call.request().contract()));
            fields.put("method", new Text(call.request().method()));
            fields.put("arguments", new Items(call.request().arguments()));
            fields.put("gradients", new Truth(call.request().gradients()));
            fields.put("cotangents", new Fields(call.request().cotangents()));
        } else if (message instanceof Done done) {
            fields.put("is", new Text("done"));
            fields.put("value", done.answer().value());
            fields.put("gradients", new Fields(done.answer().gradients()));
            fields.put("changed", new Fields(done.answer().changed()));
            fields.put("stragglers", new Truth(done.stragglers()));
            Failure failure = done.answer().failure();
            if (failure != null) {
                fields.put("kind", new Text(failure.kind().name()));
                fields.put("type", new Text(failure.type()));
                fields.put("message", new Text(failure.message()));
                fields.put("where", new Text(failure.where()));
            }
        } else if (message instanceof Ask ask) {
            fields.put("is", new Text("ask"));
            fields.put("partner", new Whole(ask.partner()));
            fields.put("method", new Text(ask.method()));
            fields.put("arguments", new Items(ask.arguments()));
            fields.put("slopes", new Truth(ask.slopes()));
        } else if (message instanceof Told told) {
            fields.put("is", new Text("told"));
            fields.put("value", told.value());
            fields.put("slopes", new Fields(told.slopes()));
        }
        return new Fields(fields);
    }

    /**
     * Returns the message of a frame.
     *
     * @throws IOException if it is none
     */
    static Message of(Value frame) throws IOException {
        try {
            Map<String, Value> fields = fields(frame);
            return switch (text(fields.get("is"))) {
                case "ready" -> new Ready();
                case "load" -> {
                    Map<String, byte[]> classes = new LinkedHashMap<>();
                    fields(fields.get("classes")).forEach((name, bytes) -> classes.put(name, ((Bytes) bytes).it()));
                    Map<String, String> implementations = new LinkedHashMap<>();
                    fields(fields.get("implementations"))
                            .forEach((contract, name) -> implementations.put(contract, text(name)));
                    yield new Load(classes, implementations);
                }
                case "call" -> new Call(new Request(
                        text(fields.get("contract")),
                        text(fields.get("method")),
                        ((Items) fields.get("arguments")).it(),
                        ((Truth) fields.get("gradients")).it(),
                        fields(fields.get("cotangents"))));
                case "done" -> new Done(
                        new Answer(
                                present(fields.get("value")),
                                fields(fields.get("gradients")),
                                fields(fields.get("changed")),
                                fields.containsKey("kind")
                                        ? new Failure(
                                                Kind.valueOf(text(fields.get("kind"))),
                                                text(fields.get("type")),
                                                text(fields.get("message")),
                                                text(fields.get("where")))
                                        : null),
                        ((Truth) fields.get("stragglers")).it());
                case "ask" -> new Ask(
                        Math.toIntExact(((Whole) fields.get("partner")).it()),
                        text(fields.get("method")),
                        ((Items) fields.get("arguments")).it(),
                        ((Truth) fields.get("slopes")).it());
                case "told" -> new Told(present(fields.get("value")), fields(fields.get("slopes")));
                default -> throw new IOException("an unknown message");
            };
        } catch (RuntimeException e) {
            throw new IOException("a malformed message: " + e, e);
        }
    }

    private static Map<String, Value> fields(Value value) {
        return ((Fields) value).it();
    }

    private static String text(Value value) {
        return ((Text) value).it();
    }

    private static Value present(Value value) {
        if (value == null) {
            throw new IllegalArgumentException("no value");
        }
        return value;
    }
}
