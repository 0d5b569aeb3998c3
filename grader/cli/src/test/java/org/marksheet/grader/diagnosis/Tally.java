package org.marksheet.grader.diagnosis;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.marksheet.grader.api.Check;
import org.marksheet.grader.api.Mistake;
import org.marksheet.grader.api.Scripted;
import org.marksheet.grader.api.Sheet;
import org.marksheet.grader.api.Statistic;
import org.marksheet.grader.api.TodoClass;
import org.marksheet.grader.api.Watch;
import org.marksheet.lab.tensor.RandomSource;
import org.marksheet.lab.tensor.SeededRandom;
import org.marksheet.lab.tensor.Torch;

/** A sheet in one file, in this process: a contract of three methods, solved, with checks and known mistakes. */
final class Tally implements Sheet {
    /** The contract. */
    public interface Counting {
        /** Returns x + 2y. */
        float weighed(float x, float y);

        /** Returns the sum of what the die shows in so many throws. */
        int thrown(Die die, int times);

        /** Returns the share of random numbers below one half. */
        float share(RandomSource random, int count);
    }

    /** A partner. */
    public interface Die {
        int next(int previous);
    }

    /** A die that shows 1, 2, 3, .. */
    private static final class CountingDie implements Die, Scripted {
        private int shown;

        @Override
        public int next(int previous) {
            shown++;
            return shown;
        }

        @Override
        public Object fresh() {
            return new CountingDie();
        }
    }

    /** Random numbers that begin again; their tensors outlive the check, since the diagnosis asks after its end. */
    private static final class FreshNumbers implements RandomSource, Scripted {
        private final RandomSource numbers = new SeededRandom(Torch.manager(), 3);

        @Override
        public NDArray uniform(long... shape) {
            return numbers.uniform(shape);
        }

        @Override
        public Object fresh() {
            return new FreshNumbers();
        }
    }

    /** Solved. */
    public static class Solved implements Counting {
        @Override
        public float weighed(float x, float y) {
            return x + 2 * y;
        }

        @Override
        public int thrown(Die die, int times) {
            int sum = 0;
            int previous = 0;
            for (int i = 0; i < times; i++) {
                previous = die.next(previous);
                sum += previous;
            }
            return sum;
        }

        @Override
        public float share(RandomSource random, int count) {
            return share(random.uniform(count).toFloatArray(), .5f);
        }

        static float share(float[] numbers, float bound) {
            int below = 0;
            for (float number : numbers) {
                below += number < bound ? 1 : 0;
            }
            return (float) below / numbers.length;
        }
    }

    /** Known to go wrong. */
    static final class Mistakes {
        @Mistake(value = "plus", todo = "0.2.a")
        public static class Plus extends Solved {
            @Override
            public float weighed(float x, float y) {
                return x + y;
            }
        }

        @Mistake(value = "swapped", todo = "0.2.a")
        public static class Swapped extends Solved {
            @Override
            public float weighed(float x, float y) {
                return 2 * x + y;
            }
        }

        @Mistake(value = "minus", todo = "0.2.a")
        public static class Minus extends Solved {
            @Override
            public float weighed(float x, float y) {
                return x - 2 * y;
            }
        }

        @Mistake(value = "taken-away", todo = "0.2.a")
        public static class TakenAway extends Solved {
            @Override
            public float weighed(float x, float y) {
                return x - y - y;
            }
        }

        @Mistake(value = "tripled", todo = "0.2.a", sameAs = "three-times")
        public static class Tripled extends Solved {
            @Override
            public float weighed(float x, float y) {
                return x + 3 * y;
            }
        }

        @Mistake(value = "one-throw-less", todo = "0.2.b")
        public static class OneThrowLess extends Solved {
            @Override
            public int thrown(Die die, int times) {
                return super.thrown(die, times - 1);
            }
        }

        @Mistake(value = "first-throw-left-out", todo = "0.2.b")
        public static class FirstThrowLeftOut extends Solved {
            @Override
            public int thrown(Die die, int times) {
                return super.thrown(die, times) - 1;
            }
        }

        @Mistake(value = "a-quarter", todo = "0.2.c")
        public static class Quarter extends Solved {
            @Override
            public float share(RandomSource random, int count) {
                return share(random.uniform(count).toFloatArray(), .25f);
            }
        }
    }

    /** The hidden checks. */
    static final class Checks {
        @Check("0.2.a/weighs")
        void weighs(Counting counting) {
            Assertions.assertEquals(8, counting.weighed(2, 3), 1e-6);
            Assertions.assertEquals(17, counting.weighed(5, 6), 1e-6);
        }

        @Check("0.2.a/other-numbers")
        void weighsOtherNumbers(Counting counting) {
            Assertions.assertEquals(-3.5, counting.weighed(-1.5f, -1), 1e-6);
        }

        @Check("0.2.b/throws")
        void throwsAndAddsUp(Counting counting) {
            Assertions.assertEquals(10, counting.thrown(new CountingDie(), 4));
        }

        @Check("0.2.c/half")
        void halfLieBelow(Counting counting, Watch watch) {
            Statistic<Float> statistic = new Statistic<>(share -> new double[] {share}, .03);
            Assertions.assertEquals(.5, watch.drawn(statistic, () -> counting.share(new FreshNumbers(), 4000)), .05);
        }
    }

    @Override
    public String id() {
        return "0.2";
    }

    @Override
    public String rootPackage() {
        return "org.marksheet.grader.diagnosis";
    }

    @Override
    public List<TodoClass> todoClasses() {
        return List.of(new TodoClass(
                Counting.class,
                Solved.class.getName(),
                Map.of("weighed", "0.2.a", "thrown", "0.2.b", "share", "0.2.c")));
    }

    @Override
    public List<Class<?>> checks() {
        return List.of(Checks.class);
    }

    @Override
    public List<Class<?>> mistakes() {
        return List.of(Mistakes.class);
    }

    @Override
    public List<Class<?>> alternatives() {
        return List.of();
    }

    @Override
    public List<Class<?>> lookalikes() {
        return List.of();
    }
}
