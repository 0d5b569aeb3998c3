package org.marksheet.grader.grading;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
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
     * Loads a sheet from the class path and its words from {@code docs/sheets}.
     *
     * @param id {@code 4.1}
     * @param home the project's top folder
     * @throws UnknownSheetException if there is no such sheet, naming those that are
     */
    public static LoadedSheet load(String id, Path home) {
        Sheet sheet = ServiceLoader.load(Sheet.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnknownSheetException(id, ids()));
        SheetText text = SheetText.read(home.resolve("docs/sheets/" + id + ".md"));
        CheckList checks = CheckList.of(sheet);
        Catalogue catalogue = Catalogue.of(sheet);
        agree(text, checks, catalogue);
        Path jar = jar(sheet);
        return new LoadedSheet(sheet, text, checks, catalogue, jar, classes(jar));
    }

    /** Returns the canonical paths of the files that students hand in, with the TODOs in each. */
    public Map<String, Set<String>> files() {
        Map<String, Set<String>> files = new LinkedHashMap<>();
        for (TodoClass todo : sheet.todoClasses()) {
            files.put(todo.implementation().replace('.', '/') + ".java", Set.copyOf(todo.todos().values()));
        }
        return files;
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

    private static Path jar(Sheet sheet) {
        try {
            return Path.of(sheet.todoClasses()
                    .get(0)
                    .contract()
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, byte[]> classes(Path path) {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (JarFile jar = new JarFile(path.toFile())) {
            for (JarEntry entry : jar.stream().toList()) {
                String name = entry.getName();
                if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
                    classes.put(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.'),
                            jar.getInputStream(entry).readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The sheet's classes cannot be read from " + path + ".", e);
        }
        return classes;
    }
}
