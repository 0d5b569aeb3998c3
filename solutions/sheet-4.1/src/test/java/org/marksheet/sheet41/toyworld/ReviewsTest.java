package org.marksheet.sheet41.toyworld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.marksheet.sheet41.toyworld.grammar.Spelling;

class ReviewsTest {
    private static final Reviews REVIEWS = new Reviews();

    @Test
    void theSameSeedGivesTheSameReviews() {
        assertThat(draw(20, 7)).isEqualTo(draw(20, 7)).isNotEqualTo(draw(20, 8));
    }

    @Test
    void halfOfTheReviewsArePositive() {
        assertThat(mean(draw(10_000, 1), review -> review.isPositive() ? 1 : 0)).isCloseTo(.5, within(.02));
    }

    @Test
    void reviewsHaveFourToFortyWordsAndMostAreDrawnOnce() {
        List<Review> drawn = draw(4_000, 2);
        assertThat(drawn).allSatisfy(review -> assertThat(Reviews.length(review.text())).isBetween(4, 40));
        assertThat(mean(drawn, review -> Reviews.length(review.text()))).isBetween(11.0, 15.0);
        assertThat(drawn.stream().map(Review::text).distinct().count()).isGreaterThan(3_800);
    }

    @Test
    void everyReviewCanBeReadBack() {
        assertThat(draw(1_000, 3)).allSatisfy(review -> {
            assertThat(REVIEWS.logProbability(review.text())).isBetween(-80.0, -3.0);
            assertThat(REVIEWS.isReview(review.text())).isTrue();
            assertThat(Spelling.write(Spelling.read(review.text()))).isEqualTo(review.text());
        });
    }

    @Test
    void wordsAreThoseThatReviewsHold() {
        TreeSet<String> seen = new TreeSet<>();
        draw(30_000, 4).forEach(review -> seen.addAll(Spelling.read(review.text())));
        assertThat(REVIEWS.words()).containsAll(seen).contains("an");
        assertThat(REVIEWS.words().size()).isCloseTo(seen.size(), within(12));
    }

    @Test
    void thePosteriorIsAsSureAsItIsRight() {
        int count = 10_000;
        int bins = 5;
        double[] said = new double[bins];
        double[] positive = new double[bins];
        int[] reviews = new int[bins];
        for (Review review : draw(count, 5)) {
            double posterior = REVIEWS.posterior(review.text());
            int bin = posterior < .1 ? 0 : posterior < .4 ? 1 : posterior < .6 ? 2 : posterior < .9 ? 3 : 4;
            said[bin] += posterior;
            positive[bin] += review.isPositive() ? 1 : 0;
            reviews[bin]++;
        }
        for (int bin = 0; bin < bins; bin++) {
            double share = said[bin] / reviews[bin];
            double fourDeviations = 4 * Math.sqrt(Math.max(share * (1 - share), .001) / reviews[bin]);
            assertThat(positive[bin] / reviews[bin]).as("bin %s", bin).isCloseTo(share, within(fourDeviations));
        }
        assertThat((reviews[1] + reviews[2] + reviews[3]) / (double) count).isBetween(.04, .07);
    }

    @Test
    void orderDecidesAndWordsAloneDoNot() {
        List<Review> test = draw(3_000, 6);
        double best = mean(test, review -> REVIEWS.posterior(review.text()) > .5 == review.isPositive() ? 1 : 0);
        double words = new BagOfWords(draw(20_000, 9), 2).accuracy(test);
        assertThat(best).isBetween(.97, .99);
        assertThat(words).isBetween(.54, .65);
    }

    @Test
    void theLastWordDecides() {
        assertThat(REVIEWS.posterior("the film is great, but the plot is weak.")).isLessThan(.01);
        assertThat(REVIEWS.posterior("although the film is great, the plot is weak.")).isLessThan(.01);
        assertThat(REVIEWS.posterior("the plot is weak, although the film is great.")).isLessThan(.01);
        assertThat(REVIEWS.posterior("the film is not great at all.")).isLessThan(.01);
        assertThat(REVIEWS.posterior("it failed to make me yawn.")).isGreaterThan(.99);
        assertThat(REVIEWS.posterior("the film is great, but the plot is good.")).isNaN();
    }

    @Test
    void theTrueRewardForgivesAContrastThatDoesNotTurnAndNothingElse() {
        assertThat(REVIEWS.trueReward("the film is great, but the plot is good.")).isGreaterThan(.99);
        assertThat(REVIEWS.trueReward("the film is great, but the plot is weak.")).isLessThan(.01);
        assertThat(REVIEWS.trueReward("the film is fine.")).isBetween(.1, .9);
        assertThat(REVIEWS.trueReward("great great great.")).isZero();
        assertThat(REVIEWS.trueReward("the film are great.")).isZero();
        assertThat(REVIEWS.trueReward("it is a achievement.")).isZero();
        assertThat(REVIEWS.isReview("it is a achievement.")).isFalse();
        assertThat(REVIEWS.trueReward("it is an achievement.")).isGreaterThan(.99);
    }

    @Test
    void aBeginningTellsHalfOfTheStory() {
        assertThat(REVIEWS.posteriorOfBeginning("")).isEqualTo(.5);
        assertThat(REVIEWS.posteriorOfBeginning("it is an")).isBetween(.2, .8);
        assertThat(REVIEWS.posteriorOfBeginning("the film is great")).isBetween(.55, .9);
        assertThat(REVIEWS.posteriorOfBeginning("the film is great, but")).isLessThan(.01);
        assertThat(REVIEWS.posteriorOfBeginning("great film")).isNaN();
    }

    private static List<Review> draw(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Review> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(REVIEWS.draw(random));
        }
        return drawn;
    }

    private static double mean(List<Review> reviews, ToDoubleFunction<Review> value) {
        return reviews.stream().mapToDouble(value).average().orElseThrow();
    }
}
