package org.marksheet.lab.jinja;

/** What is wrong at a place of a template; {@link Template} adds the place. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    private Problem(String what, String remedy) {
        super(what);
        this.remedy = remedy;
    }

    /** The template is no Jinja. */
    static Problem syntax(String what) {
        return new Problem(what, "Copy or download the template again.");
    }

    /** The template is Jinja, but beyond the part that is known here. */
    static Problem unknown(String what) {
        return new Problem(what + " is not known here.", "Write this place of the template without it.");
    }

    /** The template asks for something that cannot be done with the values that it was given. */
    static Problem value(String what) {
        return new Problem(what, "Does the template fit these messages?");
    }

    String remedy() {
        return remedy;
    }
}
