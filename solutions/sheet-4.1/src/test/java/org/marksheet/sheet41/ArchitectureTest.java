package org.marksheet.sheet41;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.marksheet.grader.api.TodoClass;
import org.marksheet.sheet41.toyworld.training.MakeModels;

/** What students get knows nothing of how it is graded, and the parts of the solution know as little as they can. */
class ArchitectureTest {
    /** As they are handed to others: skeletons and solutions share names, so each side is read by itself. */
    private static final JavaClasses EXERCISES =
            new ClassFileImporter().importJars(jar("lab-\\d[\\d.]*\\.jar"), jar("sheet-4\\.1-\\d[\\d.]*\\.jar"));

    private static final JavaClasses SOLUTIONS = new ClassFileImporter().importPaths(Path.of("target/classes"));

    private static final DescribedPredicate<JavaClass> TODO_CLASS = DescribedPredicate.describe(
            "a TODO class", type -> new Sheet41().todoClasses().stream()
                    .anyMatch(todo -> todo.implementation().equals(type.getName())));

    @Test
    void enoughClassesAreReadForTheRulesToMeanSomething() {
        assertThat(EXERCISES.size()).isGreaterThan(20);
        assertThat(SOLUTIONS.size()).isGreaterThan(60);
        for (TodoClass todo : new Sheet41().todoClasses()) {
            assertThat(EXERCISES.contain(todo.implementation())).as(todo.implementation()).isTrue();
            assertThat(SOLUTIONS.contain(todo.implementation())).as(todo.implementation()).isTrue();
        }
    }

    @Test
    void exercisesKnowNoGraderAndNoTests() {
        check(EXERCISES, noClasses()
                .should().dependOnClassesThat().resideInAnyPackage("org.junit..", "org.assertj..", "org.opentest4j..",
                        "org.marksheet.grader..", "org.marksheet.worker..")
                .because("students get them without the rest of the house"));
        check(EXERCISES, noClasses()
                .should().dependOnClassesThat().resideInAnyPackage("org.marksheet..checks..", "org.marksheet..mistakes..",
                        "org.marksheet..alternatives..", "org.marksheet..lookalikes..")
                .because("nothing of the solution reaches students"));
    }

    @Test
    void theLabKnowsNoSheet() {
        check(EXERCISES, noClasses().that().resideInAPackage("org.marksheet.lab..")
                .should().dependOnClassesThat(resideInAPackage("org.marksheet..")
                        .and(not(resideInAPackage("org.marksheet.lab.."))).as("reside in a sheet"))
                .because("one lab serves all sheets"));
    }

    @Test
    void topicsAreFreeOfCycles() {
        slices().matching("org.marksheet.sheet41.(*)..").should().beFreeOfCycles()
                .because("exercises that use each other get the other contract as an argument")
                .check(EXERCISES);
        slices().matching("org.marksheet.lab.(*)..").should().beFreeOfCycles()
                .because("a room of the lab can be read without the others")
                .check(EXERCISES);
    }

    @Test
    void onlyTheTensorRoomTouchesTheEnginesNativeCalls() {
        for (JavaClasses side : List.of(EXERCISES, SOLUTIONS)) {
            check(side, noClasses().that().resideOutsideOfPackage("org.marksheet.lab.tensor")
                    .should().dependOnClassesThat().resideInAPackage("ai.djl.pytorch.jni..")
                    .because("native calls crash instead of throwing, and change with each version of the engine"));
        }
    }

    @Test
    void checksKnowContractsOnly() {
        // The solution of another method may be handed in as a partner: made, and never called.
        check(SOLUTIONS, noClasses().that().resideInAPackage("..checks..")
                .should().callMethodWhere(target(owner(TODO_CLASS)))
                .orShould().accessFieldWhere(JavaAccess.Predicates.target(owner(TODO_CLASS)))
                .because("a check never knows whose implementation it holds, nor where that runs"));
        check(SOLUTIONS, noClasses().that().resideInAPackage("..checks..")
                .should().dependOnClassesThat().resideInAnyPackage("..mistakes..", "..alternatives..", "..lookalikes..")
                .because("expected values come from the sheet"));
    }

    @Test
    void variantsProveWhatTheyProveOnTheirOwn() {
        check(SOLUTIONS, noClasses().that().resideInAPackage("..lookalikes..")
                .should().dependOnClassesThat().resideInAnyPackage("..mistakes..", "..alternatives..", "..checks..")
                .because("a diagnosis that is proved with the catalogue itself is proved by nothing"));
        check(SOLUTIONS, noClasses().that().resideInAnyPackage("..mistakes..", "..alternatives..")
                .should().dependOnClassesThat().resideInAnyPackage("..lookalikes..", "..checks..")
                .because("variants are written from the sheet, not from what looks at them"));
    }

    @Test
    void solvedClassesKnowNoGrader() {
        check(SOLUTIONS, noClasses().that(TODO_CLASS)
                .should().dependOnClassesThat().resideInAnyPackage("org.marksheet.grader..", "..checks..", "..mistakes..",
                        "..alternatives..", "..lookalikes..")
                .because("a solution is what a student could have written"));
    }

    @Test
    void nothingPrintsOrExits() {
        for (JavaClasses side : List.of(EXERCISES, SOLUTIONS)) {
            check(side, noClasses()
                    .that().resideOutsideOfPackage("..sheet41.commands..")
                    .and().doNotHaveFullyQualifiedName(MakeModels.class.getName())
                    .should().accessField(System.class, "out")
                    .orShould().accessField(System.class, "err")
                    .orShould().callMethod(System.class, "exit", int.class)
                    .orShould().callMethodWhere(
                            target(name("printStackTrace")).and(target(owner(assignableTo(Throwable.class)))))
                    .because("words and exit codes are for the commands"));
        }
    }

    @Test
    void nothingIsSerialisedByJavaOrStartsAProcess() {
        for (JavaClasses side : List.of(EXERCISES, SOLUTIONS)) {
            check(side, noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class)
                    .orShould().dependOnClassesThat().areAssignableTo(ObjectOutputStream.class)
                    .orShould().dependOnClassesThat().areAssignableTo(ProcessBuilder.class)
                    .because("neither has a place in a sheet"));
        }
    }

    @Test
    void exceptionsSayWhatTheyAreStateIsNotSharedAndChanceHasASeed() {
        Set<String> generic = Set.of("java.lang.RuntimeException", "java.lang.Exception", "java.lang.Error");
        for (JavaClasses side : List.of(EXERCISES, SOLUTIONS)) {
            check(side, noClasses().that().areNotAssignableTo(Throwable.class)
                    .should().callConstructorWhere(target(owner(DescribedPredicate.<JavaClass>describe(
                            "a generic exception", type -> generic.contains(type.getName())))))
                    .because("a student who reads the type should know whose fault it is"));
            check(side, fields().that().areStatic().should().beFinal().because("two runs in one process must not meet"));
            check(side, noClasses().should().callConstructor(Random.class)
                    .orShould().callMethod(Math.class, "random")
                    .orShould().callMethod(System.class, "currentTimeMillis")
                    .orShould().callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
                    .because("the same seed gives the same run"));
            check(side, noClasses().should().haveNameMatching(".*(Impl|Utils?|Helper|Manager|Info)$")
                    .because("such a name fits everything, and so everything ends up there"));
        }
    }

    @Test
    void theSolutionLeansOnNothingOfTheGraderButItsApi() {
        check(SOLUTIONS, noClasses()
                .should().dependOnClassesThat(resideInAnyPackage("org.marksheet.grader..", "org.marksheet.worker..")
                        .and(not(resideInAPackage("org.marksheet.grader.api"))).as("reside in the grader beyond its API"))
                .because("a sheet outlives a version of the grader"));
    }

    private static void check(JavaClasses classes, ArchRule rule) {
        rule.check(classes);
    }

    private static JarFile jar(String name) {
        Path file = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().matches(name) && Files.isRegularFile(path))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " on the class path"));
        try {
            return new JarFile(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
