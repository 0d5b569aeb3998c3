package org.marksheet.grader.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * A submission that lies in a zip, read from its place on disk; nothing is ever unpacked onto the disk.
 *
 * <p>The whole directory of the archive is judged before the first byte of an entry is inflated.
 */
final class ZipContents implements Contents {
    private static final String AGAIN = " Nothing was unpacked; ask for a new upload.";
    private static final byte[] DIRECTORY_ENTRY = {'P', 'K', 1, 2};

    private final ZipFile zip;
    private final Bounds bounds;
    private final TreeMap<String, ZipArchiveEntry> files = new TreeMap<>();
    private long inflated;

    private ZipContents(ZipFile zip, Bounds bounds) {
        this.zip = zip;
        this.bounds = bounds;
    }

    static ZipContents open(Path file, Bounds bounds) throws IOException, NotTakenException {
        long size = Files.size(file);
        if (size > bounds.archiveBytes()) {
            throw new NotTakenException("the archive is " + Bounds.words(size) + " and at most "
                    + Bounds.words(bounds.archiveBytes()) + " are read. Leave out models and target/, and upload again.");
        }
        boundEntries(file, bounds);
        ZipFile zip;
        try {
            zip = ZipFile.builder().setPath(file).setUseUnicodeExtraFields(false).get();
        } catch (IOException | RuntimeException e) {
            // The library meets some broken headers with unchecked exceptions.
            throw broken(e);
        }
        ZipContents contents = new ZipContents(zip, bounds);
        try {
            contents.judge(size);
            return contents;
        } catch (NotTakenException e) {
            zip.close();
            throw e;
        } catch (RuntimeException e) {
            zip.close();
            throw broken(e);
        }
    }

    /**
     * The library builds an object for every entry before it can be asked for their number. The marker
     * stands before each of them, so there cannot be more entries than markers.
     */
    private static void boundEntries(Path file, Bounds bounds) throws IOException, NotTakenException {
        int markers = 0;
        int matched = 0;
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    matched = buffer[i] == DIRECTORY_ENTRY[matched] ? matched + 1 : buffer[i] == 'P' ? 1 : 0;
                    if (matched == DIRECTORY_ENTRY.length) {
                        matched = 0;
                        markers++;
                    }
                }
            }
        }
        if (markers > bounds.entries()) {
            throw new NotTakenException("the archive has more than " + bounds.entries() + " entries." + AGAIN);
        }
    }

    private void judge(long archiveSize) throws NotTakenException {
        ZipNames names = new ZipNames();
        long total = 0;
        for (Iterator<ZipArchiveEntry> each = zip.getEntries().asIterator(); each.hasNext(); ) {
            ZipArchiveEntry entry = each.next();
            String name = names.accept(entry);
            String shown = "entry \"" + Words.shown(name) + "\" ";
            if (entry.getGeneralPurposeBit().usesEncryption()) {
                throw new NotTakenException(shown + "is encrypted." + AGAIN);
            }
            if (ZipNames.special(entry)) {
                throw new NotTakenException(shown + "is a link or a device, not a file." + AGAIN);
            }
            if (entry.getSize() < 0 || entry.getCompressedSize() < 0) {
                throw new NotTakenException(shown + "does not say how large it is." + AGAIN);
            }
            total += Math.min(entry.getSize(), bounds.totalBytes() + 1);
            if (!name.endsWith("/")) {
                files.put(name, entry);
            }
        }
        if (total > bounds.totalBytes()) {
            throw new NotTakenException("the archive unpacks to more than " + Bounds.words(bounds.totalBytes())
                    + ". Nothing was unpacked; leave out models and target/, and upload again.");
        }
        if (total > bounds.fileBytes() && total / Math.max(1, archiveSize) > bounds.ratio()) {
            throw new NotTakenException("the archive unpacks to more than " + bounds.ratio()
                    + " times its size, as archives that are meant to harm do." + AGAIN);
        }
    }

    @Override
    public List<String> paths() {
        return files.keySet().stream().filter(path -> !Noise.hidden(path)).toList();
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public byte[] read(String path) throws NotTakenException {
        ZipArchiveEntry entry = files.get(path);
        if (entry.getSize() > bounds.fileBytes()) {
            throw new NotTakenException(Words.tooLarge(path, bounds));
        }
        if (entry.getMethod() != ZipArchiveEntry.DEFLATED && entry.getMethod() != ZipArchiveEntry.STORED) {
            throw new NotTakenException("entry \"" + Words.shown(path)
                    + "\" is packed in an unusual way. Nothing was taken; make an ordinary zip and upload again.");
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            // Sizes in the directory may lie, so they are counted.
            bytes = in.readNBytes(bounds.fileBytes() + 1);
        } catch (IOException | RuntimeException e) {
            throw broken(e);
        }
        inflated += bytes.length;
        if (bytes.length > bounds.fileBytes() || inflated > bounds.totalBytes()) {
            throw new NotTakenException(Words.tooLarge(path, bounds));
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        if (bytes.length != entry.getSize() || crc.getValue() != entry.getCrc()) {
            throw new NotTakenException("entry \"" + Words.shown(path) + "\" is damaged." + AGAIN);
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private static NotTakenException broken(Exception cause) {
        return new NotTakenException("this is no zip, or it is broken or cut off." + AGAIN, cause);
    }
}
