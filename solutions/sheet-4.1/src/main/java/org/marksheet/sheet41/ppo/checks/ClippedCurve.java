package org.marksheet.sheet41.ppo.checks;

import java.util.ArrayList;
import java.util.List;
import org.marksheet.grader.api.Picture;

/**
 * The loss of a single token over its ratio, for the report: a line that is flat on one side.
 *
 * @param advantage of the token, 1 or -1
 * @param clipRange eps
 */
record ClippedCurve(float advantage, float clipRange) {
    private static final int POINTS = 46;

    /** Returns the loss at a ratio. */
    double loss(double ratio) {
        double clipped = Math.min(Math.max(ratio, 1.0 - clipRange), 1.0 + clipRange);
        return -Math.min(ratio * advantage, clipped * advantage);
    }

    /** Draws it, with the answers at some ratios beside what is expected there. */
    Picture with(float[] ratios, double[] answers) {
        double[] x = new double[POINTS];
        double[] y = new double[POINTS];
        for (int i = 0; i < POINTS; i++) {
            x[i] = .05 * i;
            y[i] = loss(x[i]);
        }
        List<Picture.Mark> marks = new ArrayList<>();
        for (int i = 0; i < ratios.length; i++) {
            marks.add(new Picture.Mark(Picture.Role.EXPECTED, ratios[i], loss(ratios[i])));
            marks.add(new Picture.Mark(Picture.Role.YOURS, ratios[i], answers[i]));
        }
        return Picture.Curve.of(
                "The clipped loss of a single token with A = " + (advantage < 0 ? "−1" : "1") + " and clipRange " + clipRange
                        + ", and what your method says of that token alone",
                "ratio", "loss", x, y, marks);
    }
}
