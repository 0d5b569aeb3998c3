package org.marksheet.lab.hub;

/**
 * A model on the hub in one state.
 *
 * @param id of the repository
 * @param revision which of its states
 */
public record HubModel(RepoId id, Revision revision) {
    /**
     * Reads {@code gpt2}, {@code owner/name} or either with {@code @revision}.
     *
     * @throws HubException if a part has another form
     */
    public static HubModel parse(String text) {
        int at = text.indexOf('@');
        return at < 0
                ? new HubModel(new RepoId(text), Revision.MAIN)
                : new HubModel(new RepoId(text.substring(0, at)), new Revision(text.substring(at + 1)));
    }

    @Override
    public String toString() {
        return revision.equals(Revision.MAIN) ? id.value() : id + "@" + revision.name();
    }
}
