package org.marksheet.lab.hub;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server answered.
 *
 * @param address who answered in the end
 * @param status of HTTP
 * @param headers all of them
 * @param body the content, still to be read
 */
record ServerAnswer(URI address, int status, HttpHeaders headers, ChunkedBody body) implements AutoCloseable {
    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Returns a header that holds a size, nothing if it is missing or no number from 0 on. */
    OptionalLong size(String name) {
        String text = header(name).orElse("");
        return text.matches("\\d{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    boolean isRedirect() {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /**
     * Reads the content as a text.
     *
     * @param longest in bytes
     * @throws HubException if it is longer
     * @throws Unanswered if the connection broke off
     */
    String text(int longest) throws Unanswered {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Optional<List<ByteBuffer>> chunk = body.next(); chunk.isPresent(); chunk = body.next()) {
            for (ByteBuffer buffer : chunk.get()) {
                byte[] part = new byte[buffer.remaining()];
                buffer.get(part);
                bytes.writeBytes(part);
            }
            if (bytes.size() > longest) {
                throw new HubException(address.toString(), "the answer is longer than " + longest + " bytes.",
                        "Is HF_ENDPOINT a hub?");
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        body.close();
    }
}
