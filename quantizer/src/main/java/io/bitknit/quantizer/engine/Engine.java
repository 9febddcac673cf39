// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import io.bitknit.model.diag.ToolMissingException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A training engine that belongs to the thread that opened it. Constants live until it is closed; values made in a
 * {@link #step} end with the step. One thread per engine: the graphs are small, and threads that share an operation
 * wait longer for each other than it takes. Random numbers are the caller's business, so that engines that run side by
 * side do not disturb each other.
 */
public final class Engine implements AutoCloseable {
    /** Type of all real values of an engine. */
    public enum Precision {
        FLOAT,
        /** Integers are exact below 2^53: for fake-quantized training. */
        DOUBLE
    }

    private static final ExitGate GATE = new ExitGate();
    private static volatile boolean endsInOrder;

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (!endsInOrder) {
                                stopForExit();
                            }
                        },
                        "engine-end"));
    }

    private final Precision precision;
    private final PointerScope constants;
    private final Tape tape = new Tape();

    private Engine(Precision precision) {
        this.precision = precision;
        torch.set_num_threads(1);
        constants = new PointerScope();
    }

    /** @throws ToolMissingException if there is no native library for this machine */
    public static Engine open(Precision precision) {
        require();
        return new Engine(precision);
    }

    /**
     * Says early, before long work, whether there is an engine.
     *
     * @throws ToolMissingException if there is no native library for this machine
     */
    public static void require() {
        try {
            Loader.load(torch.class);
        } catch (LinkageError e) {
            throw ToolMissingException.because("training needs libtorch, which comes with bitknit for linux-x86_64 with"
                    + " glibc 2.35 or newer; it does not load on " + Loader.getPlatform()
                    + "; train and quantize there, or use 'quantize --method calibrate', which needs no training");
        }
    }

    /**
     * Whether somebody ends the work in order when the process is asked to end, and then calls {@link #stopForExit};
     * else the end of the process does.
     */
    public static void endsInOrder(boolean now) {
        endsInOrder = now;
    }

    /** Waits for the steps that run and lets none begin any more; for what is done at the end of the process. */
    public static void stopForExit() {
        GATE.shut();
    }

    /** Runs a step of the work; values that it makes end with it. */
    public <T> T step(Supplier<T> work) {
        return GATE.pass(() -> scoped(work));
    }

    private <T> T scoped(Supplier<T> work) {
        int before = tape.length();
        try (PointerScope scope = new PointerScope()) {
            return work.get();
        } finally {
            tape.shorten(before);
        }
    }

    /** A constant matrix, row-major {@code [rows * columns]}. */
    public Value matrix(double[] values, int rows, int columns) {
        return new Value(tensor(values, rows, columns));
    }

    /** A constant column {@code [n, 1]}, which broadcasts over the columns of a matrix. */
    public Value column(double[] values) {
        return matrix(values, values.length, 1);
    }

    /** A constant row {@code [1, n]}, which broadcasts over the rows of a matrix. */
    public Value row(double[] values) {
        return matrix(values, 1, values.length);
    }

    /** A constant {@code [1, 1]}. */
    public Value scalar(double value) {
        return matrix(new double[] {value}, 1, 1);
    }

    /** The parameter's present values as a leaf that collects a gradient. */
    public Value leaf(Parameter parameter) {
        Tensor tensor = tensor(parameter.values(), parameter.rows(), parameter.columns());
        tensor.set_requires_grad(true);
        return new Value(tensor);
    }

    /** The parameter's present values without a gradient. */
    public Value constant(Parameter parameter) {
        return matrix(parameter.values(), parameter.rows(), parameter.columns());
    }

    /** Indices of rows. */
    public Rows rows(int[] indices) {
        long[] wide = Arrays.stream(indices).asLongStream().toArray();
        return new Rows(Tensor.create(wide, wide.length), indices.length);
    }

    /**
     * A constant sparse matrix; entries of the same place add up.
     *
     * @param rowStart {@code [rows + 1]}
     * @param column column of each entry
     * @param value value of each entry
     */
    public SparseMatrix sparse(int columns, int[] rowStart, int[] column, double[] value) {
        return new SparseMatrix(tape, SparseMatrix.Places.of(columns, rowStart, column), tensor(value, value.length));
    }

    /** A constant sparse matrix with other values at the places of another one. */
    public SparseMatrix sparse(SparseMatrix like, double[] value) {
        return new SparseMatrix(tape, like.places(), tensor(value, value.length));
    }

    /**
     * Gradients of a value of one element.
     *
     * @param inputs what to derive by; one that the value does not depend on gets zeros
     */
    public List<Value> gradients(Value of, List<Value> inputs) {
        List<Tensor> by = inputs.stream().map(Value::tensor).toList();
        return tape.gradients(of.tensor(), by).stream().map(Value::new).toList();
    }

    /**
     * The same value, with a computation that begins here as far as gradients are concerned. Where a value goes into a
     * product with a sparse matrix and elsewhere, too, this keeps its own computation from being gone through for each.
     */
    public Value cut(Value value) {
        Tensor here = value.tensor().detach();
        tape.record(here, new Tape.Branch(value.tensor(), gradient -> gradient));
        return new Value(here);
    }

    /**
     * Terms of sums over neighbours whose weights are computed.
     *
     * @param rowStart {@code [nodes + 1]}
     * @param source of each term
     */
    public Terms terms(int[] rowStart, int[] source) {
        return new Terms(this, tape, rowStart, source);
    }

    private Tensor tensor(double[] values, long... shape) {
        if (precision == Precision.DOUBLE) {
            return Tensor.create(values, shape);
        }
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return Tensor.create(narrow, shape);
    }

    @Override
    public void close() {
        constants.close();
    }
}
