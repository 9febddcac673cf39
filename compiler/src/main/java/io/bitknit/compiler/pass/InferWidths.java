// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Op;
import io.bitknit.compiler.graph.SumBound;
import io.bitknit.compiler.graph.SumBounds;
import io.bitknit.compiler.graph.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives every sum the exact range that its weights, widths, exponents and terms allow.
 *
 * <p>Ensures: no sum of unknown range. Example: three terms of unsigned rows of 4, 4 and 2 bits become
 * {@code sum 0..33}. Cost: linear in terms and weights.
 */
public record InferWidths() implements Pass {
    @Override
    public String name() {
        return "infer-widths";
    }

    @Override
    public Graph run(Graph graph) {
        List<Op> ops = new ArrayList<>();
        for (Op op : graph.ops()) {
            if (op instanceof Op.MatMul m) {
                TensorType.Sums sums = with(m.result(), SumBounds.of(graph, m));
                ops.add(new Op.MatMul(m.name(), m.input(), m.weights(), sums, m.location()));
            } else if (op instanceof Op.GatherSum g) {
                TensorType.Sums sums = with(g.result(), SumBounds.of(graph, g));
                ops.add(new Op.GatherSum(g.name(), g.input(), g.terms(), sums, g.location()));
            } else {
                ops.add(op);
            }
        }
        return graph.withOps(ops);
    }

    private static TensorType.Sums with(TensorType.Sums type, SumBound bound) {
        return new TensorType.Sums(type.rows(), type.features(), Optional.of(bound));
    }
}
