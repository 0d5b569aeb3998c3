package org.marksheet.sheet41.selfcheck;

import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.platform.commons.support.ReflectionSupport;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.lab.todo.OpenTodo;
import org.marksheet.sheet41.Todo;
import org.marksheet.sheet41.Todos;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/**
 * Hands a self-check the class under test and its tensors, and says what went wrong in few words.
 *
 * <p>The class is the one that {@link Todos} names for the contract, unless the configuration parameter
 * {@code marksheet.implementation.<contract>} names another.
 */
final class SelfCheckExtension implements ParameterResolver, TestExecutionExceptionHandler {
    private static final String IMPLEMENTATION = "marksheet.implementation.";
    private static final String STRICT = "strict";
    private static final Namespace NAMESPACE = Namespace.create(SelfCheckExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Tensors.class || Todos.all().stream().anyMatch(todo -> todo.contract() == type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == Tensors.class) {
            return new Tensors(
                    context.getStore(NAMESPACE)
                            .getOrComputeIfAbsent(NDManager.class, key -> Torch.manager(), NDManager.class));
        }
        Class<?> implementation = implementation(type, context);
        try {
            return ReflectionSupport.newInstance(implementation);
        } catch (Exception e) {
            throw new ParameterResolutionException(
                    implementation.getSimpleName() + " could not be made: " + e
                            + ". It needs a constructor without parameters that does not fail.", e);
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) {
        SelfCheck check = context.getRequiredTestMethod().getAnnotation(SelfCheck.class);
        List<StackTraceElement> path = Arrays.asList(thrown.getStackTrace());
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OpenTodo open) {
                if (context.getConfigurationParameter(STRICT).filter(SelfCheckExtension::isOn).isPresent()) {
                    throw at(context, new StillOpen(open.getMessage()), path);
                }
                throw new TestAbortedException(open.getMessage());
            }
        }
        throw at(
                context,
                thrown instanceof AssertionError
                        ? new WrongAnswer(thrown, check.hint())
                        : new WrongAnswer(new AssertionFailedError(threw(check, thrown)), ""),
                path);
    }

    private static boolean isOn(String value) {
        return value.isEmpty() || value.equals("true");
    }

    private static Class<?> implementation(Class<?> contract, ExtensionContext context) {
        return context.getConfigurationParameter(IMPLEMENTATION + contract.getName())
                .<Class<?>>map(name -> ReflectionSupport.tryToLoadClass(name)
                        .getOrThrow(e -> new ParameterResolutionException("There is no class " + name, e)))
                .orElseGet(() -> Todos.all().stream()
                        .filter(todo -> todo.contract() == contract)
                        .map(Todo::implementation)
                        .findFirst()
                        .orElseThrow());
    }

    /** Names the exception and the line of the sheet's code that it came through. */
    private static String threw(SelfCheck check, Throwable thrown) {
        Todo todo = Todos.all().stream().filter(t -> t.id().equals(check.value())).findFirst().orElseThrow();
        String place = Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith(todo.implementation().getName()))
                .map(frame -> " at " + frame.getFileName() + ":" + frame.getLineNumber())
                .findFirst()
                .orElse("");
        String why = thrown.getMessage() == null ? "" : ": " + thrown.getMessage().lines().findFirst().orElse("");
        return todo.method() + " threw " + thrown.getClass().getSimpleName() + place + why;
    }

    /** Leaves one frame of a stack trace: the line of the self-check. */
    private static AssertionError at(ExtensionContext context, AssertionError error, List<StackTraceElement> path) {
        String name = context.getRequiredTestClass().getName();
        String method = context.getRequiredTestMethod().getName();
        error.setStackTrace(path.stream()
                .filter(frame -> frame.getClassName().equals(name) && frame.getMethodName().equals(method))
                .limit(1)
                .toArray(StackTraceElement[]::new));
        return error;
    }

    /** An open TODO in a strict run: it fails, and stays open on the board. */
    static final class StillOpen extends AssertionError {
        private static final long serialVersionUID = 1L;

        StillOpen(String message) {
            super(message);
        }
    }
}
