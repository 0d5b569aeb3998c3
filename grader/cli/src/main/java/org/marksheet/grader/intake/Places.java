package org.marksheet.grader.intake;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds where submissions lie: decides whether a folder is one of them or holds many. */
final class Places {
    private final AllowList allowed;
    private final Bounds bounds;

    Places(AllowList allowed, Bounds bounds) {
        this.allowed = allowed;
        this.bounds = bounds;
    }

    /** Returns the submissions under a path of the command line, by name. */
    List<Place> under(Path given) {
        Path path = real(given);
        if (Files.isDirectory(path)) {
            return folder(given, path);
        }
        Place.Kind kind = kind(path).orElseThrow(() -> new InputException(given
                + " is neither a folder nor a zip. Give a submission (folder or zip) or a folder of them."));
        return List.of(new Place(path, kind));
    }

    /** A link that the grader's own user gives is followed; those inside are not. */
    private Path real(Path given) {
        try {
            return given.toRealPath();
        } catch (IOException e) {
            throw new InputException(given + " is not there or cannot be read. Looked for a submission "
                    + "(folder or zip) or a folder of them.");
        }
    }

    private List<Place> folder(Path given, Path path) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> listing = Files.newDirectoryStream(path)) {
            listing.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new InputException(given + " cannot be read. Check its permissions.");
        }
        List<Place> places = children.stream()
                .filter(child -> !Noise.folder(child.getFileName().toString()))
                .flatMap(child -> kind(child).map(kind -> new Place(child, kind)).stream())
                .sorted(Comparator.comparing(place -> place.path().getFileName().toString()))
                .toList();
        if (isOne(children, places)) {
            return List.of(new Place(path, Place.Kind.FOLDER));
        }
        if (places.isEmpty()) {
            throw new InputException("There is no submission in " + given + ". Looked for " + allowed.words()
                    + ", and for folders and zips with them.");
        }
        return places;
    }

    /**
     * One submission has a file of the sheet or a project's root at its top, or its folders are those of a
     * project ({@code src}, {@code sheet-4.1}, {@code ppo}). One strangely named folder beside many students
     * does not turn the students into one.
     */
    private boolean isOne(List<Path> children, List<Place> places) {
        for (Path child : children) {
            String name = child.getFileName().toString();
            boolean file = Files.isRegularFile(child, LinkOption.NOFOLLOW_LINKS);
            if (file && (name.equals("pom.xml") || allowed.canonical(name).isPresent())
                    || name.equals("src") && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
                return true;
            }
        }
        int parts = 0;
        int students = 0;
        for (Place place : places) {
            switch (place.kind()) {
                case ZIP, OTHER_ARCHIVE -> students++;
                case LINK -> { }
                case FOLDER -> {
                    List<String> found = found(place.path());
                    if (found.stream().anyMatch(allowed::beginsInsideProject)) {
                        parts++;
                    } else if (!found.isEmpty()) {
                        students++;
                    }
                }
            }
        }
        return parts > 0 && students < 2;
    }

    /** Returns the sheet's files in a child folder, with the child's name in front. */
    private List<String> found(Path child) {
        try (FolderContents contents = FolderContents.list(child, bounds)) {
            return contents.paths().stream()
                    .filter(path -> allowed.canonical(path).isPresent())
                    .map(path -> child.getFileName() + "/" + path)
                    .toList();
        } catch (IOException | NotTakenException e) {
            // Whoever takes it will meet the same trouble and say so.
            return List.of();
        }
    }

    private static Optional<Place.Kind> kind(Path path) {
        String name = path.getFileName().toString();
        if (Files.isSymbolicLink(path)) {
            return Optional.of(Place.Kind.LINK);
        }
        if (Files.isDirectory(path)) {
            return Optional.of(Place.Kind.FOLDER);
        }
        if (Files.isRegularFile(path) && Place.zip(name)) {
            return Optional.of(Place.Kind.ZIP);
        }
        return Files.isRegularFile(path) && Place.otherArchive(name)
                ? Optional.of(Place.Kind.OTHER_ARCHIVE)
                : Optional.empty();
    }
}
