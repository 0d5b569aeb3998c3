package org.marksheet.lab.jinja;

/** Thrown when a template cannot be read or rendered: says the file, the line, what is wrong, and what to do next. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TemplateException(String name, int line, Problem problem) {
        super(name + ":" + line + ": " + problem.getMessage() + " " + problem.remedy(), problem);
    }
}
