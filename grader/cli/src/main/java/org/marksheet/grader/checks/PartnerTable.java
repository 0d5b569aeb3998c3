package org.marksheet.grader.checks;

import ai.djl.ndarray.NDManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.marksheet.grader.api.Scripted;
import org.marksheet.lab.tensor.Torch;
import org.marksheet.worker.invoke.Invoker;
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
     * @return the answer; nothing after the partner has refused once
     */
    public Value answer(int number, String method, List<Value> arguments) {
        if (refusal != null) {
            return Value.NOTHING;
        }
        Value answer = Value.NOTHING;
        if (questions.size() == MAX_QUESTIONS) {
            refusal = new IllegalStateException("More than " + MAX_QUESTIONS + " questions were asked in one call.");
            return answer;
        }
        try {
            answer = ask(partners.get(number), method, arguments);
        } catch (RuntimeException e) {
            refusal = e;
        }
        questions.add(new Question(number, method, List.copyOf(arguments), answer));
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

    private Value ask(Partner partner, String name, List<Value> values) {
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
            method.setAccessible(true);
            return marshal.toValue(method.getGenericReturnType(), method.invoke(partner.object(), arguments));
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
            return partners.get(number).object();
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
            Marshal marshal = new Marshal(manager, table);
            List<Value> values = new ArrayList<>();
            for (int i = 0; i < method.getParameterCount(); i++) {
                values.add(marshal.toValue(method.getGenericParameterTypes()[i], arguments[i]));
            }
            return marshal.toObject(
                    method.getGenericReturnType(), table.answer(number, method.getName(), values));
        }
    }
}
