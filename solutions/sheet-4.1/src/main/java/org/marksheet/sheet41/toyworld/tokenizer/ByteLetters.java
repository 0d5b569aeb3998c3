package org.marksheet.sheet41.toyworld.tokenizer;

import java.nio.charset.StandardCharsets;

/**
 * A visible letter for each of the 256 bytes, as GPT-2's vocabulary writes them: printable ones stand for themselves, the
 * others for the letters from 256 on, in order. The blank becomes {@code U+0120}.
 *
 * @see <a href="https://huggingface.co/docs/tokenizers/api/pre-tokenizers">ByteLevel in Tokenizers</a>
 */
final class ByteLetters {
    private static final int BYTES = 256;

    private final char[] letters = new char[BYTES];

    ByteLetters() {
        char next = BYTES;
        for (int value = 0; value < BYTES; value++) {
            letters[value] = isPrintable(value) ? (char) value : next++;
        }
    }

    /** Returns the letters of all bytes, in the order of the bytes. */
    String alphabet() {
        return new String(letters);
    }

    /** Returns a text with a letter for each byte of its UTF-8 form. */
    String spell(String text) {
        StringBuilder spelled = new StringBuilder();
        for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
            spelled.append(letters[value & 0xff]);
        }
        return spelled.toString();
    }

    private static boolean isPrintable(int value) {
        // 0xad is the soft hyphen, which nobody sees.
        return value >= '!' && value <= '~' || value >= 0xa1 && value <= 0xff && value != 0xad;
    }
}
