package org.marksheet.lab.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What stands between two expressions, other than {@code and} and {@code or}. */
enum Operation {
    ADD("+") {
        @Override
        Object of(Object a, Object b) {
            if (a instanceof String left && b instanceof String right) {
                return left + right;
            }
            if (a instanceof List<?> left && b instanceof List<?> right) {
                List<Object> both = new ArrayList<>(left);
                both.addAll(right);
                return both;
            }
            return whole(a, b) ? (Object) Math.addExact((Long) a, (Long) b) : left(a, b) + right(a, b);
        }
    },
    SUBTRACT("-") {
        @Override
        Object of(Object a, Object b) {
            return whole(a, b) ? (Object) Math.subtractExact((Long) a, (Long) b) : left(a, b) - right(a, b);
        }
    },
    MULTIPLY("*") {
        @Override
        Object of(Object a, Object b) {
            if (a instanceof String text && b instanceof Long times) {
                return text.repeat((int) Math.max(0, Math.min(10_000, times)));
            }
            return whole(a, b) ? (Object) Math.multiplyExact((Long) a, (Long) b) : left(a, b) * right(a, b);
        }
    },
    DIVIDE("/") {
        @Override
        Object of(Object a, Object b) {
            return left(a, b) / divisor(a, b);
        }
    },
    FLOOR("//") {
        @Override
        Object of(Object a, Object b) {
            double divisor = divisor(a, b);
            return whole(a, b) ? (Object) Math.floorDiv((Long) a, (Long) b) : Math.floor(left(a, b) / divisor);
        }
    },
    REMAINDER("%") {
        @Override
        Object of(Object a, Object b) {
            double divisor = divisor(a, b);
            return whole(a, b)
                    ? (Object) Math.floorMod((Long) a, (Long) b)
                    : left(a, b) - divisor * Math.floor(left(a, b) / divisor);
        }
    },
    CONCATENATE("~") {
        @Override
        Object of(Object a, Object b) {
            return Values.text(a) + Values.text(b);
        }
    },
    EQUAL("==") {
        @Override
        Object of(Object a, Object b) {
            return Values.equal(a, b);
        }
    },
    UNEQUAL("!=") {
        @Override
        Object of(Object a, Object b) {
            return !Values.equal(a, b);
        }
    },
    LESS("<") {
        @Override
        Object of(Object a, Object b) {
            return compare(a, b) < 0;
        }
    },
    AT_MOST("<=") {
        @Override
        Object of(Object a, Object b) {
            return compare(a, b) <= 0;
        }
    },
    GREATER(">") {
        @Override
        Object of(Object a, Object b) {
            return compare(a, b) > 0;
        }
    },
    AT_LEAST(">=") {
        @Override
        Object of(Object a, Object b) {
            return compare(a, b) >= 0;
        }
    },
    IN("in") {
        @Override
        Object of(Object a, Object b) {
            if (b instanceof String text) {
                return text.contains(Values.string(a, "in"));
            }
            if (b instanceof Map<?, ?> map) {
                return map.containsKey(a);
            }
            return Values.members(b).stream().anyMatch(each -> Values.equal(a, each));
        }
    },
    NOT_IN("not in") {
        @Override
        Object of(Object a, Object b) {
            return !(Boolean) IN.of(a, b);
        }
    };

    private final String symbol;

    Operation(String symbol) {
        this.symbol = symbol;
    }

    String symbol() {
        return symbol;
    }

    /**
     * Computes.
     *
     * @param a left
     * @param b right
     */
    abstract Object of(Object a, Object b);

    int compare(Object a, Object b) {
        if (a instanceof String left && b instanceof String right) {
            return left.compareTo(right);
        }
        return Double.compare(left(a, b), right(a, b));
    }

    static boolean whole(Object a, Object b) {
        return a instanceof Long && b instanceof Long;
    }

    double left(Object a, Object b) {
        if (!Values.number(a) || !Values.number(b)) {
            throw Problem.value("\"" + symbol + "\" stands between " + Values.kind(a) + " and " + Values.kind(b) + ".");
        }
        return Values.asDouble(a);
    }

    double right(Object a, Object b) {
        return left(b, a);
    }

    double divisor(Object a, Object b) {
        double divisor = right(a, b);
        if (divisor == 0) {
            throw Problem.value("\"" + symbol + "\" divides by 0.");
        }
        return divisor;
    }
}
