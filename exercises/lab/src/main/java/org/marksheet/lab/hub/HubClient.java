package org.marksheet.lab.hub;

import java.net.URI;
import java.util.Map;
import java.util.OptionalLong;

/** What is asked of a hub about one model. */
final class HubClient {
    private static final int LONGEST_LISTING = 32 << 20;

    private final HubConnection connection;
    private final HubModel model;
    private final URI hub;
    private final Refusal refusal;

    HubClient(HubConnection connection, URI hub, HubModel model) {
        this.connection = connection;
        this.model = model;
        this.hub = hub;
        this.refusal = new Refusal(model, hub, connection.token());
    }

    /**
     * Asks which files the model has.
     *
     * @throws Unanswered if there is no answer
     * @throws HubException if the answer is no, or is no list
     */
    RepoListing list() throws Unanswered {
        URI address = URI.create(
                hub + "/api/models/" + model.id() + "/revision/" + RepoFile.escaped(model.revision().name()));
        try (ServerAnswer answer = connection.get(address, Map.of())) {
            if (answer.status() != 200) {
                throw refusal.of(model.toString(), answer);
            }
            return RepoListing.parse(address.toString(), answer.text(LONGEST_LISTING));
        }
    }

    /**
     * Asks what a file is.
     *
     * @throws Unanswered if there is no answer
     * @throws HubException if the answer is no, or lacks what a hub says
     */
    RemoteFile describe(String commit, RepoFile file) throws Unanswered {
        try (ServerAnswer answer = connection.head(address(commit, file))) {
            if (answer.status() != 200 && !answer.isRedirect()) {
                throw refusal.of(subject(file), answer);
            }
            if (!answer.header("X-Repo-Commit").orElse(commit).equals(commit)) {
                throw new HubException(subject(file), "the hub gives it from another commit than " + commit + ".",
                        "Try again; the repository may have changed just now.");
            }
            // For large files the headers speak of the redirect; those with "Linked" speak of the file.
            String etag = answer.header("X-Linked-ETag").or(() -> answer.header("ETag")).orElse("");
            OptionalLong linked = answer.size("X-Linked-Size");
            OptionalLong size = linked.isPresent() || answer.isRedirect() ? linked : answer.size("Content-Length");
            if (size.isEmpty()) {
                throw new HubException(subject(file), "the hub does not say its size.", "Check HF_ENDPOINT: is it a hub?");
            }
            return new RemoteFile(commit, file, RemoteFile.bare(etag), size.getAsLong());
        }
    }

    /**
     * Begins to fetch a file.
     *
     * @param from the first byte to send
     * @return with status 200, 206 or 416; the caller closes it
     * @throws Unanswered if there is no answer
     * @throws HubException if the answer is no
     */
    ServerAnswer open(RemoteFile remote, long from) throws Unanswered {
        Map<String, String> range = from > 0 ? Map.of("Range", "bytes=" + from + "-") : Map.of();
        // Always by way of the hub: where it leads to is good for an hour or so only.
        ServerAnswer answer = connection.get(address(remote.commit(), remote.file()), range);
        if (answer.status() == 200 || from > 0 && (answer.status() == 206 || answer.status() == 416)) {
            return answer;
        }
        try (answer) {
            throw refusal.of(subject(remote.file()), answer);
        }
    }

    /** Returns what a message about a file begins with. */
    String subject(RepoFile file) {
        return file + " of " + model;
    }

    private URI address(String commit, RepoFile file) {
        return URI.create(hub + "/" + model.id() + "/resolve/" + commit + "/" + file.inAddress());
    }
}
