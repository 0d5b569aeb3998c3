package org.marksheet.lab.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The secret that shows a hub who asks. It is in no text that this class makes. */
public final class AccessToken {
    private static final Pattern FORM = Pattern.compile("[!-~]+");

    private final String secret;
    private final String source;

    private AccessToken(String secret, String source) {
        this.secret = secret;
        this.source = source;
    }

    /**
     * Looks in the usual places: {@code HF_TOKEN}, {@code HUGGING_FACE_HUB_TOKEN}, then the file that {@code hf auth login}
     * writes.
     *
     * @param variables of the environment
     * @param file where a login leaves it
     * @return nothing if there is none, or {@code HF_HUB_DISABLE_IMPLICIT_TOKEN} is set
     * @throws HubException if it cannot be read or is no token; names the place
     */
    static Optional<AccessToken> find(Map<String, String> variables, Path file) {
        if (Switch.isOn(variables, "HF_HUB_DISABLE_IMPLICIT_TOKEN")) {
            return Optional.empty();
        }
        for (String name : new String[] {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}) {
            if (!variables.getOrDefault(name, "").isEmpty()) {
                return of(variables.get(name), name);
            }
        }
        try {
            return of(Files.readString(file), file.toString());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            throw new HubException(file.toString(), "the access token cannot be read: " + e.getClass().getSimpleName() + ".",
                    "Log in again with hf auth login, or set HF_TOKEN.", e);
        }
    }

    /**
     * Takes a token as it is.
     *
     * @param text blanks and line ends around it are dropped
     * @param source is named when a hub refuses it
     * @return nothing if it is blank
     * @throws HubException if it holds characters that no header may have
     */
    static Optional<AccessToken> of(String text, String source) {
        String secret = text.replace("\r", "").replace("\n", "").strip();
        if (secret.isEmpty()) {
            return Optional.empty();
        }
        if (!FORM.matcher(secret).matches()) {
            throw new HubException(source, "the access token holds blanks or characters beyond ASCII.",
                    "Copy it again; a token looks like hf_ and letters.");
        }
        return Optional.of(new AccessToken(secret, source));
    }

    /** Returns the value of the header {@code Authorization}. */
    String authorization() {
        return "Bearer " + secret;
    }

    /** Returns the variable or file that it is from. */
    String source() {
        return source;
    }

    @Override
    public String toString() {
        return "AccessToken[from " + source + "]";
    }
}
