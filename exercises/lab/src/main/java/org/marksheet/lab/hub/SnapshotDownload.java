package org.marksheet.lab.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import javax.net.ssl.SSLException;

/** Finds a model in the cache, or completes it there from the hub. */
final class SnapshotDownload {
    private final HubEnvironment environment;
    private final HubModel model;
    private final Retries retries;
    private final ToLongFunction<Path> freeSpace;
    private final DownloadProgress progress;
    private final CachedRepo repo;

    SnapshotDownload(HubEnvironment environment, HubModel model, Retries retries, ToLongFunction<Path> freeSpace,
            DownloadProgress progress) {
        this.environment = environment;
        this.model = model;
        this.retries = retries;
        this.freeSpace = freeSpace;
        this.progress = progress;
        this.repo = new CachedRepo(environment.cache(), model.id(), environment.symlinks());
    }

    /**
     * Returns the folder of the snapshot.
     *
     * @throws HubException if it cannot be had
     */
    Path run() {
        Optional<Path> cached = repo.commit(model.revision()).map(repo::snapshot);
        if (environment.offline() || model.revision().isCommit() && cached.filter(SnapshotDownload::isWhole).isPresent()) {
            return cached.filter(SnapshotDownload::isWhole)
                    .orElseThrow(() -> absent("HF_HUB_OFFLINE or TRANSFORMERS_OFFLINE is set", cached, null));
        }
        HubClient client = new HubClient(new HubConnection(environment), environment.endpoint(), model);
        RepoListing listing;
        try {
            // Without a network it is better to say so at once than to try five times.
            listing = retries.ask(model.toString(), client::list, Unanswered::reached, progress);
        } catch (Unanswered e) {
            return withoutHub(cached, e);
        }
        Path snapshot = repo.snapshot(listing.commit());
        fetch(client, listing, CheckpointFiles.descriptions(model, listing));
        fetch(client, listing, CheckpointFiles.weights(model, listing, snapshot));
        remember(listing.commit());
        return snapshot;
    }

    private Path withoutHub(Optional<Path> cached, Unanswered failure) {
        // Where the network is there, it is not the way around it that helps.
        boolean network = failure.reached() || failure.getCause() instanceof SSLException;
        Path whole = cached.filter(SnapshotDownload::isWhole).orElseThrow(() -> network
                ? failure.givenUp(model.toString())
                : absent(failure.getMessage(), cached, failure));
        progress.note(model + ": " + failure.getMessage() + ". Using what the cache has, "
                + whole.getFileName().toString().substring(0, 7) + ".");
        return whole;
    }

    private HubException absent(String why, Optional<Path> cached, Exception cause) {
        String lacking = cached.filter(Files::isDirectory)
                .map(folder -> " has no " + String.join(", ", CheckpointFiles.missing(folder)) + " of " + model)
                .orElse(" does not have " + model);
        HubException absent = new HubException("No network (" + why + "), and the cache " + environment.cache() + lacking
                + ": put config.json, tokenizer.json, tokenizer_config.json and " + CheckpointFiles.SINGLE
                + " of it into a folder and give that folder instead of the name, or copy the folder " + model.id().folderName()
                + " from the cache of a machine that has it into this one.");
        absent.initCause(cause);
        return absent;
    }

    private void fetch(HubClient client, RepoListing listing, List<RepoFile> files) {
        BlobDownload download = new BlobDownload(client, repo, retries, progress);
        List<RemoteFile> wanted = new ArrayList<>();
        for (RepoFile file : files) {
            if (!repo.has(listing.commit(), file)) {
                wanted.add(describe(client, listing.commit(), file));
            }
        }
        if (!wanted.isEmpty()) {
            prepare(download, wanted);
        }
        wanted.forEach(download::fetch);
    }

    private RemoteFile describe(HubClient client, String commit, RepoFile file) {
        try {
            return retries.ask(client.subject(file), () -> client.describe(commit, file), any -> true, progress);
        } catch (Unanswered e) {
            throw e.givenUp(client.subject(file));
        }
    }

    /** Makes the cache, and looks whether all will fit before the first byte comes. */
    private void prepare(BlobDownload download, List<RemoteFile> wanted) {
        try {
            Files.createDirectories(repo.folder());
            long needed = 0;
            for (RemoteFile remote : wanted) {
                needed = Math.addExact(needed, download.missing(remote));
            }
            long free = freeSpace.applyAsLong(environment.cache());
            if (needed > free) {
                throw new HubException(environment.cache().toString(),
                        "has " + megabytes(free) + " free, but " + model + " needs " + megabytes(needed) + " more.",
                        "Free space there, or set HF_HUB_CACHE to another folder.");
            }
        } catch (IOException e) {
            throw BlobDownload.unwritable(environment.cache(), e);
        }
    }

    /** At the end, so that an update which breaks off leaves the model as it was, for a time without network. */
    private void remember(String commit) {
        try {
            repo.remember(model.revision(), commit);
        } catch (IOException e) {
            // All files are here; a cache that others keep for us to read is none the worse.
            progress.note(repo.folder() + ": the commit of " + model.revision().name() + " cannot be noted: " + e.getMessage()
                    + ".");
        }
    }

    private static boolean isWhole(Path snapshot) {
        return CheckpointFiles.missing(snapshot).isEmpty();
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
