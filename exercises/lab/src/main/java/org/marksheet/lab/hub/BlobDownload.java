package org.marksheet.lab.hub;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Brings one file into the cache: goes on where an earlier try ended, checks size and hash, and then puts it in its place. */
final class BlobDownload {
    private static final String AGAIN = "It was removed; start the download again.";

    private final HubClient client;
    private final CachedRepo repo;
    private final Retries retries;
    private final DownloadProgress progress;

    BlobDownload(HubClient client, CachedRepo repo, Retries retries, DownloadProgress progress) {
        this.client = client;
        this.repo = repo;
        this.retries = retries;
        this.progress = progress;
    }

    /**
     * Fetches a file, unless it is there by now.
     *
     * @throws HubException if that fails; what arrived stays, unless it is wrong
     */
    void fetch(RemoteFile remote) {
        try (CacheLock lock = CacheLock.acquire(
                repo.lock(remote), client.subject(remote.file()), retries.sleeper(), progress)) {
            if (repo.has(remote.commit(), remote.file())) {
                return;
            }
            boolean fresh = !hasBlob(remote);
            if (fresh) {
                Path incomplete = repo.incomplete(remote);
                Files.createDirectories(incomplete.getParent());
                fill(incomplete, remote);
                check(incomplete, remote);
                CachedRepo.replace(incomplete, repo.blob(remote));
            }
            repo.place(remote, fresh);
        } catch (IOException e) {
            throw unwritable(repo.folder(), e);
        }
    }

    /** Returns how many bytes are still to come, for a look at the disk. */
    long missing(RemoteFile remote) throws IOException {
        return hasBlob(remote) ? 0 : Math.max(0, remote.size() - size(repo.incomplete(remote)));
    }

    static HubException unwritable(Path place, IOException cause) {
        String reason = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new HubException(place.toString(), "cannot be written: " + reason + ".",
                "Free space there or mind its rights, or set HF_HUB_CACHE to another folder; what is whole stays.", cause);
    }

    private boolean hasBlob(RemoteFile remote) throws IOException {
        return Files.isRegularFile(repo.blob(remote)) && Files.size(repo.blob(remote)) == remote.size();
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private void fill(Path incomplete, RemoteFile remote) throws IOException {
        if (size(incomplete) > remote.size()) {
            Files.delete(incomplete);
        }
        try (DownloadProgress.Transfer transfer =
                progress.begin(remote.file().name(), size(incomplete), remote.size())) {
            if (remote.size() == 0) {
                Files.write(incomplete, new byte[0]);
            }
            int failures = 0;
            long furthest = size(incomplete);
            while (size(incomplete) < remote.size()) {
                try {
                    transfer(incomplete, remote, size(incomplete), transfer);
                } catch (Unanswered e) {
                    // Who gets further than ever before, if slowly, is not failing.
                    failures = size(incomplete) > furthest ? 1 : failures + 1;
                    furthest = Math.max(furthest, size(incomplete));
                    rest(remote, failures, e);
                }
            }
        }
    }

    private void rest(RemoteFile remote, int failures, Unanswered last) {
        try {
            retries.pause(client.subject(remote.file()), failures, last, progress);
        } catch (Unanswered e) {
            throw e.givenUp(client.subject(remote.file()));
        }
    }

    private void transfer(Path incomplete, RemoteFile remote, long from, DownloadProgress.Transfer transfer)
            throws IOException {
        try (ServerAnswer answer = client.open(remote, from)) {
            long start = start(answer, remote, from);
            OptionalLong announced = answer.size("Content-Length");
            if (announced.isPresent() && announced.getAsLong() != remote.size() - start) {
                throw wrongSize(incomplete, remote, "bytes " + start + " to " + (start + announced.getAsLong()) + " come");
            }
            // No channel: an interrupt would close it in the middle of a chunk. And no buffer: Ctrl-C loses nothing.
            try (OutputStream out = new FileOutputStream(incomplete.toFile(), start > 0)) {
                copy(answer.body(), out, incomplete, remote, start, transfer);
            }
        } catch (Restart e) {
            Files.deleteIfExists(incomplete);
            transfer.at(0);
            throw Unanswered.unreached(e.getMessage(), "Start it again; if it fails again, the server is at fault.", e);
        }
    }

    /** Returns the place in the file of the answer's first byte. */
    private long start(ServerAnswer answer, RemoteFile remote, long from) throws Restart {
        String encoding = answer.header("Content-Encoding").orElse("identity");
        if (!encoding.equals("identity")) {
            throw new HubException(client.subject(remote.file()), "the server packs it (" + encoding + "), unasked.",
                    "Is a proxy in between? Try without it.");
        }
        if (answer.status() == 416) {
            throw new Restart("the server has nothing from byte " + from + " on (416)");
        }
        if (answer.status() == 200) {
            return 0;
        }
        String range = answer.header("Content-Range").orElse("");
        if (!range.matches("bytes " + from + "-\\d+/(" + remote.size() + "|\\*)")) {
            throw new Restart("the server was asked from byte " + from + " on and gives \"" + range + "\"");
        }
        return from;
    }

    private void copy(ChunkedBody body, OutputStream out, Path incomplete, RemoteFile remote, long start,
            DownloadProgress.Transfer transfer) throws IOException {
        long done = start;
        for (Optional<List<ByteBuffer>> chunk = body.next(); chunk.isPresent(); chunk = body.next()) {
            for (ByteBuffer buffer : chunk.get()) {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                done += bytes.length;
                if (done > remote.size()) {
                    throw wrongSize(incomplete, remote, "more come");
                }
                out.write(bytes);
            }
            transfer.at(done);
        }
        if (done < remote.size()) {
            throw Unanswered.unreached("the answer ended at byte " + done + " of " + remote.size(),
                    "Start it again; it goes on where it was.", null);
        }
    }

    private HubException wrongSize(Path incomplete, RemoteFile remote, String found) throws IOException {
        Files.deleteIfExists(incomplete);
        return new HubException(client.subject(remote.file()),
                "the hub announced " + remote.size() + " bytes, but " + found + ".", AGAIN);
    }

    private void check(Path incomplete, RemoteFile remote) throws IOException {
        Optional<BlobHash> hash = BlobHash.of(remote.etag());
        if (hash.isEmpty()) {
            return;
        }
        // As it is on the disk: two writers or a bad disk would not show in what came over the network.
        String found = hash.get().compute(incomplete);
        if (!found.equals(remote.etag())) {
            Files.deleteIfExists(incomplete);
            throw new HubException(client.subject(remote.file()), "what arrived has the hash " + found
                    + ", but the hub announced " + remote.etag() + ".", AGAIN);
        }
    }

    /** What is here is of no use; the next try begins at the first byte. */
    private static final class Restart extends IOException {
        private static final long serialVersionUID = 1L;

        Restart(String problem) {
            super(problem);
        }
    }
}
