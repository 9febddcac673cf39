// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.graph.ConstantArray;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Op;
import io.bitknit.compiler.graph.RowFormat;
import io.bitknit.compiler.graph.TensorType;

/**
 * Cycles of a layer in either order if every port were busy in every cycle: bit planes of terms times blocks of lanes.
 * Stored sums of the input's rows are taken as wide as these rows; a sparse input's aggregated rows as having the
 * entries of all their sources.
 */
record OrderCost(Graph graph, ChooseOrder.Engine engine) {
    long combineFirst(LayerPattern layer) {
        int outputs = layer.between().result().features();
        return combine(layer)
                + gather(planes(layer.aggregate().terms(), layer.between().name()), outputs);
    }

    long aggregateFirst(LayerPattern layer) {
        if (layer.combine() instanceof Op.MatMul m) {
            int inputs = graph.op(m.input()).result().features();
            return gather(planes(layer.aggregate().terms(), m.input()), inputs) + combine(layer);
        }
        Op.GatherSum g = (Op.GatherSum) layer.combine();
        ConstantArray.Terms input = graph.constants().terms(g.terms());
        ConstantArray.Terms neighbours =
                graph.constants().terms(layer.aggregate().terms());
        long terms = 0;
        for (int u : neighbours.source()) {
            terms += input.rowStart()[u + 1] - input.rowStart()[u];
        }
        TensorType.Codes weights = (TensorType.Codes) graph.op(g.input()).result();
        return gather(terms * weights.maxBits(), weights.features());
    }

    private long combine(LayerPattern layer) {
        int outputs = layer.between().result().features();
        if (layer.combine() instanceof Op.MatMul m) {
            int inputs = graph.op(m.input()).result().features();
            long planes = 0;
            for (byte bits : RowFormat.of(graph, m.input()).bits()) {
                planes += bits;
            }
            return ceilDiv(planes * blocks(inputs) * blocks(outputs), engine.denseUnits());
        }
        Op.GatherSum g = (Op.GatherSum) layer.combine();
        return gather(planes(g.terms(), g.input()), outputs);
    }

    private long planes(String termsName, String input) {
        ConstantArray.Terms terms = graph.constants().terms(termsName);
        TensorType.Codes type = (TensorType.Codes) graph.op(input).result();
        if (type.minBits() == type.maxBits()) {
            return (long) terms.count() * type.maxBits();
        }
        byte[] bits = RowFormat.of(graph, input).bits();
        long planes = 0;
        for (int u : terms.source()) {
            planes += bits[u];
        }
        return planes;
    }

    private long gather(long planes, int features) {
        return ceilDiv(planes * blocks(features), engine.ports());
    }

    private long blocks(int features) {
        return ceilDiv(features, engine.lanes());
    }

    private static long ceilDiv(long a, long b) {
        return (a + b - 1) / b;
    }
}
