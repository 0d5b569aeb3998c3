package org.marksheet.grader.intake;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A submission that lies in a folder. Links are not followed; devices, pipes and sockets are not opened. */
final class FolderContents implements Contents {
    private final Path root;
    private final Bounds bounds;
    private final List<String> paths = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int entries;

    private FolderContents(Path root, Bounds bounds) {
        this.root = root;
        this.bounds = bounds;
    }

    static FolderContents list(Path root, Bounds bounds) throws IOException, NotTakenException {
        FolderContents contents = new FolderContents(root, bounds);
        // One level more than allowed, where folders arrive as if they were files and can be told of.
        Files.walkFileTree(root, Set.of(), bounds.depth() + 1, contents.visitor());
        if (contents.entries > bounds.entries()) {
            throw new NotTakenException("the folder has more than " + bounds.entries()
                    + " files. Nothing was taken; keep only the sheet's files in it.");
        }
        contents.paths.sort(null);
        contents.notes.sort(null);
        return contents;
    }

    private FileVisitor<Path> visitor() {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (!folder.equals(root) && Noise.folder(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return count();
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = Words.slashes(root.relativize(file));
                if (attributes.isSymbolicLink()) {
                    notes.add(Words.shown(path) + " is a symbolic link and was not followed");
                } else if (attributes.isDirectory()) {
                    notes.add(Words.shown(path) + " lies more than " + bounds.depth()
                            + " levels down and was not searched");
                } else if (attributes.isRegularFile()) {
                    paths.add(path);
                } else {
                    notes.add(Words.shown(path) + " is no ordinary file and was ignored");
                }
                return count();
            }
        };
    }

    private FileVisitResult count() {
        return ++entries > bounds.entries() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
    }

    @Override
    public List<String> paths() {
        return paths;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public byte[] read(String path) throws IOException, NotTakenException {
        // The file may have become a link since it was listed.
        try (InputStream in = Files.newInputStream(root.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(bounds.fileBytes() + 1);
            if (bytes.length > bounds.fileBytes()) {
                throw new NotTakenException(Words.tooLarge(path, bounds));
            }
            return bytes;
        }
    }

    @Override
    public void close() {}
}
