// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * The four operations of a graph convolution, combination first.
 *
 * @param combine product, or gather-sum of weight rows
 * @param between requantization of the product
 * @param aggregate sum over neighbours
 * @param last requantization of that sum
 */
record LayerPattern(Op combine, Op.Requantize between, Op.GatherSum aggregate, Op.Requantize last) {
    /** Layers in order. A value between the four that something else reads makes it none. */
    static List<LayerPattern> find(Graph graph) {
        List<LayerPattern> found = new ArrayList<>();
        for (Op op : graph.ops()) {
            if (op instanceof Op.Requantize last
                    && graph.op(last.input()) instanceof Op.GatherSum aggregate
                    && graph.op(aggregate.input()) instanceof Op.Requantize between
                    && uses(graph, aggregate) == 1
                    && uses(graph, between) == 1) {
                Op combine = graph.op(between.input());
                boolean combines = combine instanceof Op.MatMul
                        || combine instanceof Op.GatherSum g && graph.op(g.input()) instanceof Op.Constant;
                if (combines && uses(graph, combine) == 1) {
                    found.add(new LayerPattern(combine, between, aggregate, last));
                }
            }
        }
        return found;
    }

    private static long uses(Graph graph, Op op) {
        return graph.ops().stream()
                .filter(o -> o.operands().contains(op.name()))
                .count();
    }
}
