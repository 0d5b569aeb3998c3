package org.marksheet.grader.checks;

import java.lang.reflect.Parameter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.marksheet.worker.invoke.Invoker;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Items;
import org.marksheet.worker.value.Value.Nothing;
import org.marksheet.worker.value.Value.Partner;
import org.marksheet.worker.value.Value.Real;
import org.marksheet.worker.value.Value.Tensor;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Truth;
import org.marksheet.worker.value.Value.Whole;

/** Values in the words of a report. */
final class Shown {
    private static final int MAX_NUMBERS = 48;
    private static final int MAX_TEXT = 300;

    private Shown() {}

    /** Returns the arguments of a call, one {@code name = value} a line. */
    static String arguments(RecordedCall call) {
        List<String> lines = new ArrayList<>();
        Parameter[] parameters = parameters(call);
        List<Value> arguments = call.request().arguments();
        for (int i = 0; i < arguments.size(); i++) {
            if (says(arguments.get(i))) {
                String name = parameters == null ? "argument " + (i + 1) : parameters[i].getName();
                lines.add(name + " = " + value(arguments.get(i)));
            }
        }
        return String.join("\n", lines);
    }

    /** Returns whether there is anything to read in a value: not in an object that was handed in, nor in a record of such. */
    private static boolean says(Value value) {
        return !(value instanceof Partner)
                && !(value instanceof Value.Portable)
                && !(value instanceof Fields fields && fields.it().values().stream().noneMatch(Shown::says));
    }

    private static Parameter[] parameters(RecordedCall call) {
        try {
            Class<?> contract = Class.forName(
                    call.request().contract(), false, Thread.currentThread().getContextClassLoader());
            return Invoker.method(contract, call.request().method()).getParameters();
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    static String value(Value value) {
        if (value instanceof Nothing) {
            return "null";
        } else if (value instanceof Truth truth) {
            return String.valueOf(truth.it());
        } else if (value instanceof Whole whole) {
            return String.valueOf(whole.it());
        } else if (value instanceof Real real) {
            return number(real.it());
        } else if (value instanceof Text text) {
            return text.it().length() <= MAX_TEXT ? text.it() : text.it().substring(0, MAX_TEXT) + "..";
        } else if (value instanceof Items items) {
            return items.it().stream().limit(MAX_NUMBERS).map(Shown::value).toList().toString();
        } else if (value instanceof Fields fields) {
            List<String> parts = new ArrayList<>();
            fields.it().forEach((name, part) -> {
                if (says(part)) {
                    parts.add(name + " " + value(part));
                }
            });
            return String.join(", ", parts);
        } else if (value instanceof Tensor tensor) {
            return tensor(tensor);
        }
        return "(..)";
    }

    private static String tensor(Tensor tensor) {
        ByteBuffer data = ByteBuffer.wrap(tensor.data()).order(ByteOrder.LITTLE_ENDIAN);
        List<String> numbers = new ArrayList<>();
        while (data.hasRemaining()) {
            numbers.add(
                    switch (tensor.dtype()) {
                        case "FLOAT32" -> number(data.getFloat());
                        case "FLOAT64" -> number(data.getDouble());
                        case "INT64" -> String.valueOf(data.getLong());
                        case "INT32" -> String.valueOf(data.getInt());
                        case "BOOLEAN" -> String.valueOf(data.get() != 0);
                        case "FLOAT16" -> String.valueOf(data.getShort());
                        default -> String.valueOf(data.get());
                    });
        }
        if (numbers.size() > MAX_NUMBERS) {
            return "a tensor of shape " + tensor.shape() + ", beginning " + numbers.subList(0, MAX_NUMBERS);
        }
        return nested(numbers, tensor.shape(), 0);
    }

    private static String nested(List<String> numbers, List<Long> shape, int depth) {
        if (depth == shape.size()) {
            return numbers.isEmpty() ? "" : numbers.get(0);
        }
        int rows = (int) (long) shape.get(depth);
        int each = rows == 0 ? 0 : numbers.size() / rows;
        List<String> parts = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            parts.add(nested(numbers.subList(row * each, (row + 1) * each), shape, depth + 1));
        }
        return "[" + String.join(", ", parts) + "]";
    }

    private static String number(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e9) {
            return String.valueOf((long) number);
        }
        return String.format(Locale.ROOT, "%.5g", number);
    }
}
