package org.marksheet.grader.grading;

import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.api.TodoClass;
import org.marksheet.grader.checks.CheckList;
import org.marksheet.grader.diagnosis.Catalogue;
import org.marksheet.grader.diagnosis.Catalogue.Known;
import org.marksheet.grader.sheet.SheetText;

/**
 * A sheet with everything that belongs to it: words, checks, known mistakes, and the classes that students get.
 *
 * @param sheet as its author lists it
 * @param text its Markdown
 * @param checks its hidden checks
 * @param catalogue its solution and known mistakes
 * @param jar the students' classes: contracts, given code, skeletons
 * @param classes what is in the jar, by binary name
 */
public record LoadedSheet(
        Sheet sheet, SheetText text, CheckList checks, Catalogue catalogue, Path jar, Map<String, byte[]> classes) {
    private static final String ANSWERS = "answers.md";

    /** Copies the map. */
    public LoadedSheet {
        classes = Map.copyOf(classes);
    }

    /** Returns the ids of the sheets on the class path. */
    public static List<String> ids() {
        return ServiceLoader.load(Sheet.class).stream()
                .map(provider -> provider.get().id())
                .sorted()
                .toList();
    }

    /**
     * Finds a sheet on the class path.
     *
     * @param id {@code 4.1}
     * @throws UnknownSheetException if there is no such sheet, naming those that are
     */
    public static Sheet find(String id) {
        return ServiceLoader.load(Sheet.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnknownSheetException(id, ids()));
    }

    /**
     * Reads what belongs to a sheet, its words from {@code docs/sheets}.
     *
     * @param sheet as its author lists it
     * @param home the project's top folder
     */
    public static LoadedSheet load(Sheet sheet, Path home) {
        SheetText text = SheetText.read(home.resolve("docs/sheets/" + sheet.id() + ".md"));
        CheckList checks = CheckList.of(sheet);
        Catalogue catalogue = Catalogue.of(sheet);
        agree(text, checks, catalogue);
        Path jar = jar(sheet);
        return new LoadedSheet(sheet, text, checks, catalogue, jar, new ClassFiles(jar).contents());
    }

    /** Returns the jar with the classes that students get. */
    public static Path jar(Sheet sheet) {
        return jar(sheet.todoClasses().get(0).contract());
    }

    /** Returns the canonical paths of the files that students hand in, with the TODOs in each. */
    public Map<String, Set<String>> files() {
        Map<String, Set<String>> files = new LinkedHashMap<>();
        for (TodoClass todo : sheet.todoClasses()) {
            files.put(todo.implementation().replace('.', '/') + ".java", Set.copyOf(todo.todos().values()));
        }
        return files;
    }

    /** Returns the canonical paths of everything that is taken from a submission. */
    public Set<String> handedIn() {
        Set<String> paths = new LinkedHashSet<>(files().keySet());
        paths.add(ANSWERS);
        return paths;
    }

    /**
     * Returns {@code sha256:...} of all that decides a result beside the submission: words, points, and the checksums of the
     * classes that students get, of checks and of mistakes. It tells sheets apart and is no defence against forgery.
     *
     * @param ran the checks that are run
     */
    public String digest(CheckList ran) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(text.digest().getBytes(StandardCharsets.UTF_8));
            new TreeSet<>(ran.ids()).forEach(id -> sha.update(id.getBytes(StandardCharsets.UTF_8)));
            for (Path home : List.of(jar, jar(sheet.getClass()))) {
                sha.update(new ClassFiles(home).checksums().toString().getBytes(StandardCharsets.UTF_8));
            }
            return "sha256:" + HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** Returns the class that implements each contract, by name. */
    public Map<String, String> implementations() {
        Map<String, String> implementations = new LinkedHashMap<>();
        sheet.todoClasses().forEach(todo -> implementations.put(todo.contract().getName(), todo.implementation()));
        return implementations;
    }

    private static void agree(SheetText text, CheckList checks, Catalogue catalogue) {
        Map<String, Set<String>> names = new LinkedHashMap<>();
        catalogue.mistakes().forEach((todo, mistakes) -> {
            Set<String> ofTodo = new LinkedHashSet<>();
            mistakes.stream().map(Known::name).forEach(ofTodo::add);
            names.put(todo, ofTodo);
        });
        List<String> problems = text.verify(checks.ids(), names);
        if (!problems.isEmpty()) {
            throw new SheetDisagreesException(problems);
        }
    }

    private static Path jar(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
