package org.marksheet.grader.api;

import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.marksheet.lab.tensor.Torch;

/**
 * Gives checks their parameters: contracts of the subject, and tools.
 *
 * <p>The subject lies in the launcher session's store under {@link #NAMESPACE} and {@link #KEY}, so that
 * no static stands between two gradings in one process.
 */
public final class ContractParameters implements ParameterResolver, BeforeEachCallback {
    /** Where the grader puts the {@link Subject}. */
    public static final Namespace NAMESPACE = Namespace.create(ContractParameters.class);

    /** Under which key. */
    public static final String KEY = "subject";

    @Override
    public void beforeEach(ExtensionContext context) {
        subject(context).begin(id(context));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type.isInterface() || type == Draw.class || type == Watch.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        if (type == NDManager.class) {
            return manager(context);
        } else if (type == Draw.class) {
            return new Draw(manager(context), subject(context).seed(), id(context));
        } else if (type == Watch.class) {
            return new Watch(subject(context));
        }
        return subject(context).implementation(type);
    }

    private static String id(ExtensionContext context) {
        return context.getRequiredTestMethod().getAnnotation(Check.class).value();
    }

    private static Subject subject(ExtensionContext context) {
        Store store = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        Subject subject = store.get(KEY, Subject.class);
        if (subject == null) {
            throw new IllegalStateException("No subject to check: hidden checks are run by the grader, for example "
                    + "with: grader/bin/marksheet grade FOLDER");
        }
        return subject;
    }

    private static NDManager manager(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .getOrComputeIfAbsent(Owned.class, key -> new Owned(Torch.manager()), Owned.class)
                .manager();
    }

    private record Owned(NDManager manager) implements AutoCloseable {
        @Override
        public void close() {
            manager.close();
        }
    }
}
