package org.marksheet.lab.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Keeps two downloads of ours from one file at the same time, in one process or in two.
 *
 * <p>It does not keep out Python's tools: on Linux and macOS they lock with {@code flock}, Java locks with {@code fcntl}, and
 * the two do not see each other, although the file is the same. Nothing depends on it: each side writes to a file of its own,
 * checks it, and moves it to its place in one step; at worst the same bytes are fetched twice. The same holds where a file
 * system has no locks at all.
 */
final class CacheLock implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final FileChannel channel;

    private CacheLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits until nobody else has the lock.
     *
     * @param file is made if it is missing, and stays
     * @param subject is named to a person who has to wait
     * @throws IOException if the file cannot be made
     */
    static CacheLock acquire(Path file, String subject, Sleeper sleeper, DownloadProgress progress) throws IOException {
        Files.createDirectories(file.getParent());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            // One channel for all attempts: to close one drops the locks that this process has on the file.
            for (boolean told = false; !isLocked(channel); told = true) {
                if (!told) {
                    progress.note(subject + ": another process is downloading it. Waiting.");
                }
                sleeper.rest(LOOK_AGAIN);
            }
            return new CacheLock(channel);
        } catch (HubException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isLocked(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        } catch (IOException e) {
            // A file system without locks.
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
