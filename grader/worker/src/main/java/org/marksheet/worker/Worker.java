package org.marksheet.worker;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.Map;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.codec.FrameChannel;
import org.marksheet.worker.codec.Message;
import org.marksheet.worker.codec.Message.Call;
import org.marksheet.worker.codec.Message.Done;
import org.marksheet.worker.codec.Message.Load;
import org.marksheet.worker.codec.Message.Ready;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.invoke.Answer.Kind;
import org.marksheet.worker.invoke.Invoker;
import org.marksheet.worker.invoke.Request;

/**
 * The worker's main: loads the engine, takes in one submission, and answers calls until its standard input
 * ends.
 *
 * <p>It trusts nobody and is trusted by nobody: whatever the submission does to this process, the grader
 * sees frames, or none.
 */
public final class Worker {
    private static final int MAX_FRAME = 64 << 20;

    private final FrameChannel channel;
    private final Map<String, Class<?>> contracts = new LinkedHashMap<>();
    private final Map<String, Class<?>> implementations = new LinkedHashMap<>();
    private final Map<String, Object> targets = new LinkedHashMap<>();
    private final Map<String, Method> methods = new LinkedHashMap<>();

    private Worker(FrameChannel channel) {
        this.channel = channel;
    }

    /** Runs; no arguments. */
    public static void main(String[] arguments) throws IOException {
        FrameChannel channel = new FrameChannel(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1 << 16),
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                MAX_FRAME);
        // What a submission prints is no frame: it goes nowhere.
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        System.setIn(InputStream.nullInputStream());
        begin();
        new Worker(channel).serve();
    }

    /** Loads the engine; a GPU's first operation takes seconds, too, and a check's time is not for that. */
    private static void begin() {
        try (NDManager manager = Torch.manager()) {
            if (manager.getDevice().isGpu()) {
                manager.ones(new Shape(1)).toFloatArray();
            }
        }
    }

    private void serve() throws IOException {
        Stragglers stragglers = new Stragglers();
        channel.write(Message.toValue(new Ready()));
        while (true) {
            Message message = Message.of(channel.read());
            if (message instanceof Load load) {
                load(load);
            } else if (message instanceof Call call) {
                channel.write(Message.toValue(new Done(answer(call.request()), stragglers.any())));
            } else {
                throw new IOException("not now: " + message.getClass().getSimpleName());
            }
        }
    }

    private void load(Load load) {
        SubmissionLoader loader = new SubmissionLoader(load.classes());
        load.implementations().forEach((contract, implementation) -> {
            try {
                contracts.put(contract, loader.loadClass(contract));
                implementations.put(contract, loader.loadClass(implementation));
            } catch (ClassNotFoundException | LinkageError e) {
                implementations.remove(contract);
            }
        });
    }

    private Answer answer(Request request) {
        Class<?> contract = contracts.get(request.contract());
        Class<?> implementation = implementations.get(request.contract());
        if (contract == null || implementation == null) {
            return Answer.failed(new Failure(
                    Kind.MISMATCH, "", "the class that implements " + request.contract() + " cannot be loaded", ""));
        }
        Object target = targets.get(request.contract());
        if (target == null) {
            try {
                var constructor = implementation.getDeclaredConstructor();
                constructor.setAccessible(true);
                target = constructor.newInstance();
                targets.put(request.contract(), target);
            } catch (ReflectiveOperationException | LinkageError e) {
                Failure failure = Invoker.failure(e.getCause() == null ? e : e.getCause(), implementation);
                return Answer.failed(new Failure(
                        failure.kind(),
                        failure.type(),
                        "while " + implementation.getSimpleName() + " was made: " + failure.message(),
                        failure.where()));
            }
        }
        Method method = methods.computeIfAbsent(
                request.contract() + "." + request.method(), name -> Invoker.method(contract, request.method()));
        return Invoker.invoke(target, method, request, new AskingPartners(channel));
    }
}
