package org.marksheet.worker.invoke;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.marksheet.lab.tensor.Differentiable;
import org.marksheet.lab.tensor.Gradients;
import org.marksheet.worker.value.Marshal;
import org.marksheet.worker.value.MismatchException;
import org.marksheet.worker.value.Value;
import org.marksheet.worker.value.Value.Fields;

/**
 * Gradients through a partner, which answers in another process: with its answer r it sends the slope of r along each
 * differentiable argument x, and whoever asked goes on with {@code r + slope * (x - data(x))}, which is r and has its gradient.
 *
 * <p>That is exact where r is a scalar, and where each place of r depends on the same place of x alone: r [B,T] on x [B,T] or
 * [B,T,V].
 */
public final class Slopes {
    private Slopes() {}

    /** Returns whether a gradient may be asked of what a partner answers. */
    public static boolean wanted(Method method, Object[] arguments) {
        // The engine does not tell of a tensor in the middle of a graph that it is in one.
        if (!Gradients.areRecorded()) {
            return false;
        }
        for (int i = 0; i < arguments.length; i++) {
            if (isDifferentiable(method, i, arguments[i])) {
                return true;
            }
        }
        return false;
    }

    /** Makes the arguments of a partner remember what is made of them. */
    public static void track(Method method, Object[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (isDifferentiable(method, i, arguments[i])) {
                ((NDArray) arguments[i]).setRequiresGradient(true);
            }
        }
    }

    /**
     * Returns the slopes of a partner's answer: by component ({@code ""} where the answer is a tensor) the gradient of its sum, by
     * parameter.
     *
     * @param arguments were tracked before the answer was made
     */
    public static Map<String, Value> of(Method method, Object answer, Object[] arguments, Marshal marshal) {
        Map<String, Value> slopes = new LinkedHashMap<>();
        Invoker.tensors(answer).forEach((component, tensor) -> {
            Map<String, Value> ofComponent = new LinkedHashMap<>();
            if (tensor.getDataType() == DataType.FLOAT32 && Gradients.backward(tensor, tensor.onesLike())) {
                for (int i = 0; i < arguments.length; i++) {
                    if (isDifferentiable(method, i, arguments[i])) {
                        String parameter = method.getParameters()[i].getName();
                        Gradients.of((NDArray) arguments[i]).ifPresent(
                                slope -> ofComponent.put(parameter, marshal.toValue(NDArray.class, slope)));
                        Gradients.zero(List.of((NDArray) arguments[i]));
                    }
                }
            }
            slopes.put(component, new Fields(ofComponent));
        });
        return slopes;
    }

    /**
     * Returns a partner's answer as something that gradients flow through.
     *
     * @param answer as it came over
     * @param slopes as {@link #of} gave them
     */
    public static Object join(
            Method method, Object answer, Object[] arguments, Map<String, Value> slopes, Marshal marshal) {
        if (answer instanceof NDArray tensor) {
            return joined(method, tensor, arguments, slopes.get(""), marshal);
        } else if (!(answer instanceof Record)) {
            return answer;
        }
        RecordComponent[] components = answer.getClass().getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                components[i].getAccessor().setAccessible(true);
                Object part = components[i].getAccessor().invoke(answer);
                types[i] = components[i].getType();
                values[i] = part instanceof NDArray tensor
                        ? joined(method, tensor, arguments, slopes.get(components[i].getName()), marshal)
                        : part;
            }
            Constructor<?> constructor = answer.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new MismatchException("no " + answer.getClass().getSimpleName() + " can be made: " + e);
        }
    }

    private static NDArray joined(Method method, NDArray tensor, Object[] arguments, Value slopes, Marshal marshal) {
        NDArray joined = tensor;
        if (!(slopes instanceof Fields ofComponent)) {
            return joined;
        }
        for (int i = 0; i < arguments.length; i++) {
            Value slope = ofComponent.it().get(method.getParameters()[i].getName());
            if (slope != null) {
                NDArray argument = (NDArray) arguments[i];
                NDArray change = argument.sub(argument.stopGradient())
                        .mul((NDArray) marshal.toObject(NDArray.class, slope));
                joined = joined.add(summedTo(tensor.getShape(), change, method));
            }
        }
        return joined;
    }

    private static NDArray summedTo(Shape shape, NDArray change, Method method) {
        if (shape.dimension() == 0) {
            return change.sum();
        }
        NDArray summed = change;
        while (summed.getShape().dimension() > shape.dimension()) {
            summed = summed.sum(new int[] {summed.getShape().dimension() - 1});
        }
        if (!summed.getShape().equals(shape)) {
            throw new MismatchException("no gradient can pass " + method.getName() + ": its answer is " + shape
                    + " and an argument " + change.getShape());
        }
        return summed;
    }

    private static boolean isDifferentiable(Method method, int parameter, Object argument) {
        return argument instanceof NDArray tensor
                && tensor.getDataType() == DataType.FLOAT32
                && method.getParameters()[parameter].isAnnotationPresent(Differentiable.class);
    }
}
