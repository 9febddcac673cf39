// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.T_TensorTensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A matrix that remembers how it was computed, so that {@link Engine#gradients} can be taken. Immutable. Operations on two values
 * broadcast: a side of length 1 stretches to that of the other.
 */
public final class Value {
    private final Tensor tensor;

    Value(Tensor tensor) {
        this.tensor = tensor;
    }

    Tensor tensor() {
        return tensor;
    }

    public int rows() {
        return (int) tensor.size(0);
    }

    public int columns() {
        return (int) tensor.size(1);
    }

    public Value plus(Value other) {
        return new Value(tensor.add(other.tensor));
    }

    public Value plus(double number) {
        return new Value(tensor.add(new Scalar(number)));
    }

    public Value minus(Value other) {
        return new Value(tensor.sub(other.tensor));
    }

    /** Element by element. */
    public Value times(Value other) {
        return new Value(tensor.mul(other.tensor));
    }

    public Value times(double number) {
        return new Value(tensor.mul(new Scalar(number)));
    }

    public Value dividedBy(Value other) {
        return new Value(tensor.div(other.tensor));
    }

    /** Matrix product. */
    public Value product(Value other) {
        return new Value(tensor.mm(other.tensor));
    }

    public Value transposed() {
        return new Value(tensor.t());
    }

    public Value relu() {
        return new Value(tensor.relu());
    }

    public Value leakyRelu(double slope) {
        return new Value(torch.leaky_relu(tensor, new Scalar(slope)));
    }

    public Value elu() {
        return new Value(torch.elu(tensor));
    }

    public Value exp() {
        return new Value(tensor.exp());
    }

    public Value exp2() {
        return new Value(tensor.exp2());
    }

    public Value log() {
        return new Value(tensor.log());
    }

    public Value sqrt() {
        return new Value(tensor.sqrt());
    }

    public Value abs() {
        return new Value(tensor.abs());
    }

    public Value negative() {
        return new Value(tensor.neg());
    }

    /** The gradient is 0. */
    public Value floor() {
        return new Value(tensor.floor());
    }

    /** To the nearest whole number, ties to even as {@link Math#rint}; the gradient is 0. */
    public Value rounded() {
        return new Value(tensor.round());
    }

    /** -1, 0 or 1; the gradient is 0. */
    public Value sign() {
        return new Value(tensor.sign());
    }

    /** 1 where this is at least the other, else 0; no gradient. */
    public Value atLeast(Value other) {
        return new Value(tensor.ge(other.tensor).to(tensor.scalar_type()));
    }

    public Value least(Value other) {
        return new Value(tensor.minimum(other.tensor));
    }

    public Value greatest(Value other) {
        return new Value(tensor.maximum(other.tensor));
    }

    /** Within constant bounds; the gradient is 0 outside. */
    public Value clamped(Value low, Value high) {
        return new Value(tensor.clamp(new TensorOptional(low.tensor), new TensorOptional(high.tensor)));
    }

    /** The same number without a way back: gradients stop here. */
    public Value detached() {
        return new Value(tensor.detach());
    }

    /** The number of {@code other} with the gradient of this value: the straight-through estimator. */
    public Value standingFor(Value other) {
        // this + (other - this) could round; other + (this - this) does not.
        return new Value(other.tensor.detach().add(tensor.sub(tensor.detach())));
    }

    /** Sum of all elements, {@code [1, 1]}. */
    public Value sum() {
        return new Value(tensor.sum().reshape(1, 1));
    }

    /** Sum over the columns of each row, {@code [rows, 1]}. */
    public Value sumOfRows() {
        return new Value(tensor.sum(new long[] {1}, true, new ScalarTypeOptional()));
    }

    /**
     * Columns of mean 0 and variance 1, times a factor each.
     *
     * @param mean of each column before
     * @param variance of each column before, over all rows
     */
    public record Normalised(Value value, double[] mean, double[] variance) {}

    /**
     * Batch normalisation over the rows, in one pass of the engine.
     *
     * @param factor {@code [1, columns]}
     * @param epsilon what is added to every variance
     */
    public Normalised normalised(Value factor, double epsilon) {
        TensorOptional none = new TensorOptional();
        T_TensorTensorTensor_T all = torch.native_batch_norm(
                tensor, new TensorOptional(factor.tensor.reshape(columns())), none, none, none, true, 0, epsilon);
        double[] mean = new Value(all.get1()).numbers();
        double[] variance = new Value(all.get2()).numbers();
        for (int f = 0; f < variance.length; f++) {
            variance[f] = 1 / (variance[f] * variance[f]) - epsilon;
        }
        // A handle of its own, not a part of the tuple.
        return new Normalised(new Value(all.get0().alias()), mean, variance);
    }

    /** Sum over the rows of each column, {@code [1, columns]}. */
    public Value sumOfColumns() {
        return new Value(tensor.sum(new long[] {0}, true, new ScalarTypeOptional()));
    }

    /** Largest element of each row, {@code [rows, 1]}. */
    public Value largestOfRows() {
        return new Value(tensor.amax(new long[] {1}, true));
    }

    public Value reshaped(int rows, int columns) {
        return new Value(tensor.reshape(rows, columns));
    }

    /** Rows in the given order, {@code [count, columns]}. */
    public Value select(Rows rows) {
        return new Value(tensor.index_select(0, rows.tensor()));
    }

    /** Sums rows: row {@code i} of this is added to row {@code rows[i]} of the result, {@code [count, columns]}. */
    public Value addInto(Rows rows, int count) {
        Tensor zeros = torch.zeros(new long[] {count, tensor.size(1)}, tensor.options());
        return new Value(zeros.index_add(0, rows.tensor(), tensor));
    }

    /** Logarithm of the softmax of each row. */
    public Value logSoftmax() {
        return new Value(tensor.log_softmax(1));
    }

    /** Element {@code columns[i]} of row i, {@code [rows, 1]}. */
    public Value pick(Rows columns) {
        return new Value(tensor.gather(1, columns.tensor().reshape(columns.count(), 1)));
    }

    /** The only element. */
    public double number() {
        return tensor.item_double();
    }

    /** All elements, row-major. */
    public double[] numbers() {
        Tensor plain = tensor.detach().contiguous();
        double[] out = new double[(int) plain.numel()];
        if (plain.scalar_type().intern() == torch.ScalarType.Double) {
            new DoublePointer(plain.data_ptr_double()).get(out);
            return out;
        }
        float[] narrow = new float[out.length];
        new FloatPointer(plain.data_ptr_float()).get(narrow);
        for (int i = 0; i < out.length; i++) {
            out[i] = narrow[i];
        }
        return out;
    }

    @Override
    public String toString() {
        return "Value[" + rows() + ", " + columns() + "]";
    }
}
