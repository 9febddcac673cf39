// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a Python pickle as data. Nothing is looked up and nothing is called: the five classes that NumPy and SciPy
 * arrays and dictionaries of lists need are kept as names, any other is refused. Every opcode consumes bytes of the
 * file and makes at most one value, so memory is proportional to the file.
 */
public final class Pickle {
    private static final Set<String> KNOWN = Set.of(
            "numpy.core.multiarray _reconstruct",
            "numpy._core.multiarray _reconstruct",
            "numpy ndarray",
            "numpy dtype",
            "scipy.sparse.csr csr_matrix",
            "scipy.sparse._csr csr_matrix",
            "collections defaultdict",
            "__builtin__ list",
            "builtins list");
    private static final Object MARK = new Object();
    /** Stands for Python's None. */
    static final Object NONE = new Object();

    /** A class by name; calling it makes an {@link Instance}. */
    record Global(String name) {}

    /** A tuple. */
    record Tuple(List<Object> items) {}

    /** Text or bytes; Python 2 does not tell them apart. */
    record Bytes(ByteBuffer content) {
        String text() {
            return StandardCharsets.ISO_8859_1.decode(content.duplicate()).toString();
        }
    }

    /** A dictionary: keys and values in turn. */
    record Dictionary(List<Object> items) {}

    /** What a class was called with, and the state that was set on it. */
    static final class Instance {
        final String type;
        final List<Object> arguments;
        final Dictionary items = new Dictionary(new ArrayList<>());
        Object state = NONE;

        Instance(String type, List<Object> arguments) {
            this.type = type;
            this.arguments = arguments;
        }
    }

    private final String place;
    private final ByteBuffer in;
    private final List<Object> stack = new ArrayList<>();
    private final Map<Integer, Object> memo = new HashMap<>();

    private Pickle(String place, byte[] content) {
        this.place = place;
        this.in = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** @throws UserException M-090 for another class, M-091 if it is damaged or uses an unusual opcode */
    static Object parse(String place, byte[] content) {
        Pickle pickle = new Pickle(place, content);
        try {
            return pickle.run();
        } catch (java.nio.BufferUnderflowException e) {
            throw pickle.damaged("it ends too early");
        } catch (IndexOutOfBoundsException | ClassCastException e) {
            throw pickle.damaged("an operation finds no fitting values");
        }
    }

    private UserException damaged(String why) {
        return ModelError.PICKLE_DAMAGED.at(place, in.position(), why);
    }

    private Object run() {
        for (int op = in.get() & 0xff; op != '.'; op = in.get() & 0xff) {
            switch (op) {
                case 0x80 -> in.get();
                case '(' -> stack.add(MARK);
                case ')' -> stack.add(new Tuple(List.of()));
                case ']' -> stack.add(new ArrayList<>());
                case '}' -> stack.add(new Dictionary(new ArrayList<>()));
                case 'N' -> stack.add(NONE);
                case 0x88 -> stack.add(1L);
                case 0x89 -> stack.add(0L);
                case 'K' -> stack.add((long) (in.get() & 0xff));
                case 'M' -> stack.add((long) (in.getShort() & 0xffff));
                case 'J' -> stack.add((long) in.getInt());
                case 0x8a -> stack.add(longInteger());
                case 'U', 'C' -> stack.add(bytes(in.get() & 0xff));
                case 'T', 'B', 'X' -> stack.add(bytes(in.getInt()));
                case 0x85 -> stack.add(new Tuple(pop(1)));
                case 0x86 -> stack.add(new Tuple(pop(2)));
                case 0x87 -> stack.add(new Tuple(pop(3)));
                case 't' -> stack.add(new Tuple(popToMark()));
                case 'c' -> stack.add(global());
                case 'R', 0x81 -> call();
                case 'b' -> build();
                case 'a' -> append(pop(1));
                case 'e' -> append(popToMark());
                case 's' -> setItems(pop(2));
                case 'u' -> setItems(popToMark());
                case 'q' -> memo.put(in.get() & 0xff, top());
                case 'r' -> memo.put(in.getInt(), top());
                case 'h' -> recall(in.get() & 0xff);
                case 'j' -> recall(in.getInt());
                default -> throw damaged("operation " + op + " is not one that arrays need");
            }
        }
        return top();
    }

    private Bytes bytes(int length) {
        if (length < 0 || length > in.remaining()) {
            throw damaged("text of " + Integer.toUnsignedString(length) + " bytes, " + in.remaining() + " follow");
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return new Bytes(content);
    }

    private long longInteger() {
        int length = in.get() & 0xff;
        if (length > 8) {
            throw damaged("an integer of " + length + " bytes");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (in.get() & 0xffL) << (8 * i);
        }
        int unused = 64 - 8 * length;
        return length == 0 ? 0 : (value << unused) >> unused;
    }

    private Global global() {
        String name = line() + " " + line();
        if (!KNOWN.contains(name)) {
            throw ModelError.PICKLE_REFUSED.at(place, name.replace(' ', '.'));
        }
        return new Global(name);
    }

    private String line() {
        StringBuilder text = new StringBuilder();
        for (int next = in.get(); next != '\n'; next = in.get()) {
            if (text.length() < 200) {
                text.append((char) (next & 0xff));
            }
        }
        return text.toString();
    }

    private Object top() {
        return stack.get(stack.size() - 1);
    }

    private List<Object> pop(int count) {
        return popFrom(stack.size() - count);
    }

    private List<Object> popFrom(int first) {
        List<Object> tail = stack.subList(first, stack.size());
        List<Object> items = new ArrayList<>(tail);
        tail.clear();
        return items;
    }

    private List<Object> popToMark() {
        int mark = stack.size() - 1;
        while (stack.get(mark) != MARK) {
            mark--;
        }
        List<Object> items = popFrom(mark + 1);
        stack.remove(mark);
        return items;
    }

    private void call() {
        List<Object> both = pop(2);
        Tuple arguments = (Tuple) both.get(1);
        stack.add(new Instance(((Global) both.get(0)).name(), arguments.items()));
    }

    private void build() {
        Object state = pop(1).get(0);
        ((Instance) top()).state = state;
    }

    @SuppressWarnings("unchecked")
    private void append(List<Object> items) {
        ((List<Object>) top()).addAll(items);
    }

    private void setItems(List<Object> items) {
        if (items.size() % 2 != 0) {
            throw damaged("a dictionary has a key without a value");
        }
        Dictionary target = top() instanceof Instance instance ? instance.items : (Dictionary) top();
        target.items().addAll(items);
    }

    private void recall(int index) {
        Object value = memo.get(index);
        if (value == null) {
            throw damaged("it refers to a value that is not there");
        }
        stack.add(value);
    }
}
