package org.marksheet.grader.api;

import java.util.List;
import java.util.stream.DoubleStream;

/** Cuts what is too long for a picture. */
final class Cut {
    private static final int CAPTION = 200;
    private static final int LABEL = 40;

    private Cut() {}

    static String caption(String words) {
        return cut(words, CAPTION);
    }

    /** Returns a label that also says so if not all of its numbers are kept. */
    static String label(String words, int count) {
        String end = count > Picture.MOST ? " (first " + Picture.MOST + ")" : "";
        return cut(words, LABEL - end.length()) + end;
    }

    static <T> List<T> first(List<T> list, int most) {
        return List.copyOf(list.size() <= most ? list : list.subList(0, most));
    }

    static List<Double> list(double[] numbers) {
        return DoubleStream.of(numbers).boxed().toList();
    }

    private static String cut(String words, int most) {
        return words.length() <= most ? words : words.substring(0, most - 1) + "…";
    }
}
