package org.marksheet.grader.intake;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first stage: from paths of the command line to submissions.
 *
 * <p>A path is one submission (a folder or a zip) or a folder of them. Only the sheet's own files are taken,
 * by file name, however deep they lie; everything is read into memory within {@link Bounds}, and nothing is
 * written anywhere.
 */
public final class Intake {
    /** What was noted of a submission without files; more would bury the reason. */
    private static final int SEEN = 3;

    private final AllowList allowed;
    private final Bounds bounds;

    /**
     * Takes a sheet's files within the default bounds.
     *
     * @param allowed canonical paths of the files that are taken, such as {@code
     *     org/marksheet/sheet41/ppo/ClippedPpoObjective.java} and {@code answers.md}
     */
    public Intake(Collection<String> allowed) {
        this(allowed, Bounds.defaults());
    }

    /**
     * Takes a sheet's files.
     *
     * @param allowed canonical paths of the files that are taken; no two have one file name
     * @param bounds how much is looked at
     */
    public Intake(Collection<String> allowed, Bounds bounds) {
        this.allowed = new AllowList(allowed);
        this.bounds = bounds;
    }

    /**
     * Returns what lies under the paths, in their order and by name under each; one that cannot be taken is
     * {@link Rejected} and holds up no other.
     *
     * @throws InputException if a path is not there, or there is no submission under it
     */
    public List<Incoming> take(List<Path> paths) {
        Map<Path, Place> places = new LinkedHashMap<>();
        Places finder = new Places(allowed, bounds);
        for (Path path : paths) {
            finder.under(path).forEach(place -> places.putIfAbsent(place.path(), place));
        }
        SubmissionNames names = new SubmissionNames();
        List<Incoming> incoming = new ArrayList<>();
        for (Place place : places.values()) {
            incoming.add(take(place, names.next(place.wish())));
        }
        return List.copyOf(incoming);
    }

    private Incoming take(Place place, String name) {
        try (Contents contents = open(place)) {
            Selection selection = Selection.of(contents, allowed);
            if (selection.files().isEmpty()) {
                throw new NotTakenException(nothing(contents, selection.notes()));
            }
            return Submission.of(name, selection.files(), selection.notes());
        } catch (NotTakenException e) {
            return new Rejected(name, place.shown() + ": " + e.getMessage());
        } catch (IOException e) {
            return new Rejected(name, place.shown() + ": it cannot be read. Nothing was taken; check its permissions or ask for a new upload.");
        }
    }

    private Contents open(Place place) throws IOException, NotTakenException {
        return switch (place.kind()) {
            case ZIP -> ZipContents.open(place.path(), bounds);
            case FOLDER -> folder(place.path());
            case LINK -> throw new NotTakenException(
                    "this is a symbolic link and was not followed. Put the submission itself here, or name its path.");
            case OTHER_ARCHIVE -> throw new NotTakenException(
                    "only zips are read. Nothing was unpacked; ask for a zip.");
        };
    }

    /** Moodle hands out a folder per student with the zip in it, as it was uploaded. */
    private Contents folder(Path path) throws IOException, NotTakenException {
        FolderContents contents = FolderContents.list(path, bounds);
        List<String> zips = contents.paths().stream().filter(Place::zip).toList();
        boolean bare = contents.paths().stream().noneMatch(file -> allowed.canonical(file).isPresent());
        return bare && zips.size() == 1 ? ZipContents.open(path.resolve(zips.get(0)), bounds) : contents;
    }

    private String nothing(Contents contents, List<String> notes) {
        if (contents.paths().stream().anyMatch(Place::zip)) {
            return "the sheet's files are not in it, but zips are. Unpack them into a folder each and grade that.";
        }
        String seen = notes.isEmpty() ? "" : " Seen: " + String.join("; ", notes.subList(0, Math.min(SEEN, notes.size()))) + ".";
        return "none of the sheet's files is in it. Looked for " + allowed.words() + "; ask for a new upload." + seen;
    }
}
