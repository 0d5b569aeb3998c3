package org.marksheet.lab.hub;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The folder of one repository in the cache, as huggingface_hub lays it out.
 *
 * <pre>
 * models--owner--name/refs/main                          a commit
 * models--owner--name/blobs/ETAG                         a file's content
 * models--owner--name/snapshots/COMMIT/config.json       a link to ../../blobs/ETAG
 * .locks/models--owner--name/ETAG.lock
 * </pre>
 *
 * <p>Where links cannot be made, as on Windows without the right to, the content itself moves into the snapshot.
 *
 * @param cache its root
 * @param id of the repository
 * @param symlinks whether to link
 * @see <a href="https://huggingface.co/docs/huggingface_hub/guides/manage-cache">Understand caching</a>
 */
record CachedRepo(Path cache, RepoId id, boolean symlinks) {
    Path folder() {
        return cache.resolve(id.folderName());
    }

    Path snapshot(String commit) {
        return folder().resolve("snapshots").resolve(commit);
    }

    Path blob(RemoteFile remote) {
        return folder().resolve("blobs").resolve(remote.etag());
    }

    /**
     * Returns where a file grows. Its name is ours alone: Python's tools write to {@code ETAG.incomplete}, some versions without
     * a look at the hash, and two that write to one file would spoil it.
     */
    Path incomplete(RemoteFile remote) {
        return folder().resolve("blobs").resolve(remote.etag() + ".marksheet.incomplete");
    }

    Path lock(RemoteFile remote) {
        return cache.resolve(".locks").resolve(id.folderName()).resolve(remote.etag() + ".lock");
    }

    /** Returns the commit that a revision meant when it was last asked for, nothing if it never was. */
    Optional<String> commit(Revision revision) {
        if (revision.isCommit()) {
            return Optional.of(revision.name());
        }
        Path ref = ref(revision);
        try {
            return Optional.of(Files.readString(ref).strip()).filter(Revision::isCommit);
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException e) {
            // A branch can share its first part with another's whole name, and is a folder then.
            return Optional.empty();
        }
    }

    /**
     * Notes the commit that a revision means.
     *
     * @throws IOException if that fails
     */
    void remember(Revision revision, String commit) throws IOException {
        if (revision.isCommit() || commit(revision).filter(commit::equals).isPresent()) {
            return;
        }
        Path ref = ref(revision);
        Files.createDirectories(ref.getParent());
        // No temporary file of the JDK: that would be for this user's eyes only, and a cache can be shared.
        Path written = ref.resolveSibling(ref.getFileName() + "." + ProcessHandle.current().pid() + "-"
                + Thread.currentThread().getId() + ".tmp");
        Files.writeString(written, commit);
        replace(written, ref);
    }

    /** Returns whether a snapshot has a file; a link to a blob that is gone does not count. */
    boolean has(String commit, RepoFile file) {
        return Files.isRegularFile(file.in(snapshot(commit)));
    }

    /**
     * Puts a blob into its snapshot.
     *
     * @param fresh whether nobody else can refer to the blob yet
     * @throws IOException if that fails
     */
    void place(RemoteFile remote, boolean fresh) throws IOException {
        Path pointer = remote.file().in(snapshot(remote.commit()));
        if (Files.isRegularFile(pointer)) {
            // Another process placed it, and somebody may be about to read it.
            return;
        }
        Files.createDirectories(pointer.getParent());
        // A link to a blob that is gone.
        Files.deleteIfExists(pointer);
        Path blob = blob(remote);
        if (symlinks) {
            try {
                // Relative, so that the cache can be moved and copied.
                Files.createSymbolicLink(pointer, pointer.getParent().relativize(blob));
                return;
            } catch (FileAlreadyExistsException e) {
                // Another process placed it in between.
                return;
            } catch (IOException | UnsupportedOperationException | SecurityException e) {
                if (Files.isRegularFile(pointer)) {
                    return;
                }
            }
        }
        if (fresh) {
            Files.move(blob, pointer, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.copy(blob, pointer, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** In one step: who looks at the target sees the old file or the new one. */
    static void replace(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(source, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Path ref(Revision revision) {
        return folder().resolve("refs").resolve(revision.name());
    }
}
