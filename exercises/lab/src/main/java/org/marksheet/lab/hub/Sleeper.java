package org.marksheet.lab.hub;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;

    /** Sleeps, and turns an interrupt into an end of the download. */
    default void rest(Duration duration) {
        try {
            sleep(duration);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Returns what to throw when the thread was interrupted, and leaves the thread marked so. */
    static HubException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new HubException("The download", "was interrupted.", "Start it again; it goes on where it was.", cause);
    }
}
