package org.marksheet.lab.hub;

import java.util.regex.Pattern;

/**
 * What a hub says of a file.
 *
 * @param commit of the repository that the file belongs to
 * @param file its name there
 * @param etag what the file is called among the blobs: its hash
 * @param size in bytes
 */
record RemoteFile(String commit, RepoFile file, String etag, long size) {
    // It becomes the name of a file.
    private static final Pattern ETAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    /** Rejects an etag that is no plain name; it comes from a server. */
    RemoteFile {
        if (!ETAG.matcher(etag).matches()) {
            throw new HubException(file.name(), "the hub gives it no proper ETag.", "Check HF_ENDPOINT: is it a hub?");
        }
    }

    /** Returns an {@code ETag} as it stands in a header without its wrapping. */
    static String bare(String header) {
        String strong = header.startsWith("W/") ? header.substring(2) : header;
        return strong.replace("\"", "");
    }
}
