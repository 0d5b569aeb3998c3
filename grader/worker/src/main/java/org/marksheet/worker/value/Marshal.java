package org.marksheet.worker.value;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.marksheet.lab.tensor.Portable;
import org.marksheet.worker.value.Value.Fields;
import org.marksheet.worker.value.Value.Items;
import org.marksheet.worker.value.Value.Nothing;
import org.marksheet.worker.value.Value.Partner;
import org.marksheet.worker.value.Value.Real;
import org.marksheet.worker.value.Value.Tensor;
import org.marksheet.worker.value.Value.Text;
import org.marksheet.worker.value.Value.Truth;
import org.marksheet.worker.value.Value.Whole;

/**
 * Java objects to values and back, led by the types that a contract declares and never by what a value
 * claims to be.
 *
 * <p>It knows numbers, strings, enums, tensors, lists and arrays of these, and records of these. An object
 * of any other interface stays where it is and becomes a {@link Partner}, unless it is {@link Portable}: then it is taken apart,
 * and built again on the other side, but only there where values are trusted to name a class.
 */
public final class Marshal {
    private static final Set<DataType> DATA_TYPES = Set.of(
            DataType.FLOAT64,
            DataType.FLOAT32,
            DataType.FLOAT16,
            DataType.INT64,
            DataType.INT32,
            DataType.INT8,
            DataType.UINT8,
            DataType.BOOLEAN);

    private final NDManager manager;
    private final Partners partners;
    private final boolean trusting;

    /**
     * Begins, for values that may come from a submission.
     *
     * @param manager owns the tensors that {@link #toObject} makes
     * @param partners the table of objects that stay where they are
     */
    public Marshal(NDManager manager, Partners partners) {
        this(manager, partners, false);
    }

    private Marshal(NDManager manager, Partners partners, boolean trusting) {
        this.manager = manager;
        this.partners = partners;
        this.trusting = trusting;
    }

    /** Returns one for values that come from a check, which may hold a {@link Portable}. */
    public static Marshal trusting(NDManager manager, Partners partners) {
        return new Marshal(manager, partners, true);
    }

    /**
     * Returns the value of an object.
     *
     * @param type what the contract declares
     * @param object an object of that type
     * @throws MismatchException if the object is not what the contract declares, in words
     */
    public Value toValue(Type type, Object object) {
        Class<?> raw = raw(type);
        if (object == null) {
            return Value.NOTHING;
        } else if (object instanceof Boolean truth) {
            return new Truth(truth);
        } else if (object instanceof Integer || object instanceof Long) {
            return new Whole(((Number) object).longValue());
        } else if (object instanceof Float || object instanceof Double) {
            return new Real(((Number) object).doubleValue());
        } else if (object instanceof String || object instanceof Character) {
            return new Text(object.toString());
        } else if (raw == NDArray.class) {
            return tensor(object);
        } else if (raw.isEnum()) {
            return new Text(((Enum<?>) object).name());
        } else if (raw.isArray()) {
            List<Value> items = new ArrayList<>();
            for (int i = 0; i < Array.getLength(object); i++) {
                items.add(toValue(raw.getComponentType(), Array.get(object, i)));
            }
            return new Items(items);
        } else if (raw == List.class) {
            List<Value> items = new ArrayList<>();
            for (Object item : (List<?>) object) {
                items.add(toValue(item(type), item));
            }
            return new Items(items);
        } else if (raw.isRecord()) {
            return fields(raw, object);
        } else if (raw.isInterface() && object instanceof Portable<?> portable) {
            Record parts = portable.parts();
            return new Value.Portable(object.getClass().getName(), fields(parts.getClass(), parts));
        } else if (raw.isInterface()) {
            return new Partner(partners.number(raw, object));
        }
        throw new MismatchException("a " + object.getClass().getName() + " cannot cross as a " + type.getTypeName());
    }

    /**
     * Returns the object of a value.
     *
     * @param type what the contract declares
     * @param value what came over
     * @throws MismatchException if the value does not fit the type, in words
     */
    public Object toObject(Type type, Value value) {
        Class<?> raw = raw(type);
        if (value instanceof Nothing) {
            if (raw.isPrimitive() && raw != void.class) {
                throw new MismatchException("nothing where a " + raw + " must be");
            }
            return null;
        } else if (value instanceof Truth truth && (raw == boolean.class || raw == Boolean.class)) {
            return truth.it();
        } else if (value instanceof Whole whole && (raw == long.class || raw == Long.class)) {
            return whole.it();
        } else if (value instanceof Whole whole && (raw == int.class || raw == Integer.class)) {
            if (whole.it() != (int) whole.it()) {
                throw new MismatchException(whole.it() + " came where a " + type.getTypeName() + " must be");
            }
            return (int) whole.it();
        } else if (value instanceof Real real && (raw == double.class || raw == Double.class)) {
            return real.it();
        } else if (value instanceof Real real && (raw == float.class || raw == Float.class)) {
            return (float) real.it();
        } else if (value instanceof Text text && raw == String.class) {
            return text.it();
        } else if (value instanceof Text text && raw == char.class && text.it().length() == 1) {
            return text.it().charAt(0);
        } else if (value instanceof Text text && raw.isEnum()) {
            return Arrays.stream(raw.getEnumConstants())
                    .filter(constant -> ((Enum<?>) constant).name().equals(text.it()))
                    .findFirst()
                    .orElseThrow(() -> new MismatchException("no " + raw.getSimpleName() + " is called " + text.it()));
        } else if (value instanceof Tensor tensor && raw == NDArray.class) {
            return array(tensor);
        } else if (value instanceof Items items && raw.isArray()) {
            Object array = Array.newInstance(raw.getComponentType(), items.it().size());
            for (int i = 0; i < items.it().size(); i++) {
                Array.set(array, i, toObject(raw.getComponentType(), items.it().get(i)));
            }
            return array;
        } else if (value instanceof Items items && raw == List.class) {
            List<Object> list = new ArrayList<>();
            items.it().forEach(item -> list.add(toObject(item(type), item)));
            return list;
        } else if (value instanceof Fields fields && raw.isRecord()) {
            return record(raw, fields);
        } else if (value instanceof Partner partner && raw.isInterface() && raw != NDArray.class && raw != List.class) {
            return partners.partner(raw, partner.number(), manager);
        } else if (value instanceof Value.Portable portable && raw.isInterface() && trusting) {
            return built(raw, portable);
        }
        throw new MismatchException(
                "a " + value.getClass().getSimpleName() + " came where a " + type.getTypeName() + " must be");
    }

    private static Tensor tensor(Object object) {
        if (!(object instanceof PtNDArray array)) {
            throw new MismatchException(object.getClass().getName() + " is no tensor of the engine");
        }
        if (array.isReleased()) {
            throw new MismatchException("the tensor was closed before it was handed over");
        }
        if (!DATA_TYPES.contains(array.getDataType())) {
            throw new MismatchException("tensors of type " + array.getDataType() + " are not allowed here");
        }
        List<Long> shape = new ArrayList<>();
        for (long dimension : array.getShape().getShape()) {
            shape.add(dimension);
        }
        ByteBuffer buffer = array.toByteBuffer();
        byte[] data = new byte[buffer.remaining()];
        buffer.get(data);
        return new Tensor(array.getDataType().name(), shape, data);
    }

    private NDArray array(Tensor tensor) {
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        ByteBuffer buffer = ByteBuffer.allocateDirect(tensor.data().length).order(ByteOrder.nativeOrder());
        buffer.put(tensor.data()).rewind();
        return manager.create(buffer, new Shape(shape), DataType.valueOf(tensor.dtype()));
    }

    private Fields fields(Class<?> type, Object object) {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                fields.put(
                        component.getName(),
                        toValue(component.getGenericType(), component.getAccessor().invoke(object)));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new MismatchException("the " + component.getName() + " of a " + type.getSimpleName()
                        + " cannot be read: " + e.getCause());
            }
        }
        return new Fields(fields);
    }

    private Object record(Class<?> type, Fields fields) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Value value = fields.it().get(components[i].getName());
            if (value == null) {
                throw new MismatchException("a " + type.getSimpleName() + " came without " + components[i].getName());
            }
            types[i] = components[i].getType();
            values[i] = toObject(components[i].getGenericType(), value);
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new MismatchException("no valid " + type.getSimpleName() + ": " + e.getCause().getMessage());
        } catch (ReflectiveOperationException e) {
            throw new MismatchException("no " + type.getSimpleName() + " can be made: " + e);
        }
    }

    private Object built(Class<?> type, Value.Portable portable) {
        try {
            Class<?> found = Class.forName(portable.type(), true, type.getClassLoader());
            if (!type.isAssignableFrom(found) || !Portable.class.isAssignableFrom(found)) {
                throw new MismatchException("a " + portable.type() + " is no portable " + type.getSimpleName());
            }
            Class<?> parts = found.getMethod("parts").getReturnType();
            return found.getConstructor(parts).newInstance(record(parts, portable.parts()));
        } catch (InvocationTargetException e) {
            throw new MismatchException("no valid " + portable.type() + ": " + e.getCause().getMessage());
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new MismatchException("no " + portable.type() + " can be made: " + e);
        }
    }

    private static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        throw new MismatchException(type + " cannot cross");
    }

    private static Type item(Type list) {
        if (list instanceof ParameterizedType parameterized) {
            return parameterized.getActualTypeArguments()[0];
        }
        throw new MismatchException("a list must say what it is a list of");
    }
}
