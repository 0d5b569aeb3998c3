package org.marksheet.lab.plot;

/** Text on a page. */
final class Html {
    /** How many runs have a colour of their own. */
    static final int RUNS = 6;

    private Html() {}

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
    }
}
