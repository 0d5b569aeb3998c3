package org.marksheet.sheet41.toyworld.instruction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.marksheet.sheet41.toyworld.Resource;
import org.marksheet.sheet41.toyworld.Reviews;
import org.marksheet.sheet41.toyworld.grammar.Grammar;
import org.marksheet.sheet41.toyworld.grammar.GrammarReader;

/**
 * The words that instructions and facts are about.
 *
 * @param reviews for instructions to write one
 * @param lists the lists of words
 * @param groups names of the lists of things of one kind, such as {@code Colours}
 * @param letters names of the lists of words with one first letter
 * @param things every word of those lists
 * @param subjects what a review can be about
 */
record Vocabulary(Reviews reviews, Grammar lists, List<String> groups, List<String> letters, List<String> things,
        List<String> subjects) {
    private static final String COUNTS = "Counts";

    static Vocabulary of(Reviews reviews) {
        Grammar lists = GrammarReader.read(Resource.text("words.grammar")).strict();
        List<String> names = lists.symbols().stream().filter(name -> !name.equals(COUNTS)).sorted().toList();
        List<String> things = new ArrayList<>();
        names.forEach(name -> things.addAll(lists.list(name)));
        List<String> subjects = new ArrayList<>(reviews.list("Singular"));
        subjects.addAll(reviews.list("Plural"));
        return new Vocabulary(reviews, lists, names.stream().filter(name -> name.length() > 1).toList(),
                names.stream().filter(name -> name.length() == 1).toList(), things, subjects);
    }

    List<String> members(String list) {
        return lists.list(list);
    }

    /** Returns the word for a number from 1. */
    String count(int number) {
        return counts().get(number - 1);
    }

    List<String> counts() {
        return lists.list(COUNTS);
    }

    Set<String> words() {
        return new TreeSet<>(lists.words());
    }
}
