package org.marksheet.grader.checks;

import ai.djl.ndarray.NDManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.marksheet.grader.api.Scripted;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.lab.tensor.QuietHeap;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.invoke.Invoker;
import org.marksheet.worker.invoke.Slopes;
import org.marksheet.worker.value.Marshal;
import org.marksheet.worker.value.MismatchException;
import org.marksheet.worker.value.Partners;
import org.marksheet.worker.value.Value;

/** The objects of one call that stay in this process, and the questions that they were asked. */
public final class PartnerTable implements Partners {
    private static final int MAX_QUESTIONS = 100_000;

    private final List<Partner> partners = new ArrayList<>();
    private final List<Question> questions = new ArrayList<>();
    private RuntimeException refusal;

    /**
     * A question to a partner.
     *
     * @param partner its number
     * @param method the method's name
     * @param arguments in order
     * @param answer what it said
     */
    public record Question(int partner, String method, List<Value> arguments, Value answer) {}

    /**
     * What a partner says.
     *
     * @param value its answer
     * @param slopes how that changes with the arguments, see {@link Slopes}; none unless they were asked for
     */
    public record Reply(Value value, Map<String, Value> slopes) {
        private static final Reply NONE = new Reply(Value.NOTHING, Map.of());
    }

    private record Partner(Class<?> type, Object object) {}

    @Override
    public int number(Class<?> type, Object object) {
        if (Proxy.isProxyClass(object.getClass())
                && Proxy.getInvocationHandler(object) instanceof StandIn standIn
                && standIn.table() == this) {
            return standIn.number();
        }
        partners.add(new Partner(type, object));
        return partners.size() - 1;
    }

    @Override
    public Object partner(Class<?> type, int number, NDManager manager) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new StandIn(this, type, number, manager));
    }

    /** Returns whether there is a partner of this number, and it may be asked once more; not trusted. */
    public boolean knows(int number) {
        return number >= 0 && number < partners.size() && questions.size() < MAX_QUESTIONS;
    }

    /**
     * Answers a question.
     *
     * @param number whom it is for; not trusted
     * @param method the method's name; not trusted
     * @param arguments in order; not trusted
     * @param slopes whether a gradient may be asked of the answer
     * @return the answer; nothing after the partner has refused once
     */
    public Reply answer(int number, String method, List<Value> arguments, boolean slopes) {
        if (refusal != null) {
            return Reply.NONE;
        }
        Reply answer = Reply.NONE;
        if (questions.size() == MAX_QUESTIONS) {
            refusal = new IllegalStateException("More than " + MAX_QUESTIONS + " questions were asked in one call.");
            return answer;
        }
        try {
            answer = slopes
                    ? QuietHeap.SHARED.during(() -> ask(partners.get(number), method, arguments, true))
                    : ask(partners.get(number), method, arguments, false);
        } catch (RuntimeException e) {
            refusal = e;
        }
        questions.add(new Question(number, method, List.copyOf(arguments), answer.value()));
        return answer;
    }

    /** Returns the questions so far, in order. */
    public List<Question> questions() {
        return List.copyOf(questions);
    }

    /** Returns why a partner would not answer, or null. */
    public RuntimeException refusal() {
        return refusal;
    }

    /** Returns a table of the same objects as they were before their first question. */
    public PartnerTable fresh() {
        PartnerTable table = new PartnerTable();
        for (Partner partner : partners) {
            table.number(
                    partner.type(),
                    partner.object() instanceof Scripted scripted ? scripted.fresh() : partner.object());
        }
        return table;
    }

    private Reply ask(Partner partner, String name, List<Value> values, boolean slopes) {
        Method method = Invoker.method(partner.type(), name);
        if (method.getParameterCount() != values.size()) {
            throw new MismatchException(name + " takes " + method.getParameterCount() + " arguments");
        }
        try (NDManager manager = Torch.manager()) {
            Marshal marshal = new Marshal(manager, new Insiders());
            Object[] arguments = new Object[values.size()];
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = marshal.toObject(method.getGenericParameterTypes()[i], values.get(i));
            }
            if (!slopes) {
                Object answer = invoke(method, partner.object(), arguments);
                return new Reply(marshal.toValue(method.getGenericReturnType(), answer), Map.of());
            }
            Slopes.track(method, arguments);
            Object answer = Gradients.recording(() -> invoke(method, partner.object(), arguments));
            return new Reply(
                    marshal.toValue(method.getGenericReturnType(), answer),
                    Slopes.of(method, answer, arguments, marshal));
        }
    }

    private static Object invoke(Method method, Object partner, Object[] arguments) {
        try {
            method.setAccessible(true);
            return method.invoke(partner, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new MismatchException(String.valueOf(e.getCause().getMessage()));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives partners each other as they are, not through stand-ins. */
    private final class Insiders implements Partners {
        @Override
        public int number(Class<?> type, Object object) {
            return PartnerTable.this.number(type, object);
        }

        @Override
        public Object partner(Class<?> type, int number, NDManager manager) {
            return number == Value.Partner.DEAF
                    ? Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        throw new IllegalArgumentException(
                                "a " + type.getSimpleName() + " of the submission cannot be asked from here");
                    })
                    : partners.get(number).object();
        }
    }

    /** Hands out nothing but stand-ins, as a worker would. */
    private record Outsiders(PartnerTable table) implements Partners {
        @Override
        public int number(Class<?> type, Object object) {
            return Proxy.isProxyClass(object.getClass()) && Proxy.getInvocationHandler(object) instanceof StandIn standIn
                    ? standIn.number()
                    : Value.Partner.DEAF;
        }

        @Override
        public Object partner(Class<?> type, int number, NDManager manager) {
            return table.partner(type, number, manager);
        }
    }

    /** Stands in for a partner, so that a local implementation asks it as a worker would. */
    private record StandIn(PartnerTable table, Class<?> type, int number, NDManager manager)
            implements InvocationHandler {
        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) {
            if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                    case "hashCode" -> number;
                    case "equals" -> proxy == arguments[0];
                    default -> type.getSimpleName();
                };
            }
            Marshal marshal = new Marshal(manager, new Outsiders(table));
            List<Value> values = new ArrayList<>();
            for (int i = 0; i < method.getParameterCount(); i++) {
                values.add(marshal.toValue(method.getGenericParameterTypes()[i], arguments[i]));
            }
            boolean slopes = Slopes.wanted(method, arguments == null ? new Object[0] : arguments);
            Reply reply = table.answer(number, method.getName(), values, slopes);
            Object answer = marshal.toObject(method.getGenericReturnType(), reply.value());
            return slopes ? Slopes.join(method, answer, arguments, reply.slopes(), marshal) : answer;
        }
    }
}
