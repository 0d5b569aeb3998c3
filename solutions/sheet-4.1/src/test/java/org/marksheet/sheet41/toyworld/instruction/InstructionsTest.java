package org.marksheet.sheet41.toyworld.instruction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.marksheet.sheet41.toyworld.Reviews;
import org.marksheet.sheet41.toyworld.grammar.Spelling;

class InstructionsTest {
    private static final Reviews REVIEWS = new Reviews();
    private static final Instructions INSTRUCTIONS = new Instructions(REVIEWS);
    private static final Vocabulary VOCABULARY = Vocabulary.of(REVIEWS);

    @Test
    void rightAnswersFollowAndNearMissesDoNot() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 2_000; i++) {
            Instruction one = i % 2 == 0 ? INSTRUCTIONS.draw(random) : INSTRUCTIONS.drawHeldOut(random);
            assertThat(one.isFollowedBy(one.answer(random))).as(one.text()).isTrue();
            String nearMiss = one.nearMiss(random);
            assertThat(one.isFollowedBy(nearMiss)).as(one.text() + " " + nearMiss).isFalse();
        }
    }

    @Test
    void everyKindHasHeldOutCombinationsAndTrainingHasEveryWord() {
        assertThat(INSTRUCTIONS.heldOut()).hasSize(4)
                .allSatisfy(kind -> assertThat(kind.size()).isGreaterThanOrEqualTo(10));
        for (int kind = 0; kind < 4; kind++) {
            Set<String> seen = texts(INSTRUCTIONS.training().get(kind));
            Set<String> kept = texts(INSTRUCTIONS.heldOut().get(kind));
            assertThat(seen).doesNotContainAnyElementsOf(kept).hasSizeGreaterThan(2 * kept.size());
            assertThat(words(seen)).containsAll(words(kept));
        }
    }

    @Test
    void checkersReadWhatWasWritten() {
        SayTimes say = new SayTimes(VOCABULARY, VOCABULARY.things().indexOf("cat"), 3);
        assertThat(say.text()).isEqualTo("say cat three times.");
        assertThat(say.isFollowedBy("cat cat cat")).isTrue();
        assertThat(say.isFollowedBy("cat cat.")).isFalse();
        assertThat(say.isFollowedBy("cat dog cat.")).isFalse();
        int colours = VOCABULARY.groups().indexOf("Colours");
        ListSome list = new ListSome(VOCABULARY, 2, colours, 2);
        assertThat(list.text()).isEqualTo("give me two colours.");
        assertThat(list.isFollowedBy("black, red.")).isTrue();
        assertThat(list.isFollowedBy("red, red.")).isFalse();
        assertThat(list.isFollowedBy("red, blue, green.")).isFalse();
        BeginWith begin = new BeginWith(VOCABULARY, 0, VOCABULARY.letters().indexOf("S"));
        assertThat(begin.text()).isEqualTo("list words that start with s.");
        assertThat(begin.isFollowedBy("sea, sun, sand.")).isTrue();
        assertThat(begin.isFollowedBy("s, sun, sand.")).isFalse();
        assertThat(begin.isFollowedBy("sea, sun.")).isFalse();
        WriteReview write = new WriteReview(VOCABULARY, 1, VOCABULARY.subjects().indexOf("plot"));
        assertThat(write.text()).isEqualTo("write an awful review about the plot.");
        assertThat(write.isFollowedBy("the plot is weak.")).isTrue();
        assertThat(write.isFollowedBy("the plot is great.")).isFalse();
        assertThat(write.isFollowedBy("the film is weak.")).isFalse();
        assertThat(write.isFollowedBy("the plot plot.")).isFalse();
    }

    @Test
    void factsAreTexts() {
        SplittableRandom random = new SplittableRandom(4);
        List<String> facts = IntStream.range(0, 3_000).mapToObj(i -> INSTRUCTIONS.drawFact(random)).toList();
        assertThat(facts).contains("two comes after one.", "red is a colour.", "salt starts with s.")
                .anySatisfy(fact -> assertThat(fact).startsWith("words that begin with w: "))
                .allSatisfy(fact -> assertThat(fact).endsWith("."));
    }

    @Test
    void wordsHoldWhatInstructionsAndAnswersHold() {
        SplittableRandom random = new SplittableRandom(5);
        Set<String> known = new HashSet<>(INSTRUCTIONS.words());
        known.addAll(REVIEWS.words());
        for (int i = 0; i < 500; i++) {
            Instruction one = INSTRUCTIONS.draw(random);
            assertThat(known).containsAll(Spelling.read(Dialogue.whole(one.text(), one.answer(random))));
        }
    }

    private static Set<String> texts(List<Instruction> kind) {
        return kind.stream().map(Instruction::text).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> words(Set<String> texts) {
        return texts.stream().flatMap(text -> Stream.of(text.split(" "))).collect(Collectors.toSet());
    }
}
