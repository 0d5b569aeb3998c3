package org.marksheet.grader.compile;

/**
 * A source on its way to the compiler process.
 *
 * @param path canonical path; package and class name follow from it
 * @param contract binary name of the interface that its class must implement
 * @param text decoded, without byte order mark
 */
record SourceFile(String path, String contract, String text) {
    /** Returns the name of the class that the file must declare, without package. */
    String className() {
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
    }

    String packageName() {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash).replace('/', '.');
    }

    String binaryName() {
        return path.substring(0, path.length() - ".java".length()).replace('/', '.');
    }

    /** Returns a line as the compiler counts them, without indentation and not longer than a screen. */
    String line(long number) {
        String[] lines = text.split("\r\n|\r|\n", -1);
        if (number < 1 || number > lines.length) {
            return "";
        }
        String line = lines[(int) number - 1].strip();
        return line.length() <= 160 ? line : line.substring(0, 157) + "...";
    }
}
