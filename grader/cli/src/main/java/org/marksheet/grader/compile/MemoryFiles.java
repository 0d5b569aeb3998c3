package org.marksheet.grader.compile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/** Sources come from memory and classes stay there; only the class path is read from disk. */
final class MemoryFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
    /** What one source may become: far more than a solution needs, and all together still fit a frame. */
    private static final int CLASS_BYTES = 1 << 20;

    private static final int CLASSES = 500;

    private final Map<String, Output> outputs = new TreeMap<>();
    private final Map<String, Integer> bytesOfSource = new HashMap<>();
    private final Map<String, Integer> classesOfSource = new HashMap<>();

    MemoryFiles(StandardJavaFileManager classPath) {
        super(classPath);
    }

    /** A source as javac sees it; its name is the canonical path. */
    static final class Input extends SimpleJavaFileObject {
        private final SourceFile source;

        Input(SourceFile source) {
            super(URI.create("memory:///" + source.path()), Kind.SOURCE);
            this.source = source;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source.text();
        }
    }

    /** A class, and the file that declares it. */
    private final class Output extends SimpleJavaFileObject {
        private final String declaredIn;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Output(String declaredIn) {
            super(URI.create("memory:///class"), Kind.CLASS);
            this.declaredIn = declaredIn;
        }

        @Override
        public OutputStream openOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    count(1);
                    bytes.write(b);
                }

                @Override
                public void write(byte[] from, int start, int length) throws IOException {
                    count(length);
                    bytes.write(from, start, length);
                }
            };
        }

        private void count(int more) throws IOException {
            bound(bytesOfSource, declaredIn, more, CLASS_BYTES);
        }
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
            Location location, String className, JavaFileObject.Kind kind, FileObject sibling) throws IOException {
        String source = sibling == null ? "" : path(sibling);
        bound(classesOfSource, source, 1, CLASSES);
        Output output = new Output(source);
        outputs.put(className, output);
        return output;
    }

    /** Returns the classes by binary name. */
    Map<String, byte[]> classes() {
        Map<String, byte[]> classes = new TreeMap<>();
        outputs.forEach((name, output) -> classes.put(name, output.bytes.toByteArray()));
        return classes;
    }

    /** Returns the path of the file that declares each class. */
    Map<String, String> declaredIn() {
        Map<String, String> files = new TreeMap<>();
        outputs.forEach((name, output) -> files.put(name, output.declaredIn));
        return files;
    }

    /** Returns the binary names of a package's classes on the class path. */
    Set<String> given(String packageName) throws IOException {
        Set<String> names = new HashSet<>();
        for (JavaFileObject file : list(StandardLocation.CLASS_PATH, packageName, Set.of(JavaFileObject.Kind.CLASS), false)) {
            names.add(inferBinaryName(StandardLocation.CLASS_PATH, file));
        }
        return names;
    }

    /** Javac turns the exception into an error of the class that it was about to write. */
    private static void bound(Map<String, Integer> counts, String source, int more, int most) throws IOException {
        if (counts.merge(source, more, Integer::sum) > most) {
            throw new IOException("more than " + most);
        }
    }

    static String path(FileObject file) {
        return file.toUri().getPath().substring(1);
    }
}
