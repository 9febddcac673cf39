// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Op;
import io.bitknit.compiler.graph.SumBound;
import io.bitknit.compiler.graph.SumBounds;
import io.bitknit.compiler.graph.TensorType;
import java.util.Arrays;
import java.util.Optional;

/** Whether a layer may aggregate first without changing a single integer. */
final class OrderLegality {
    private static final int WIDEST_ROW_BITS = 8;

    private OrderLegality() {}

    /** What forbids it, as the end of a sentence; empty if nothing does. */
    static Optional<String> forbidden(Graph graph, LayerPattern layer) {
        if (!(layer.combine() instanceof Op.MatMul product)) {
            return Optional.of("the layer's input is constant and sparse, the model has no aggregated integers for it");
        }
        if (!(graph.op(product.input()) instanceof Op.Requantize input)) {
            return Optional.of("the layer's input is not a stored tensor");
        }
        Op.Requantize between = layer.between();
        int[] m = graph.constants().int32s(between.multipliers());
        boolean sameFactor = Arrays.stream(m).allMatch(value -> value == m[0]);
        boolean inputBias = !allZero(graph.constants().int64s(input.bias()));
        if (!sameFactor && inputBias) {
            return Optional.of("the factor that '" + between.name() + "' gives to each source row cannot move over the"
                    + (input.result().signed() ? "" : " ReLU with") + " bias of '" + input.name()
                    + "', whose bias is one for all rows");
        }
        boolean exact = Arrays.stream(m).allMatch(value -> value == 1 << between.shift())
                && allZero(graph.constants().int64s(between.bias()))
                && between.result().maxExponent() == 0
                && input.result().maxExponent() == 0;
        if (!exact) {
            return Optional.of("'" + between.name() + "' rounds every row before it is summed");
        }
        return tooWide(graph, layer, product, input);
    }

    private static Optional<String> tooWide(Graph graph, LayerPattern layer, Op.MatMul product, Op.Requantize input) {
        TensorType.Codes stored = layer.between().result();
        SumBound sums = SumBounds.of(graph, product);
        // A signed row of 1 bit holds a sign and never a sum.
        boolean fits = stored.signed() && stored.minBits() > 1 && stored.minBits() >= sums.signedBits();
        if (!fits) {
            return Optional.of("'" + layer.between().name() + "' clamps sums of " + sums.lowest() + " to "
                    + sums.highest() + " to " + stored.minBits() + " bits");
        }
        if (input.result().signed()) {
            return Optional.of("the rows of '" + input.name() + "' are signed, products take unsigned rows");
        }
        SumBound rows = SumBounds.of(
                graph,
                new Op.GatherSum(
                        layer.aggregate().name(),
                        product.input(),
                        layer.aggregate().terms(),
                        layer.aggregate().result(),
                        layer.aggregate().location()));
        return rows.highest() < 1 << WIDEST_ROW_BITS
                ? Optional.empty()
                : Optional.of("aggregated rows of '" + input.name() + "' reach " + rows.highest()
                        + ", a stored row holds " + ((1 << WIDEST_ROW_BITS) - 1));
    }

    private static boolean allZero(long[] values) {
        return Arrays.stream(values).allMatch(value -> value == 0);
    }
}
