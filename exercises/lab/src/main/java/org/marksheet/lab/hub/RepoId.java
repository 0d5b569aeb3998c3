package org.marksheet.lab.hub;

import java.util.regex.Pattern;

/**
 * The name of a repository on the hub, {@code gpt2} or {@code lvwerra/distilbert-imdb}.
 *
 * @param value as people write it
 * @see <a href="https://huggingface.co/docs/huggingface_hub/package_reference/utilities">validate_repo_id: the same rules</a>
 */
public record RepoId(String value) {
    private static final Pattern FORM =
            Pattern.compile("(?:[A-Za-z0-9_][A-Za-z0-9_.-]*/)?[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?");
    private static final int LONGEST = 96;

    /**
     * Rejects what is no name.
     *
     * @throws HubException if it is none; says the rule
     */
    public RepoId {
        if (!FORM.matcher(value).matches() || value.length() > LONGEST || value.contains("--") || value.contains("..")
                || value.endsWith(".git")) {
            throw new HubException("\"" + value + "\"", "is neither a folder that exists nor the name of a model.",
                    "A name is NAME or OWNER/NAME of letters, digits and -_. without \"--\" and \"..\", such as gpt2.");
        }
    }

    /** Returns the name of the repository's folder in a cache, {@code models--lvwerra--distilbert-imdb}. */
    String folderName() {
        return "models--" + value.replace("/", "--");
    }

    @Override
    public String toString() {
        return value;
    }
}
