package org.marksheet.grader.sandbox;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder of things that are made once and never changed, each under a name that says what it was made from.
 *
 * <p>A thing is made beside its place and moved there in one step; graders that run at once wait for each other.
 *
 * @param root the folder; its owner is whoever runs the grader, and other users can read it
 */
public record CacheFolder(Path root) {
    /** Fills an empty folder. */
    @FunctionalInterface
    public interface Maker {
        /** Writes files into the folder. */
        void fill(Path folder) throws IOException;
    }

    /** Returns the machine's cache for root, whose workers run as other users, and the user's own cache for others. */
    public static CacheFolder ofThisUser() {
        if (Ids.isRoot()) {
            return new CacheFolder(Path.of("/var/cache/marksheet"));
        }
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(configured);
        return new CacheFolder(base.resolve("marksheet").toAbsolutePath());
    }

    /**
     * Returns a folder of the cache, made now if it is not there.
     *
     * @param name the folder's name; the same name must mean the same contents
     * @param maker fills it
     * @return the folder, readable and not writable by others
     * @throws IOException if the cache cannot be written to or is another user's, or from the maker
     */
    public Path folder(String name, Maker maker) throws IOException {
        Path place = root.resolve(name);
        makeRoot();
        if (Files.isDirectory(place)) {
            return place;
        }
        try (FileChannel channel = FileChannel.open(root.resolve(name + ".lock"),
                        StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = lock(channel)) {
            assert lock.isValid();
            if (Files.isDirectory(place)) {
                return place;
            }
            Path draft = root.resolve(name + ".part");
            // Whoever left it there is gone: the lock is ours.
            delete(draft);
            Files.createDirectory(draft);
            try {
                maker.fill(draft);
                makeReadable(draft);
                Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                delete(draft);
            }
        }
        return place;
    }

    private void makeRoot() throws IOException {
        Files.createDirectories(root);
        if (Ids.posix()) {
            int owner = (int) Files.getAttribute(root, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            if (owner != Ids.mine()) {
                throw new IOException(root + " belongs to user " + owner + ", who could change what the workers run. "
                        + "Remove it or give it to the user that runs the grader.");
            }
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static FileLock lock(FileChannel channel) throws IOException {
        while (true) {
            try {
                return channel.lock();
            } catch (OverlappingFileLockException e) {
                // Held by another thread of this process; the lock between processes does not wait for that one.
                try {
                    TimeUnit.MILLISECONDS.sleep(50);
                } catch (InterruptedException interrupted) {
                    Thread.currentThread().interrupt();
                    throw new IOException("Interrupted while waiting for the cache.", interrupted);
                }
            }
        }
    }

    /** Lets all users read a folder, whatever the umask is. */
    static void makeReadable(Path folder) throws IOException {
        if (!Ids.posix()) {
            return;
        }
        for (Path path : below(folder)) {
            Files.setPosixFilePermissions(path,
                    PosixFilePermissions.fromString(Files.isDirectory(path) ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            for (Path path : below(folder)) {
                Files.delete(path);
            }
        }
    }

    private static List<Path> below(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
