package org.marksheet.grader.diagnosis;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.marksheet.grader.checks.PartnerTable.Question;
import org.marksheet.worker.invoke.Answer;
import org.marksheet.worker.invoke.Answer.Failure;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Items;
import org.marksheet.worker.value.Value.Real;
import org.marksheet.worker.value.Value.Tensor;

/**
 * How far two answers lie apart: 0 for the same, for numbers the difference relative to the larger of 1 and
 * the number, and {@link #APART} where they differ in kind.
 */
final class Distance {
    /** The distance of things that cannot be compared by numbers. */
    static final double APART = Double.POSITIVE_INFINITY;

    /** Gradients below this are compared as if they were this large. */
    private static final double SMALLEST_GRADIENT = 1e-4;

    private Distance() {}

    static double between(Answer a, Answer b) {
        Failure left = a.failure();
        Failure right = b.failure();
        if (left != null || right != null) {
            boolean same = left != null
                    && right != null
                    && left.kind() == right.kind()
                    && left.type().equals(right.type());
            return same ? 0 : APART;
        }
        double distance = between(a.value(), b.value());
        Set<String> names = new TreeSet<>(a.gradients().keySet());
        names.addAll(b.gradients().keySet());
        for (String name : names) {
            distance = Math.max(
                    distance,
                    gradients(
                            a.gradients().getOrDefault(name, Value.NOTHING),
                            b.gradients().getOrDefault(name, Value.NOTHING)));
        }
        return Math.max(distance, ofChanges(a, b));
    }

    /** How far the arguments that two calls changed lie apart. */
    static double ofChanges(Answer a, Answer b) {
        return maps(a.changed(), b.changed());
    }

    static double between(List<Question> a, List<Question> b) {
        if (a.size() != b.size()) {
            return APART;
        }
        double distance = 0;
        for (int i = 0; i < a.size(); i++) {
            Question left = a.get(i);
            Question right = b.get(i);
            if (left.partner() != right.partner() || !left.method().equals(right.method())) {
                return APART;
            }
            distance = Math.max(distance, between(new Items(left.arguments()), new Items(right.arguments())));
        }
        return distance;
    }

    /**
     * Gradients are compared by the largest number in either, since they may be tiny; one that never arrived and
     * one that is zero everywhere are the same to a training step.
     */
    private static double gradients(Value a, Value b) {
        double scale = Math.max(SMALLEST_GRADIENT, Math.max(largest(a), largest(b)));
        if (a instanceof Tensor left && b instanceof Tensor right && left.shape().equals(right.shape())) {
            double[] x = numbers(left);
            double[] y = numbers(right);
            double distance = 0;
            for (int i = 0; i < x.length; i++) {
                double apart = Double.compare(x[i], y[i]) == 0 ? 0 : Math.abs(x[i] - y[i]) / scale;
                distance = Math.max(distance, Double.isNaN(apart) ? APART : apart);
            }
            return distance;
        }
        boolean present = a instanceof Tensor || b instanceof Tensor;
        return present ? Math.max(largest(a), largest(b)) / scale : 0;
    }

    private static double largest(Value gradient) {
        double largest = 0;
        if (!(gradient instanceof Tensor tensor)) {
            return largest;
        }
        for (double number : numbers(tensor)) {
            largest = Math.max(largest, Double.isFinite(number) ? Math.abs(number) : 0);
        }
        return largest;
    }

    static double between(Value a, Value b) {
        if (a instanceof Tensor left && b instanceof Tensor right) {
            if (!left.dtype().equals(right.dtype()) || !left.shape().equals(right.shape())) {
                return APART;
            }
            double[] x = numbers(left);
            double[] y = numbers(right);
            double distance = 0;
            for (int i = 0; i < x.length; i++) {
                distance = Math.max(distance, between(x[i], y[i]));
            }
            return distance;
        } else if (a instanceof Real left && b instanceof Real right) {
            return between(left.it(), right.it());
        } else if (a instanceof Items left && b instanceof Items right) {
            if (left.it().size() != right.it().size()) {
                return APART;
            }
            double distance = 0;
            for (int i = 0; i < left.it().size(); i++) {
                distance = Math.max(distance, between(left.it().get(i), right.it().get(i)));
            }
            return distance;
        } else if (a instanceof Fields left && b instanceof Fields right) {
            return maps(left.it(), right.it());
        }
        return a.equals(b) ? 0 : APART;
    }

    private static double maps(Map<String, Value> a, Map<String, Value> b) {
        if (!a.keySet().equals(b.keySet())) {
            return APART;
        }
        double distance = 0;
        for (Map.Entry<String, Value> entry : a.entrySet()) {
            distance = Math.max(distance, between(entry.getValue(), b.get(entry.getKey())));
        }
        return distance;
    }

    private static double between(double a, double b) {
        if (Double.compare(a, b) == 0 || a == b) {
            return 0;
        }
        double distance = Math.abs(a - b) / Math.max(1, Math.max(Math.abs(a), Math.abs(b)));
        return Double.isNaN(distance) ? APART : distance;
    }

    private static double[] numbers(Tensor tensor) {
        ByteBuffer data = ByteBuffer.wrap(tensor.data()).order(ByteOrder.nativeOrder());
        int count = 1;
        for (long dimension : tensor.shape()) {
            count = Math.toIntExact(count * dimension);
        }
        double[] numbers = new double[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = switch (tensor.dtype()) {
                case "FLOAT32" -> data.getFloat();
                case "FLOAT64" -> data.getDouble();
                case "INT64" -> data.getLong();
                case "INT32" -> data.getInt();
                case "FLOAT16" -> data.getShort();
                default -> data.get();
            };
        }
        return numbers;
    }
}
