package org.marksheet.grader.checks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.marksheet.grader.api.Derivatives;
import org.marksheet.grader.api.Picture;
import org.marksheet.grader.api.Statistic;
import org.marksheet.grader.api.Subject;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.invoke.Request;
import org.marksheet.worker.value.Marshal;
import org.marksheet.worker.value.MismatchException;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Tensor;

/** A subject behind proxies of its contracts: every call is turned into values, answered, and recorded. */
final class Recorder implements Subject, AutoCloseable {
    private static final int MOST_PICTURES = 6;

    private final Implementation implementation;
    private final Gate gate;
    private final long seed;
    private final NDManager manager = Torch.manager();
    private final List<RecordedCall> calls = new ArrayList<>();
    private final List<Picture> pictures = new ArrayList<>();
    private String check;
    private Map<String, NDArray> cotangents;
    private Statistic<?> statistic;
    private Answer latest;

    /** Decides whether a check may begin. */
    interface Gate {
        /** Throws {@link NotRunException} if it may not. */
        void begin(String check);
    }

    Recorder(Implementation implementation, Gate gate, long seed) {
        this.implementation = implementation;
        this.gate = gate;
        this.seed = seed;
    }

    @Override
    public <C> C implementation(Class<C> contract) {
        return contract.cast(Proxy.newProxyInstance(
                contract.getClassLoader(), new Class<?>[] {contract}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(this, arguments);
                    }
                    return call(contract, method, arguments == null ? new Object[0] : arguments);
                }));
    }

    @Override
    public long seed() {
        return seed;
    }

    @Override
    public void begin(String id) {
        check = id;
        gate.begin(id);
    }

    @Override
    public <R> Derivatives<R> differentiate(Map<String, NDArray> wanted, Supplier<R> call) {
        cotangents = wanted;
        R value;
        try {
            value = call.get();
        } finally {
            cotangents = null;
        }
        Map<String, Optional<NDArray>> gradients = new LinkedHashMap<>();
        Marshal marshal = new Marshal(manager, new PartnerTable());
        latest.gradients()
                .forEach((name, gradient) -> gradients.put(
                        name, Optional.ofNullable((NDArray) marshal.toObject(NDArray.class, gradient))));
        return new Derivatives<>(value, gradients);
    }

    @Override
    public <R> R drawn(Statistic<R> wanted, Supplier<R> call) {
        statistic = wanted;
        try {
            return call.get();
        } finally {
            statistic = null;
        }
    }

    @Override
    public void show(Picture picture) {
        if (pictures.size() < MOST_PICTURES) {
            pictures.add(picture);
        }
    }

    @Override
    public List<String> changedArguments() {
        return latest == null
                ? List.of()
                : latest.changed().entrySet().stream()
                        .filter(argument -> !(argument.getValue() instanceof Value.Portable))
                        .map(Map.Entry::getKey)
                        .sorted()
                        .toList();
    }

    @Override
    public <P extends Record> P partsAfter(String parameter, Class<P> type) {
        if (!(latest.changed().get(parameter) instanceof Value.Portable portable)) {
            throw new AssertionError(parameter + " cannot be read any more after the call.");
        }
        try {
            return type.cast(new Marshal(manager, new PartnerTable()).toObject(type, portable.parts()));
        } catch (MismatchException e) {
            throw new AssertionError(parameter + ": " + e.getMessage() + ".", e);
        }
    }

    /** Returns and forgets the calls since the last time. */
    List<RecordedCall> takeCalls() {
        List<RecordedCall> taken = List.copyOf(calls);
        calls.clear();
        return taken;
    }

    /** Returns and forgets the pictures since the last time. */
    List<Picture> takePictures() {
        List<Picture> taken = List.copyOf(pictures);
        pictures.clear();
        return taken;
    }

    @Override
    public void close() {
        manager.close();
    }

    private Object call(Class<?> contract, Method method, Object[] arguments) throws Throwable {
        PartnerTable partners = new PartnerTable();
        Marshal marshal = new Marshal(manager, partners);
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            values.add(marshal.toValue(method.getGenericParameterTypes()[i], arguments[i]));
        }
        Map<String, Value> seeds = new LinkedHashMap<>();
        if (cotangents != null) {
            cotangents.forEach((name, cotangent) -> seeds.put(name, marshal.toValue(NDArray.class, cotangent)));
        }
        Request request = new Request(contract.getName(), method.getName(), values, cotangents != null, seeds);
        latest = implementation.call(request, partners);
        calls.add(new RecordedCall(check, request, partners, latest, statistic));
        if (partners.refusal() != null) {
            throw new AssertionError(partners.refusal().getMessage(), partners.refusal());
        }
        if (latest.failure() != null) {
            throw thrown(method, latest.failure());
        }
        if (cotangents != null && !areGradients(method, values)) {
            throw new AssertionError(method.getName() + ": what came back are no gradients of its arguments.");
        }
        return result(method, marshal);
    }

    private boolean areGradients(Method method, List<Value> arguments) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i) instanceof Tensor argument && argument.dtype().equals("FLOAT32")) {
                String name = method.getParameters()[i].getName();
                names.add(name);
                Value gradient = latest.gradients().get(name);
                boolean fits = gradient instanceof Tensor tensor
                        && tensor.dtype().equals(argument.dtype())
                        && tensor.shape().equals(argument.shape());
                if (!fits && !Value.NOTHING.equals(gradient)) {
                    return false;
                }
            }
        }
        return latest.gradients().keySet().equals(names);
    }

    private Object result(Method method, Marshal marshal) {
        String name = method.getName();
        if (latest.value().equals(Value.NOTHING) && method.getReturnType() != void.class) {
            throw new AssertionError(name + " returns null.");
        }
        if (latest.value() instanceof Value.Fields fields) {
            fields.it().forEach((component, value) -> {
                if (value.equals(Value.NOTHING)) {
                    throw new AssertionError(name + " returns null as its " + component + ".");
                }
            });
        }
        try {
            return marshal.toObject(method.getGenericReturnType(), latest.value());
        } catch (MismatchException | ArithmeticException e) {
            throw new AssertionError(name + ": " + e.getMessage() + ".");
        }
    }

    private static Throwable thrown(Method method, Failure failure) {
        String message = failure.message();
        return switch (failure.kind()) {
            case OPEN, TIMEOUT, DIED -> new NotRunException(message);
            case MISMATCH -> new AssertionError(method.getName() + ": " + message + ".");
            case THREW -> switch (failure.type()) {
                case "IllegalArgumentException" -> new IllegalArgumentException(message);
                case "IllegalStateException" -> new IllegalStateException(message);
                case "NullPointerException" -> new NullPointerException(message);
                case "UnsupportedOperationException" -> new UnsupportedOperationException(message);
                default -> new SubmissionThrewException(failure.type() + ": " + message);
            };
        };
    }
}
