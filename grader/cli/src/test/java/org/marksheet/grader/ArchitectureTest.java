package org.marksheet.grader;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The plan of the house: which room may know which, and what is done in one room only. */
class ArchitectureTest {
    /** Each may know those after it. */
    private static final List<String> ROOMS = List.of("cli", "handout", "grading", "selfcheck", "report", "score",
            "diagnosis", "checks", "sandbox", "gpu", "compile", "process", "intake", "sheet", "api");

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.marksheet");

    @Test
    void enoughClassesAreReadForTheRulesToMeanSomething() {
        Map<String, Long> classes = HOUSE.stream()
                .map(JavaClass::getPackageName)
                .filter(room -> room.startsWith("org.marksheet.grader."))
                .collect(Collectors.groupingBy(room -> room.split("\\.")[3], Collectors.counting()));
        assertThat(classes).containsOnlyKeys(ROOMS);
        assertThat(HOUSE.size()).isGreaterThan(200);
        assertThat(HOUSE.contain(org.marksheet.worker.Worker.class)).isTrue();
        assertThat(HOUSE.contain(org.marksheet.lab.tensor.Torch.class)).isTrue();
        assertThat(HOUSE.stream().map(JavaClass::getSimpleName)).doesNotContain("ArchitectureTest");
    }

    @Test
    void roomsAreFreeOfCycles() {
        slices().matching("org.marksheet.grader.(*)..").should().beFreeOfCycles()
                .because("a stage knows the records before it and nothing after it")
                .check(HOUSE);
        slices().matching("org.marksheet.worker.(*)..").should().beFreeOfCycles()
                .because("values, calls and frames build on each other in this order")
                .check(HOUSE);
    }

    @TestFactory
    Stream<DynamicTest> eachRoomKnowsOnlyThoseAfterIt() {
        return ROOMS.stream().skip(1).map(room -> {
            String[] before = ROOMS.subList(0, ROOMS.indexOf(room)).stream()
                    .map(other -> "org.marksheet.grader." + other + "..")
                    .toArray(String[]::new);
            return DynamicTest.dynamicTest(room, () -> noClasses()
                    .that().resideInAPackage("org.marksheet.grader." + room + "..")
                    .should().dependOnClassesThat().resideInAnyPackage(before)
                    .because("the arrows run one way, from the command line down to records")
                    .check(HOUSE));
        });
    }

    @Test
    void theGraderKnowsNoSheet() {
        check(noClasses().that().resideInAnyPackage("org.marksheet.grader..", "org.marksheet.worker..", "org.marksheet.lab..")
                .should().dependOnClassesThat().resideInAPackage("org.marksheet.sheet..")
                .orShould().dependOnClassesThat(resideInAPackage("org.marksheet..").and(not(resideInAnyPackage(
                        "org.marksheet.grader..", "org.marksheet.worker..", "org.marksheet.lab..")))
                        .as("reside in a sheet"))
                .because("adding a sheet adds two modules and a Markdown file, and not a line here"));
    }

    @Test
    void theWorkerKnowsNeitherGraderNorChecks() {
        check(noClasses().that().resideInAPackage("org.marksheet.worker..")
                .should().dependOnClassesThat()
                .resideInAnyPackage("org.marksheet.grader..", "org.junit..", "org.assertj..", "org.opentest4j..")
                .because("what is not in the process of a submission cannot be reached by it"));
        check(noClasses().that().resideInAPackage("org.marksheet.lab..")
                .should().dependOnClassesThat(resideInAPackage("org.marksheet..")
                        .and(not(resideInAPackage("org.marksheet.lab.."))).as("reside elsewhere in this project"))
                .because("the lab is what students build on and knows no contract"));
    }

    @Test
    void onlyTheTensorRoomTouchesTheEnginesNativeCalls() {
        check(noClasses().that().resideOutsideOfPackage("org.marksheet.lab.tensor")
                .should().dependOnClassesThat().resideInAPackage("ai.djl.pytorch.jni..")
                .because("native calls crash instead of throwing, and change with each version of the engine"));
    }

    @Test
    void onlyTheCommandLinePrintsAndExits() {
        DescribedPredicate<JavaClass> mains = named("the compiler's main, whose pipe is standard output",
                "org.marksheet.grader.compile.CompilerMain");
        check(noClasses().that(not(resideInAPackage("org.marksheet.grader.cli")).and(not(mains)))
                .should().accessField(System.class, "out")
                .orShould().accessField(System.class, "err")
                .orShould().callMethod(System.class, "exit", int.class)
                .orShould().callMethodWhere(target(name("halt")).and(target(owner(assignableTo(Runtime.class)))))
                .orShould().callMethodWhere(
                        target(name("printStackTrace")).and(target(owner(assignableTo(Throwable.class)))))
                .because("whatever goes wrong is a type that the command line turns into words and an exit code"));
    }

    @Test
    void nothingIsSerialisedByJava() {
        check(noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class)
                .orShould().dependOnClassesThat().areAssignableTo(ObjectOutputStream.class)
                .because("reading it runs code that the sender chose"));
    }

    @Test
    void processesStartInOneRoom() {
        DescribedPredicate<JavaClass> excepted = named(
                "the probe, which attacks from inside a sandbox", "org.marksheet.grader.sandbox.Probe");
        check(noClasses().that(not(resideInAPackage("org.marksheet.grader.process")).and(not(excepted)))
                .should().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
                .orShould().callMethodWhere(target(name("exec")).and(target(owner(assignableTo(Runtime.class)))))
                .because("starting, draining and killing a process without hanging is hard enough to do once"));
    }

    @Test
    void archivesOfStrangersAreReadInOneRoom() {
        check(noClasses().that().resideOutsideOfPackage("org.marksheet.grader.intake")
                .should().dependOnClassesThat().resideInAPackage("org.apache.commons.compress..")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.zip.ZipInputStream")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.jar.JarInputStream")
                .because("paths, sizes and counts in an archive are lies until they are checked"));
        // Jars of the class path are the grader's own: staged for the worker, or read for the sheet's classes.
        check(noClasses().that().resideOutsideOfPackages("org.marksheet.grader.sandbox", "org.marksheet.grader.grading")
                .should().dependOnClassesThat().haveFullyQualifiedName("java.util.zip.ZipFile")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.jar.JarFile")
                .because("whoever opens an archive elsewhere opens a stranger's"));
    }

    @Test
    void exceptionsSayWhatTheyAre() {
        ArchRule rule = noClasses().that().areNotAssignableTo(Throwable.class)
                .should().callConstructorWhere(target(owner(exactly(
                        RuntimeException.class, Exception.class, Error.class, Throwable.class))))
                .because("blame is a type: the student's, the submission's, the author's or the machine's");
        check(rule);
    }

    @Test
    void noStateIsShared() {
        fields().that().areStatic().should().beFinal()
                .because("two gradings in one process must not meet")
                .check(HOUSE);
        fields().that().areStatic().and().areNotPrivate().and(not(modifier(JavaModifier.SYNTHETIC)))
                .should().notHaveRawType(DescribedPredicate.describe("an array", JavaClass::isArray))
                .because("whoever sees an array can write into it")
                .check(HOUSE);
        fields().that().areStatic()
                .should().notHaveRawType(JavaClass.Predicates.assignableTo(Collection.class)
                        .and(not(exactly(List.class, Set.class))).as("a collection that can change"))
                .andShould().notHaveRawType(resideInAPackage("java.util.concurrent.atomic"))
                .because("final says nothing about what is inside")
                .check(HOUSE);
    }

    @Test
    void namesSayWhatAClassIs() {
        check(noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Info)$")
                .because("such a name fits everything, and so everything ends up there"));
    }

    @Test
    void chanceComesFromASeed() {
        check(noClasses().that().resideOutsideOfPackage("org.marksheet.grader.cli")
                .should().callConstructor(Random.class)
                .orShould().callMethod(Math.class, "random")
                .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .because("a report names the seed that repeats it"));
    }

    @Test
    void timeOfDayIsTheCallersToGive() {
        check(noClasses().that().resideOutsideOfPackage("org.marksheet.grader.cli")
                .should().callMethod(System.class, "currentTimeMillis")
                .orShould().callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
                .orShould().callMethod(Clock.class, "systemUTC")
                .orShould().callMethod(Clock.class, "systemDefaultZone")
                .orShould().callConstructor(java.util.Date.class)
                .because("the same submission, sheet and seed give the same bytes"));
    }

    @Test
    void whatStagesHandOnIsData() {
        methods().that().arePublic().and().doNotHaveName("values")
                .and().areDeclaredInClassesThat().resideInAnyPackage(
                        "org.marksheet.grader.score", "org.marksheet.grader.diagnosis")
                .and().haveRawReturnType(resideInAPackage("org.marksheet.."))
                .should().haveRawReturnType(DescribedPredicate.describe("a record, an enum or a sealed interface",
                        type -> type.isRecord() || type.isEnum() || type.reflect().isSealed()))
                .because("results are values that can be compared, kept and written")
                .check(HOUSE);
        classes().that().resideInAPackage("org.marksheet.grader.report").and().arePublic()
                .should(new com.tngtech.archunit.lang.ArchCondition<JavaClass>("be final, a record or an enum") {
                    @Override
                    public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
                        boolean closed = type.getModifiers().contains(JavaModifier.FINAL) || type.isEnum()
                                || type.isInterface();
                        events.add(new com.tngtech.archunit.lang.SimpleConditionEvent(
                                type, closed, type.getName() + " can be inherited from"));
                    }
                })
                .because("nothing is inherited for reuse")
                .check(HOUSE);
    }

    @Test
    void everyRoomHasItsSentence() throws IOException {
        // A package that exercises and solutions share has one sentence, the students'.
        Set<Path> rooms = new TreeSet<>();
        Set<Path> described = new TreeSet<>();
        for (Path sources : sourceFolders()) {
            try (Stream<Path> walk = Files.walk(sources)) {
                walk.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                    Path room = sources.relativize(file.getParent());
                    rooms.add(room);
                    if (file.getFileName().toString().equals("package-info.java")) {
                        described.add(room);
                    }
                });
            }
        }
        assertThat(described).as("packages with package-info.java").isEqualTo(rooms);
        assertThat(rooms).as("packages of the whole project").hasSizeGreaterThan(25);
    }

    private static List<Path> sourceFolders() throws IOException {
        List<Path> folders = new ArrayList<>();
        Path home = Path.of(System.getProperty("marksheet.home", "../.."));
        for (String top : List.of("exercises", "solutions", "grader")) {
            try (Stream<Path> modules = Files.list(home.resolve(top))) {
                modules.map(module -> module.resolve("src/main/java")).filter(Files::isDirectory).forEach(folders::add);
            }
        }
        assertThat(folders).as("modules with sources below %s", home).hasSizeGreaterThanOrEqualTo(6);
        return folders;
    }

    private static void check(ArchRule rule) {
        rule.check(HOUSE);
    }

    private static DescribedPredicate<JavaClass> named(String reason, String... names) {
        Set<String> wanted = Set.of(names);
        return DescribedPredicate.describe(reason, type -> wanted.contains(type.getName().split("\\$")[0]));
    }

    private static DescribedPredicate<JavaClass> exactly(Class<?>... types) {
        Set<String> names = Stream.of(types).map(Class::getName).collect(Collectors.toUnmodifiableSet());
        return DescribedPredicate.describe("exactly " + names, type -> names.contains(type.getName()));
    }
}
