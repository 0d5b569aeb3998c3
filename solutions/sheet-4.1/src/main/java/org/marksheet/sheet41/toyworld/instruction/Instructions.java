package org.marksheet.sheet41.toyworld.instruction;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.marksheet.sheet41.toyworld.Reviews;
import org.marksheet.sheet41.toyworld.grammar.Spelling;

/** All instructions of the toy world: four kinds, some combinations of each kept from training. */
public final class Instructions {
    private static final int MOST = 5;

    private final Vocabulary vocabulary;
    private final List<List<Instruction>> training = new ArrayList<>();
    private final List<List<Instruction>> heldOut = new ArrayList<>();

    /**
     * Lists them.
     *
     * @param reviews for instructions to write one
     */
    public Instructions(Reviews reviews) {
        vocabulary = Vocabulary.of(reviews);
        List<Instruction> sayings = new ArrayList<>();
        List<Instruction> lists = new ArrayList<>();
        List<Instruction> beginnings = new ArrayList<>();
        List<Instruction> writings = new ArrayList<>();
        for (int count = 2; count <= MOST; count++) {
            for (int thing = 0; thing < vocabulary.things().size(); thing++) {
                sayings.add(new SayTimes(vocabulary, thing, count));
            }
            for (int form = 0; form < ListSome.FORMS.size(); form++) {
                for (int group = 0; group < vocabulary.groups().size(); group++) {
                    lists.add(new ListSome(vocabulary, form, group, count));
                }
            }
        }
        for (int form = 0; form < BeginWith.FORMS.size(); form++) {
            for (int letter = 0; letter < vocabulary.letters().size(); letter++) {
                beginnings.add(new BeginWith(vocabulary, form, letter));
            }
        }
        for (int form = 0; form < WriteReview.FORMS.size(); form++) {
            for (int subject = 0; subject < vocabulary.subjects().size(); subject++) {
                writings.add(new WriteReview(vocabulary, form, subject));
            }
        }
        for (List<Instruction> kind : List.of(sayings, lists, beginnings, writings)) {
            training.add(kind.stream().filter(any -> !any.isHeldOut()).toList());
            heldOut.add(kind.stream().filter(Instruction::isHeldOut).toList());
        }
    }

    /** Draws an instruction for training: a kind first, then one of that kind. */
    public Instruction draw(RandomGenerator random) {
        return draw(training, random);
    }

    /** Draws an instruction that training never shows: a kind first, then one of that kind. */
    public Instruction drawHeldOut(RandomGenerator random) {
        return draw(heldOut, random);
    }

    /** Returns the instructions of training, by kind. */
    public List<List<Instruction>> training() {
        return List.copyOf(training);
    }

    /** Returns the instructions that training never shows, by kind. */
    public List<List<Instruction>> heldOut() {
        return List.copyOf(heldOut);
    }

    /** Draws something true about the words of instructions, such as {@code salt starts with s.} */
    public String drawFact(RandomGenerator random) {
        String group = any(vocabulary.groups(), random);
        String letter = any(vocabulary.letters(), random);
        int number = 2 + random.nextInt(vocabulary.counts().size() - 1);
        String fact = switch (random.nextInt(6)) {
            case 0, 1 -> member(group, random) + " and " + member(group, random) + " are " + group.toLowerCase(Locale.ROOT);
            case 2 -> member(group, random) + " is a " + singular(group);
            case 3 -> member(letter, random) + " starts with " + letter.toLowerCase(Locale.ROOT);
            case 4 -> "words that begin with " + letter.toLowerCase(Locale.ROOT) + " : " + member(letter, random) + " and "
                    + member(letter, random);
            default -> vocabulary.count(number) + " comes after " + vocabulary.count(number - 1);
        };
        return Spelling.write(List.of((fact + " .").split(" ")));
    }

    /** Returns every word that an instruction or a fact can hold beside those of reviews, sorted. */
    public Set<String> words() {
        Set<String> words = new TreeSet<>(vocabulary.words());
        for (List<List<Instruction>> side : List.of(training, heldOut)) {
            side.forEach(kind -> kind.forEach(one -> words.addAll(Spelling.read(one.text()))));
        }
        words.addAll(Spelling.read(Dialogue.prompt("")));
        vocabulary.groups().forEach(group -> words.addAll(List.of(group.toLowerCase(Locale.ROOT), singular(group))));
        words.addAll(List.of("and", "are", "is", "a", "an", "starts", "comes", "after", "begin"));
        return words;
    }

    private String member(String list, RandomGenerator random) {
        return any(vocabulary.members(list), random);
    }

    private static String singular(String group) {
        return group.toLowerCase(Locale.ROOT).substring(0, group.length() - 1);
    }

    private static Instruction draw(List<List<Instruction>> kinds, RandomGenerator random) {
        return any(any(kinds, random), random);
    }

    private static <T> T any(List<T> all, RandomGenerator random) {
        return all.get(random.nextInt(all.size()));
    }
}
