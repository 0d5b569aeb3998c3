package org.marksheet.sheet41.selfchecks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.marksheet.grader.api.Alternative;
import org.marksheet.grader.api.Mistake;
import org.marksheet.grader.api.Sheet;
import org.marksheet.sheet41.Todo;
import org.marksheet.sheet41.Todos;
import org.marksheet.sheet41.advantages.mistakes.GeneralizedAdvantagesMistakes;
import org.marksheet.sheet41.advantages.mistakes.ReturnsMistakes;
import org.marksheet.sheet41.advantages.mistakes.WhitenMistakes;
import org.marksheet.sheet41.policygradient.mistakes.BaselineMistakes;
import org.marksheet.sheet41.policygradient.mistakes.ScoreFunctionLossMistakes;
import org.marksheet.sheet41.ppo.PpoObjective;
import org.marksheet.sheet41.sft.mistakes.SftLabelsMistakes;
import org.marksheet.sheet41.sft.mistakes.SftLossMistakes;

/** The self-checks accept what is right, skip what is open, and notice at least half of the known mistakes. */
class SelfCheckProofTest {
    /** The mistakes in exercises without points: the sheet has no words for them, so its catalogue cannot hold them. */
    private static final List<Class<?>> OF_EXERCISES_WITHOUT_POINTS = List.of(
            SftLabelsMistakes.class,
            SftLossMistakes.class,
            BaselineMistakes.class,
            ScoreFunctionLossMistakes.class,
            GeneralizedAdvantagesMistakes.class,
            ReturnsMistakes.class,
            WhitenMistakes.class);

    @Test
    void theSolutionPassesAllOfThem() {
        SelfCheckRun run = SelfCheckRun.of("", false, Map.of());
        assertThat(run.failures()).isEmpty();
        for (Todo todo : Todos.all()) {
            assertThat(run.of(todo.id()))
                    .as("self-checks of %s", todo.id())
                    .hasSizeGreaterThanOrEqualTo(3)
                    .allMatch(result -> result.getStatus() == Status.SUCCESSFUL);
        }
        assertThat(run.results()).as("every self-check belongs to a TODO").hasSameSizeAs(Todos.all());
    }

    @Test
    void anOpenTodoIsSkipped() {
        SelfCheckRun run = SelfCheckRun.of("4.1.9", false, Map.of(PpoObjective.class, OpenPpoObjective.class));
        assertThat(run.results().entrySet().stream()
                        .filter(entry -> !entry.getKey().equals("4.1.9.e"))
                        .flatMap(entry -> entry.getValue().stream()))
                .hasSizeGreaterThan(4)
                .allMatch(result -> result.getStatus() == Status.ABORTED);
    }

    @TestFactory
    Stream<DynamicTest> everyAlternativePassesAllOfThem() {
        return nested(Sheet::alternatives, Alternative.class).map(alternative -> DynamicTest.dynamicTest(
                alternative.getSimpleName(),
                () -> assertThat(SelfCheckRun.of(contract(alternative), alternative).failures()).isEmpty()));
    }

    @Test
    void halfOfTheMistakesOfEachTodoFailWithAMessage() {
        Map<String, List<String>> noticed = new TreeMap<>();
        Map<String, List<String>> missed = new TreeMap<>();
        Stream<Class<?>> catalogue = nested(Sheet::mistakes, Mistake.class);
        Stream.concat(catalogue, nested(OF_EXERCISES_WITHOUT_POINTS.stream(), Mistake.class)).forEach(type -> {
            Mistake mistake = type.getAnnotation(Mistake.class);
            SelfCheckRun run = SelfCheckRun.of(mistake.todo(), false, Map.of(contract(type), type));
            List<String> messages = run.failures().getOrDefault(mistake.todo(), List.of());
            assertThat(messages).as(mistake.value()).noneMatch(words -> words == null || words.isBlank());
            (messages.isEmpty() ? missed : noticed)
                    .computeIfAbsent(mistake.todo(), todo -> new ArrayList<>())
                    .add(mistake.value());
        });
        assumeTrue(ServiceLoader.load(Sheet.class).findFirst().isPresent(), "there is a catalogue of mistakes");
        assertThat(noticed.keySet()).as("TODOs with noticed mistakes").hasSameSizeAs(Todos.all());
        missed.forEach((todo, names) -> {
            int found = noticed.getOrDefault(todo, List.of()).size();
            if (found < names.size()) {
                fail("The self-checks of %s notice %d mistakes and miss %d: %s", todo, found, names.size(), names);
            }
        });
    }

    private static Stream<Class<?>> nested(
            Function<Sheet, List<Class<?>>> holders, Class<? extends Annotation> kind) {
        return nested(
                ServiceLoader.load(Sheet.class).stream()
                        .map(provider -> holders.apply(provider.get()))
                        .flatMap(List::stream),
                kind);
    }

    private static Stream<Class<?>> nested(Stream<Class<?>> holders, Class<? extends Annotation> kind) {
        return holders.flatMap(holder -> Arrays.<Class<?>>stream(holder.getDeclaredClasses()))
                .filter(type -> type.isAnnotationPresent(kind));
    }

    private static Class<?> contract(Class<?> implementation) {
        return Todos.all().stream()
                .map(Todo::contract)
                .filter(contract -> contract.isAssignableFrom(implementation))
                .findFirst()
                .orElseThrow();
    }
}
