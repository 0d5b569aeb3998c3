package org.marksheet.grader.compile;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * A source's text.
 *
 * @param text without byte order mark; empty if the bytes are not UTF-8
 * @param malformedLine the first line that is not UTF-8, or 0
 */
record Decoded(String text, long malformedLine) {
    static Decoded of(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
        String text = chars.flip().toString();
        if (result.isError()) {
            return new Decoded("", text.split("\r\n|\r|\n", -1).length);
        }
        return new Decoded(text.startsWith("\ufeff") ? text.substring(1) : text, 0);
    }
}
