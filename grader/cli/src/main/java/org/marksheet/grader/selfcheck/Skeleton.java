package org.marksheet.grader.selfcheck;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.net.URL;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.api.TodoClass;
import org.marksheet.grader.checks.LocalImplementation;

/**
 * The TODO classes as students get them.
 *
 * <p>Solution and skeleton share their names and the solution comes first on the class path, so the skeleton
 * is taken from where the contract is and defined by a loader of its own.
 */
final class Skeleton {
    private Skeleton() {}

    static LocalImplementation of(Sheet sheet) {
        Map<String, Class<?>> contracts = new LinkedHashMap<>();
        Map<String, Object> targets = new LinkedHashMap<>();
        Loader loader = new Loader(sheet.getClass().getClassLoader());
        for (TodoClass todo : sheet.todoClasses()) {
            contracts.put(todo.contract().getName(), todo.contract());
            try {
                Constructor<?> constructor =
                        loader.define(todo).getDeclaredConstructor();
                constructor.setAccessible(true);
                targets.put(todo.contract().getName(), constructor.newInstance());
            } catch (IOException | ReflectiveOperationException e) {
                throw new IllegalStateException("The skeleton " + todo.implementation() + " cannot be made: " + e, e);
            }
        }
        return new LocalImplementation(contracts, targets);
    }

    private static final class Loader extends ClassLoader {
        Loader(ClassLoader parent) {
            super(parent);
        }

        Class<?> define(TodoClass todo) throws IOException {
            String contractFile = todo.contract().getName().replace('.', '/') + ".class";
            String file = todo.implementation().replace('.', '/') + ".class";
            String contract = String.valueOf(getParent().getResource(contractFile));
            String home = contract.substring(0, contract.length() - contractFile.length());
            Enumeration<URL> found = getParent().getResources(file);
            while (found.hasMoreElements()) {
                URL url = found.nextElement();
                if (url.toString().startsWith(home)) {
                    try (InputStream in = url.openStream()) {
                        byte[] bytes = in.readAllBytes();
                        return defineClass(todo.implementation(), bytes, 0, bytes.length);
                    }
                }
            }
            throw new IOException("no " + file + " beside its contract");
        }
    }
}
