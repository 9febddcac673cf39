// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Pairs of a target and a source, grouped by target, with operations whose gradients go to both sides: attention. Nothing
 * of the size of terms times features is made, which would cost far more than the arithmetic.
 */
public final class Terms {
    private final Engine engine;
    private final Tape tape;
    private final SparseMatrix.Places places;
    private final int[] source;
    private final int[] target;
    private final Rows sources;
    private final Rows targets;

    Terms(Engine engine, Tape tape, int[] rowStart, int[] source) {
        this.engine = engine;
        this.tape = tape;
        this.source = source;
        places = SparseMatrix.Places.of(rowStart.length - 1, rowStart, source);
        target = new int[source.length];
        for (int v = 0; v + 1 < rowStart.length; v++) {
            Arrays.fill(target, rowStart[v], rowStart[v + 1], v);
        }
        sources = engine.rows(source);
        targets = engine.rows(target);
    }

    /** Source of each term. */
    public Rows sources() {
        return sources;
    }

    /** Target of each term. */
    public Rows targets() {
        return targets;
    }

    /**
     * Sums of rows with a weight per term and head; each head has its own part of the columns.
     *
     * @param x {@code [nodes, heads * n]}
     * @param weight {@code [terms, heads]}
     * @return {@code [nodes, heads * n]}
     */
    public Value weighted(Value x, Value weight) {
        Tensor sum = sums(x.tensor(), weight.tensor(), false);
        tape.record(
                sum,
                new Tape.Branch(x.tensor(), gradient -> sums(gradient, weight.tensor(), true)),
                new Tape.Branch(
                        weight.tensor(),
                        gradient -> dots(x.tensor(), gradient, weight.columns()).tensor()));
        return new Value(sum);
    }

    /**
     * Scalar product of the row of each term's source with that of its target.
     *
     * @param ofSource {@code [nodes, n]}
     * @param ofTarget {@code [nodes, n]}
     * @return {@code [terms, 1]}
     */
    public Value dots(Value ofSource, Value ofTarget) {
        Value dots = dots(ofSource.tensor(), ofTarget.tensor(), 1);
        tape.record(
                dots.tensor(),
                new Tape.Branch(ofSource.tensor(), gradient -> sums(ofTarget.tensor(), gradient, true)),
                new Tape.Branch(ofTarget.tensor(), gradient -> sums(ofSource.tensor(), gradient, false)));
        return dots;
    }

    /** @param toSource whether sources are summed into, and targets are read */
    private Tensor sums(Tensor rows, Tensor weight, boolean toSource) {
        long heads = weight.size(1);
        long size = rows.size(1) / heads;
        TensorVector all = new TensorVector();
        Tensor plain = weight.detach();
        for (long head = 0; head < heads; head++) {
            Tensor factor = plain.select(1, head).contiguous();
            Tensor part = rows.detach().narrow(1, head * size, size);
            all.push_back(
                    toSource
                            ? SparseMatrix.sums(
                                    part, places.row(), places.columnStart(), factor.index_select(0, places.order()))
                            : SparseMatrix.sums(part, places.column(), places.rowStart(), factor));
        }
        return torch.cat(all, 1);
    }

    private Value dots(Tensor ofSource, Tensor ofTarget, int heads) {
        double[] a = new Value(ofSource).numbers();
        double[] b = new Value(ofTarget).numbers();
        int features = (int) ofSource.size(1);
        int size = features / heads;
        double[] dots = new double[source.length * heads];
        for (int t = 0; t < source.length; t++) {
            int from = source[t] * features;
            int to = target[t] * features;
            for (int head = 0; head < heads; head++) {
                double sum = 0;
                for (int f = head * size; f < (head + 1) * size; f++) {
                    sum += a[from + f] * b[to + f];
                }
                dots[t * heads + head] = sum;
            }
        }
        return engine.matrix(dots, source.length, heads);
    }
}
