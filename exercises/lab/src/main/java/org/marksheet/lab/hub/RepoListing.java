package org.marksheet.lab.hub;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a repository holds in one state.
 *
 * @param commit 40 hexadecimal digits
 * @param files all of them
 */
record RepoListing(String commit, Set<String> files) {
    RepoListing {
        files = Set.copyOf(files);
    }

    /**
     * Reads what a hub answers.
     *
     * @param address is named in an error
     * @throws HubException if it is something else, or a name is hostile
     */
    static RepoListing parse(String address, String json) {
        try {
            JsonObject answer = JsonParser.parseString(json).getAsJsonObject();
            String commit = answer.get("sha").getAsString();
            if (!Revision.isCommit(commit)) {
                throw unlike(address, "\"sha\" is no commit", null);
            }
            Set<String> files = new TreeSet<>();
            for (JsonElement sibling : answer.getAsJsonArray("siblings")) {
                String name = sibling.getAsJsonObject().get("rfilename").getAsString();
                // A name that not every system can have is none of a checkpoint's.
                if (RepoFile.isSafe(name) || RepoFile.leadsOut(name)) {
                    files.add(new RepoFile(name).name());
                }
            }
            return new RepoListing(commit, files);
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException | ClassCastException
                | NullPointerException e) {
            // A missing field is null, and one of another kind is an illegal state: both mean the same here.
            throw unlike(address, "it is not what a hub answers", e);
        }
    }

    private static HubException unlike(String address, String why, Exception cause) {
        return new HubException(address, "the list of files cannot be read: " + why + ".",
                "Is a login page of the network in between, or is HF_ENDPOINT not a hub?", cause);
    }
}
