package org.marksheet.lab.text;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Tokens as text while they come, one after the other.
 *
 * <p>A character may be spread over several tokens, and a decoder may drop the blank before the first word of what it is given. So
 * each token is decoded with some before it, and text is held back while it ends within a character. Special tokens are left out.
 */
public final class TokenStream {
    private final Function<long[], String> decode;
    private long[] window = new long[0];
    private int shown;

    /**
     * Begins a text.
     *
     * @param decode from tokens to text
     */
    TokenStream(Function<long[], String> decode) {
        this.decode = decode;
    }

    /**
     * Takes the next token.
     *
     * @param id of the tokenizer's vocabulary
     * @return the text that is certain now and was not before; often a word, sometimes nothing
     */
    public String next(long id) {
        window = Arrays.copyOf(window, window.length + 1);
        window[window.length - 1] = id;
        String more = pending();
        if (more.isEmpty() || more.endsWith("\ufffd")) {
            return "";
        }
        window = Arrays.copyOfRange(window, shown, window.length);
        shown = window.length;
        return more;
    }

    /** Ends the text: returns what was held back, which may end within a character. */
    public String end() {
        String rest = pending();
        window = new long[0];
        shown = 0;
        return rest;
    }

    /** The text of the window that has not been returned. */
    private String pending() {
        int before = decode.apply(Arrays.copyOf(window, shown)).length();
        String all = decode.apply(window);
        return all.length() > before ? all.substring(before) : "";
    }
}
