package org.marksheet.sheet41.toyworld;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.marksheet.sheet41.toyworld.grammar.Grammar;
import org.marksheet.sheet41.toyworld.grammar.GrammarReader;
import org.marksheet.sheet41.toyworld.grammar.GrammarReader.Readings;
import org.marksheet.sheet41.toyworld.grammar.Spelling;

/** The language of film reviews: half of them positive, half negative, with everything about a text known exactly. */
public final class Reviews {
    private static final String POSITIVE = "Text+";
    private static final String NEGATIVE = "Text-";
    private static final double LOG_HALF = Math.log(.5);

    private final Grammar grammar;
    private final Grammar relaxed;

    /** Reads the grammar that lies beside this class. */
    public Reviews() {
        Readings readings = GrammarReader.read(Resource.text("reviews.grammar"));
        grammar = readings.strict();
        relaxed = readings.relaxed();
    }

    /** Draws a review; both labels are equally likely. */
    public Review draw(RandomGenerator random) {
        boolean isPositive = random.nextBoolean();
        return new Review(Spelling.write(grammar.draw(isPositive ? POSITIVE : NEGATIVE, random)), isPositive);
    }

    /**
     * Draws the words for a symbol of the grammar, such as {@code Clause+}.
     *
     * @return as text
     */
    public String draw(String symbol, RandomGenerator random) {
        return Spelling.write(grammar.draw(symbol, random));
    }

    /**
     * Returns the words that a symbol of the grammar stands for, such as {@code Singular}.
     *
     * @param symbol one with a list of words
     */
    public List<String> list(String symbol) {
        return grammar.list(symbol);
    }

    /**
     * Returns the natural logarithm of the probability that a review reads so.
     *
     * @return in nats; negative infinity if none does
     */
    public double logProbability(String text) {
        List<String> words = Spelling.read(text);
        return logOfMean(grammar.logProbability(POSITIVE, words), grammar.logProbability(NEGATIVE, words));
    }

    /**
     * Returns the probability that a text is positive, from the text alone: no classifier is right more often.
     *
     * @return in [0, 1]; NaN if no review reads so
     */
    public double posterior(String text) {
        List<String> words = Spelling.read(text);
        return share(grammar.logProbability(POSITIVE, words), grammar.logProbability(NEGATIVE, words));
    }

    /**
     * Returns the probability that a review which begins so will be positive.
     *
     * @param beginning whole words; empty for no knowledge
     * @return in [0, 1]; NaN if no review begins so
     */
    public double posteriorOfBeginning(String beginning) {
        List<String> words = Spelling.read(beginning);
        return share(grammar.logPrefixProbability(POSITIVE, words), grammar.logPrefixProbability(NEGATIVE, words));
    }

    /**
     * Returns what a review is really worth: the probability that what it says last and most is positive.
     *
     * <p>A contrast need not turn ("it is great, but it is superb" counts as positive), but the text must be one.
     *
     * @return in [0, 1]; 0 if the text is no review
     */
    public double trueReward(String text) {
        List<String> words = Spelling.read(text);
        double share = share(relaxed.logProbability(POSITIVE, words), relaxed.logProbability(NEGATIVE, words));
        return Double.isNaN(share) ? 0 : share;
    }

    /** Returns whether a text is a review by the relaxed rules. */
    public boolean isReview(String text) {
        List<String> words = Spelling.read(text);
        return relaxed.logProbability(POSITIVE, words) > Double.NEGATIVE_INFINITY
                || relaxed.logProbability(NEGATIVE, words) > Double.NEGATIVE_INFINITY;
    }

    /** Returns how many words and marks a text has. */
    public static int length(String text) {
        return Spelling.read(text).size();
    }

    /** Returns every word and mark that a review can hold, sorted. */
    public Set<String> words() {
        Set<String> words = new TreeSet<>(grammar.words());
        words.add("an");
        return words;
    }

    private static double logOfMean(double first, double second) {
        double larger = Math.max(first, second);
        return larger == Double.NEGATIVE_INFINITY ? larger
                : LOG_HALF + larger + Math.log(Math.exp(first - larger) + Math.exp(second - larger));
    }

    private static double share(double positive, double negative) {
        return 1 / (1 + Math.exp(negative - positive));
    }
}
