package org.marksheet.lab.hub;

import java.util.regex.Pattern;

/**
 * A state of a repository: a branch, a tag, {@code refs/pr/N}, or the hash of a commit.
 *
 * @param name as git has it
 */
public record Revision(String name) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");
    // Part by part, since the name becomes a path below refs/.
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.+-]*)*");

    /** What is meant when nothing is said. */
    public static final Revision MAIN = new Revision("main");

    /**
     * Rejects what is no revision.
     *
     * @throws HubException if it is none
     */
    public Revision {
        if (!FORM.matcher(name).matches() || name.contains("..")) {
            throw new HubException("\"" + name + "\"", "is not the name of a revision.",
                    "Give a branch, a tag, refs/pr/N or a commit's 40 hexadecimal digits after the @.");
        }
    }

    /** Returns whether this is the full hash of a commit, which always means the same files. */
    public boolean isCommit() {
        return isCommit(name);
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }
}
