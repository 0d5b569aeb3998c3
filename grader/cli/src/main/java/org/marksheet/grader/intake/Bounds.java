package org.marksheet.grader.intake;

/**
 * How much of a stranger's folder or archive is looked at.
 *
 * @param entries files and folders of one submission
 * @param archiveBytes size of a zip as it lies on disk
 * @param totalBytes what all entries of a zip unpack to, as declared and as counted while inflating
 * @param fileBytes size of one file that is taken
 * @param ratio unpacked by packed size of a zip; only asked above one {@code fileBytes}
 * @param depth levels of folders below a submission
 */
public record Bounds(int entries, long archiveBytes, long totalBytes, int fileBytes, int ratio, int depth) {
    /** Rejects what is not positive. */
    public Bounds {
        if (entries < 1 || archiveBytes < 1 || totalBytes < 1 || fileBytes < 1 || ratio < 1 || depth < 1) {
            throw new IllegalArgumentException("bounds: each must be at least 1");
        }
    }

    /** Returns bounds that a handed-in exercises folder with its models stays well below. */
    public static Bounds defaults() {
        return new Bounds(10_000, 128L << 20, 64L << 20, 1 << 20, 200, 12);
    }

    /** Returns a size in words, {@code 64 MiB}. */
    static String words(long bytes) {
        if (bytes >= 1 << 20) {
            return (bytes >> 20) + " MiB";
        }
        return bytes >= 1 << 10 ? (bytes >> 10) + " KiB" : bytes + " bytes";
    }
}
