package org.marksheet.grader.intake;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What counts among a submission's files.
 *
 * @param files bytes by canonical path
 * @param notes what was ignored, and which of several was taken
 */
record Selection(Map<String, byte[]> files, List<String> notes) {
    /** So many ignored files are named one by one; more are told in one note. */
    private static final int NAMED = 3;

    static Selection of(Contents contents, AllowList allowed) throws IOException, NotTakenException {
        Map<String, List<String>> found = new TreeMap<>();
        List<String> ignored = new ArrayList<>();
        for (String path : contents.paths()) {
            Optional<String> canonical = allowed.canonical(path);
            if (canonical.isPresent()) {
                found.computeIfAbsent(canonical.get(), key -> new ArrayList<>()).add(path);
            } else if (!Noise.unremarkable(path)) {
                ignored.add(path);
            }
        }
        List<String> notes = new ArrayList<>(contents.notes());
        Map<String, byte[]> files = new TreeMap<>();
        for (Map.Entry<String, List<String>> each : found.entrySet()) {
            files.put(each.getKey(), one(each.getValue(), contents, allowed, notes));
        }
        notes.addAll(ignoredNotes(ignored, allowed, found));
        return new Selection(files, notes);
    }

    /** Takes the copy that lies in its package; if that does not decide, the shallowest. */
    private static byte[] one(List<String> paths, Contents contents, AllowList allowed, List<String> notes)
            throws IOException, NotTakenException {
        List<String> best = paths.stream()
                .sorted(Comparator.comparing((String path) -> !allowed.inPlace(path))
                        .thenComparing(path -> path.split("/").length)
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        byte[] taken = contents.read(best.get(0));
        List<String> others = new ArrayList<>();
        for (String path : best.subList(1, best.size())) {
            if (!Arrays.equals(taken, contents.read(path))) {
                others.add(Words.shown(path));
            }
        }
        if (!others.isEmpty()) {
            int named = Math.min(NAMED, others.size());
            notes.add(AllowList.fileName(best.get(0)) + " was handed in " + (others.size() + 1) + " times with different content: "
                    + Words.shown(best.get(0)) + " was taken, not " + String.join(", ", others.subList(0, named))
                    + (named < others.size() ? ", .." : ""));
        }
        return taken;
    }

    private static List<String> ignoredNotes(List<String> ignored, AllowList allowed, Map<String, List<String>> found) {
        List<String> notes = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String path : ignored) {
            // Only a file that is otherwise missing can have been meant.
            Optional<String> meant = allowed.meant(path)
                    .filter(name -> found.keySet().stream().noneMatch(key -> AllowList.fileName(key).equals(name)));
            meant.ifPresentOrElse(
                    name -> notes.add(Words.shown(path) + " was ignored; is it meant to be " + name + "?"),
                    () -> rest.add(path));
        }
        // Sources first: they are what a student misses.
        List<String> names = rest.stream()
                .sorted(Comparator.comparing((String path) -> !path.endsWith(".java")))
                .map(path -> Words.shown(AllowList.fileName(path)))
                .distinct()
                .toList();
        if (names.size() <= NAMED) {
            names.forEach(name -> notes.add(name + " was ignored"));
        } else {
            notes.add(rest.size() + " other files were ignored: " + String.join(", ", names.subList(0, NAMED)) + ", ..");
        }
        return notes;
    }
}
