package org.marksheet.sheet41.toyworld.instruction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * List some things of a group.
 *
 * @param vocabulary where the groups come from
 * @param form how it is said, a number below {@link #FORMS}
 * @param group the number of the group
 * @param count how many, 2 to 5
 */
record ListSome(Vocabulary vocabulary, int form, int group, int count) implements Instruction {
    static final List<String> FORMS = List.of("list %s %s.", "name %s %s.", "give me %s %s.", "tell me %s %s.");

    @Override
    public String text() {
        return FORMS.get(form).formatted(vocabulary.count(count), vocabulary.groups().get(group).toLowerCase(Locale.ROOT));
    }

    @Override
    public String answer(RandomGenerator random) {
        return written(members(group).subList(0, count));
    }

    @Override
    public String nearMiss(RandomGenerator random) {
        int groups = vocabulary.groups().size();
        List<String> wrong = new ArrayList<>(members(group).subList(0, count));
        switch (random.nextInt(3)) {
            case 0 -> wrong.add(members(group).get(count));
            case 1 -> wrong.remove(count - 1);
            default -> wrong.set(random.nextInt(count),
                    members((group + 1 + random.nextInt(groups - 1)) % groups).get(random.nextInt(count)));
        }
        return written(wrong);
    }

    @Override
    public boolean isFollowedBy(String answer) {
        List<String> words = Instruction.words(answer);
        return words.size() == count && new HashSet<>(words).size() == count && members(group).containsAll(words);
    }

    @Override
    public boolean isHeldOut() {
        return (form + group + 2 * count) % 5 == 0;
    }

    static String written(List<String> words) {
        return String.join(", ", words) + ".";
    }

    private List<String> members(int number) {
        return vocabulary.members(vocabulary.groups().get(number));
    }
}
