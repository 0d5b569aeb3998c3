package org.marksheet.worker.invoke;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.QuietHeap;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.todo.OpenTodo;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.invoke.Answer.Kind;
import org.marksheet.worker.value.Marshal;
import org.marksheet.worker.value.MismatchException;
import org.marksheet.worker.value.Partners;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Tensor;

/** Calls a method of an object: values in, values out, every exception turned into an {@link Answer}. */
public final class Invoker {
    private static final int MAX_MESSAGE = 2000;
    private static final Set<Class<?>> KNOWN = Set.of(
            IllegalArgumentException.class,
            IllegalStateException.class,
            UnsupportedOperationException.class,
            NullPointerException.class,
            IndexOutOfBoundsException.class,
            ArrayIndexOutOfBoundsException.class,
            StringIndexOutOfBoundsException.class,
            NegativeArraySizeException.class,
            ArithmeticException.class,
            ClassCastException.class,
            NumberFormatException.class,
            OutOfMemoryError.class,
            StackOverflowError.class,
            ExceptionInInitializerError.class,
            NoClassDefFoundError.class,
            EngineException.class);

    private Invoker() {}

    /** Returns the one method of a contract with a name. */
    public static Method method(Class<?> contract, String name) {
        return Arrays.stream(contract.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new MismatchException(contract.getName() + " has no method " + name));
    }

    /**
     * Calls a method.
     *
     * @param target implements the contract
     * @param method a method of the contract
     * @param request what to call it with
     * @param partners the objects that stay on the other side
     * @return what came of it; never throws for anything that the target does
     */
    public static Answer invoke(Object target, Method method, Request request, Partners partners) {
        return request.gradients()
                ? QuietHeap.SHARED.during(() -> answer(target, method, request, partners))
                : answer(target, method, request, partners);
    }

    private static Answer answer(Object target, Method method, Request request, Partners partners) {
        try (NDManager manager = Torch.manager();
                NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            // In the worker nothing needs to be distrusted, and in the grader a request comes from a check.
            Marshal marshal = Marshal.trusting(manager, partners);
            Parameter[] parameters = method.getParameters();
            Object[] arguments = new Object[parameters.length];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = marshal.toObject(
                        parameters[i].getParameterizedType(), request.arguments().get(i));
                if (request.gradients() && isFloatTensor(arguments[i])) {
                    ((NDArray) arguments[i]).setRequiresGradient(true);
                }
            }
            Object result = call(target, method, arguments, request.gradients());
            Value value = marshal.toValue(method.getGenericReturnType(), result);
            Map<String, Value> gradients = request.gradients()
                    ? gradients(method, result, arguments, request.cotangents(), marshal)
                    : Map.of();
            return new Answer(value, gradients, changed(parameters, arguments, request, marshal), null);
        } catch (MismatchException e) {
            return Answer.failed(new Failure(Kind.MISMATCH, "", e.getMessage(), ""));
        } catch (ThrewException e) {
            return Answer.failed(failure(e.getCause(), target.getClass()));
        } catch (EngineException e) {
            // After the call: something that the way back needs was changed in place.
            return Answer.failed(new Failure(
                    Kind.MISMATCH, "", "no gradient can be computed: " + message(e).lines().findFirst().orElse(""), ""));
        } catch (PartnerFailedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // After the call, too: a result that throws when it is read, such as a list of the submission's own.
            return Answer.failed(failure(e, target.getClass()));
        }
    }

    private static Object call(Object target, Method method, Object[] arguments, boolean record) {
        return record ? Gradients.recording(() -> call(target, method, arguments)) : Gradients.off(() -> call(target, method, arguments));
    }

    private static Object call(Object target, Method method, Object[] arguments) {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw new ThrewException(e.getCause());
        } catch (IllegalAccessException | IllegalArgumentException e) {
            throw new MismatchException(method.getName() + " cannot be called: " + e.getMessage());
        }
    }

    private static boolean isFloatTensor(Object argument) {
        return argument instanceof NDArray array && array.getDataType() == DataType.FLOAT32;
    }

    private static Map<String, Value> gradients(
            Method method, Object result, Object[] arguments, Map<String, Value> cotangents, Marshal marshal) {
        tensors(result).forEach((name, tensor) -> {
            Value given = cotangents.get(name);
            if (given != null) {
                NDArray cotangent = (NDArray) marshal.toObject(NDArray.class, given);
                if (!cotangent.getShape().equals(tensor.getShape())) {
                    throw new MismatchException((name.isEmpty() ? "the result" : name) + " has the shape "
                            + tensor.getShape() + " instead of " + cotangent.getShape());
                }
                Gradients.backward(tensor, cotangent);
            } else if (tensor.getShape().dimension() == 0 && tensor.getDataType() == DataType.FLOAT32) {
                Gradients.backward(tensor, tensor.getManager().ones(new Shape()));
            }
        });
        Map<String, Value> gradients = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            if (isFloatTensor(arguments[i])) {
                gradients.put(
                        method.getParameters()[i].getName(),
                        Gradients.of((NDArray) arguments[i])
                                .map(gradient -> marshal.toValue(NDArray.class, gradient))
                                .orElse(Value.NOTHING));
            }
        }
        return gradients;
    }

    /** Returns the tensors of a result: itself by the name {@code ""}, or those in a record by their component. */
    static Map<String, NDArray> tensors(Object result) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        if (result instanceof NDArray tensor) {
            tensors.put("", tensor);
        } else if (result instanceof Record) {
            for (RecordComponent component : result.getClass().getRecordComponents()) {
                if (component.getType() == NDArray.class) {
                    try {
                        component.getAccessor().setAccessible(true);
                        Object tensor = component.getAccessor().invoke(result);
                        if (tensor != null) {
                            tensors.put(component.getName(), (NDArray) tensor);
                        }
                    } catch (ReflectiveOperationException e) {
                        throw new MismatchException(component.getName() + " cannot be read");
                    }
                }
            }
        }
        return tensors;
    }

    private static Map<String, Value> changed(
            Parameter[] parameters, Object[] arguments, Request request, Marshal marshal) {
        Map<String, Value> changed = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            Value before = request.arguments().get(i);
            if (before instanceof Tensor || before instanceof Value.Portable) {
                Value after;
                try {
                    after = marshal.toValue(parameters[i].getParameterizedType(), arguments[i]);
                } catch (MismatchException closed) {
                    after = Value.NOTHING;
                }
                // What was built here is meant to change; to compare it would only cost time.
                if (before instanceof Value.Portable || !after.equals(before)) {
                    changed.put(parameters[i].getName(), after);
                }
            }
        }
        return changed;
    }

    /**
     * Returns the failure that something which was thrown stands for.
     *
     * @param thrown by the code of a submission; its message is bounded and may itself throw
     * @param target the submission's class
     */
    public static Failure failure(Throwable thrown, Class<?> target) {
        if (thrown instanceof OpenTodo open) {
            return new Failure(Kind.OPEN, "OpenTodo", open.id(), "");
        }
        if (thrown instanceof PartnerFailedException) {
            throw (PartnerFailedException) thrown;
        }
        String type = KNOWN.contains(thrown.getClass()) ? thrown.getClass().getSimpleName() : supertype(thrown);
        return new Failure(Kind.THREW, type, message(thrown), where(thrown, target));
    }

    private static String message(Throwable thrown) {
        try {
            String message = String.valueOf(thrown.getMessage());
            return message.substring(0, Math.min(MAX_MESSAGE, message.length()));
        } catch (RuntimeException | Error broken) {
            return "(its message cannot be read)";
        }
    }

    private static String supertype(Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            if (KNOWN.contains(type)) {
                return type.getSimpleName();
            }
        }
        return thrown instanceof Error ? "Error" : "Exception";
    }

    private static String where(Throwable thrown, Class<?> target) {
        String room = target.getPackageName();
        try {
            for (StackTraceElement frame : thrown.getStackTrace()) {
                if (frame.getClassName().startsWith(room) && frame.getFileName() != null) {
                    return frame.getFileName() + ":" + frame.getLineNumber();
                }
            }
        } catch (RuntimeException | Error broken) {
            return "";
        }
        return "";
    }

    /** Carries what a method threw past the code that prepared the call. */
    private static final class ThrewException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ThrewException(Throwable cause) {
            // Without a message of its own, which would be made from the cause's, and that may throw.
            super(null, cause, false, false);
        }
    }
}
