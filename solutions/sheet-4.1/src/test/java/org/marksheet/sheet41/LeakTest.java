package org.marksheet.sheet41;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.marksheet.grader.grading.LoadedSheet;
import org.marksheet.grader.handout.Handout;
import org.marksheet.grader.handout.Leaks;
import org.marksheet.grader.sandbox.CacheFolder;
import org.marksheet.grader.sandbox.Staging;
import org.marksheet.grader.sandbox.Unsandboxed;
import org.marksheet.grader.sandbox.WorkerJars;
import org.marksheet.grader.sandbox.WorkerLayout;
import org.marksheet.worker.Rehearsal;
import org.marksheet.worker.Worker;

/** Neither the process of a submission nor the students' zip holds anything of {@code solutions/}. */
class LeakTest {
    private static final Path HOME = Path.of("../..").toAbsolutePath().normalize();
    private static final Path SOLUTIONS = HOME.resolve("solutions");

    private static LoadedSheet sheet;
    private static Handout handout;

    @BeforeAll
    static void load() throws IOException {
        sheet = LoadedSheet.load(LoadedSheet.find("4.1"), HOME);
        handout = Handout.of(HOME, sheet.text());
    }

    @Test
    void theWorkersFolderHoldsLabCodecAndEngineOnly() throws IOException {
        WorkerLayout layout = new Staging(CacheFolder.ofThisUser(), new Unsandboxed())
                .stage(
                        WorkerJars.onClassPath(System.getProperty("java.class.path")),
                        Worker.class.getName(),
                        Rehearsal.script())
                .layout();
        try (Stream<Path> files = Files.list(layout.app())) {
            assertThat(files.map(file -> file.getFileName().toString())).hasSameElementsAs(layout.jars());
        }
        Set<String> rooms = new TreeSet<>();
        for (String jar : layout.jars()) {
            names(layout.app().resolve(jar)).stream()
                    .filter(name -> name.contains("marksheet"))
                    .map(name -> name.split("/").length > 2 ? name.split("/")[2] : name)
                    .forEach(rooms::add);
        }
        assertThat(rooms).as("below org/marksheet").containsExactlyInAnyOrder("lab", "worker");
    }

    @Test
    void theClassesThatGoToTheWorkerAreTheStudents() throws IOException {
        Set<String> students;
        try (Stream<Path> sources = Files.walk(HOME.resolve("exercises/sheet-4.1/src/main/java"))) {
            students = sources.map(source -> source.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .map(name -> name.substring(0, name.length() - ".java".length()))
                    .collect(Collectors.toSet());
        }
        assertThat(sheet.classes()).isNotEmpty();
        assertThat(sheet.classes().keySet()).allSatisfy(name ->
                assertThat(students).as(name).contains(name.substring(name.lastIndexOf('.') + 1).split("\\$")[0]));
        for (String todo : sheet.implementations().values()) {
            String bytes = new String(sheet.classes().get(todo), StandardCharsets.ISO_8859_1);
            assertThat(bytes).as("%s is the skeleton", todo).contains("org/marksheet/lab/todo/OpenTodo");
        }
    }

    @Test
    void theHandoutHoldsNothingOfTheSolution() throws IOException {
        assertThat(leaks(handout)).isEmpty();
        assertThat(handout.files().keySet()).hasSizeGreaterThan(20)
                .allSatisfy(path -> assertThat(path).startsWith("sheet-4.1/"))
                .noneSatisfy(path -> assertThat(path).contains("solutions"))
                .noneSatisfy(path -> assertThat(path).contains("grader/"))
                .noneSatisfy(path -> assertThat(path).contains("target/"))
                .contains("sheet-4.1/sheet.md", "sheet-4.1/README.md", "sheet-4.1/exercises/pom.xml",
                        "sheet-4.1/exercises/.mvn/jvm.config");
        // The guide for students may speak of a mistake, code for students may not.
        for (Class<?> secret : secrets()) {
            handout.files().forEach((path, bytes) -> assertThat(new String(bytes, StandardCharsets.UTF_8))
                    .as("%s names %s", path, secret.getSimpleName())
                    .doesNotContain(secret.getSimpleName()));
        }
    }

    @Test
    void whatIsPlantedIsFound() throws IOException {
        Path solved = SOLUTIONS.resolve("sheet-4.1/src/main/java/org/marksheet/sheet41/ppo/ClippedPpoObjective.java");
        String text = Files.readString(solved);
        assertThat(leaks(with("exercises/Notes.java", text)))
                .anySatisfy(leak -> assertThat(leak).contains("is the file ClippedPpoObjective.java of the solution"));
        assertThat(leaks(with("exercises/Notes.java", "// mine\n" + text.replace("    ", "\t"))))
                .as("another layout of the same lines")
                .anySatisfy(leak -> assertThat(leak).contains("Every line of ClippedPpoObjective.java"));
        String check = sheet.checks().ids().iterator().next();
        assertThat(leaks(with("notes.md", "See " + check + ".")))
                .containsExactly("sheet-4.1/notes.md names the hidden check " + check + ".");
        assertThat(leaks(with("notes.md", "<!-- instructor -->\n42\n")))
                .containsExactly("sheet-4.1/notes.md holds an instructor's block.");
    }

    private static List<String> leaks(Handout one) throws IOException {
        return Leaks.in(one, SOLUTIONS, sheet.checks().ids());
    }

    private static Handout with(String path, String text) {
        Map<String, byte[]> files = new HashMap<>(handout.files());
        files.put("sheet-4.1/" + path, text.getBytes(StandardCharsets.UTF_8));
        return new Handout(new TreeMap<>(files));
    }

    private static List<Class<?>> secrets() {
        return Stream.of(sheet.sheet().checks(), sheet.sheet().mistakes(), sheet.sheet().alternatives(),
                        sheet.sheet().lookalikes(), List.<Class<?>>of(Sheet41.class))
                .flatMap(List::stream)
                .toList();
    }

    private static Set<String> names(Path jar) throws IOException {
        Set<String> names = new TreeSet<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                String name = entries.nextElement().getName();
                if (name.endsWith(".class")) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
