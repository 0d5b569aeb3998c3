package org.marksheet.worker;

import java.util.Map;

/**
 * Defines the sheet's classes and the submission's together, so that they share packages; everything else
 * comes from the class path.
 */
final class SubmissionLoader extends ClassLoader {
    private final Map<String, byte[]> classes;

    SubmissionLoader(Map<String, byte[]> classes) {
        super(SubmissionLoader.class.getClassLoader());
        this.classes = Map.copyOf(classes);
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
            throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
    }
}
