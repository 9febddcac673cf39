// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.frontend.GcnFrontEnd;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.pass.ChooseOrder;
import io.bitknit.compiler.pass.Dumper;
import io.bitknit.compiler.pass.EliminateDead;
import io.bitknit.compiler.pass.LayerOrders;
import io.bitknit.compiler.pass.OrderDecision;
import io.bitknit.compiler.pass.OrderDecision.Order;
import io.bitknit.compiler.pass.Pipelines;
import io.bitknit.compiler.pass.SparseToGatherSum;
import io.bitknit.compiler.schedule.Binding;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.model.QuantizedModel;
import java.util.List;
import java.util.stream.IntStream;

/**
 * From a quantized model through the graph to a workload.
 *
 * @param model the model
 * @param orders of its layers
 */
public record Lowering(QuantizedModel model, LayerOrders orders) {
    /** With the faster order of every layer. */
    public Lowering(QuantizedModel model) {
        this(model, LayerOrders.FASTEST);
    }

    /** As a design of the model was lowered. */
    public static Lowering of(QuantizedModel model, Design design) {
        List<Order> orders = IntStream.range(0, model.layers().size())
                .mapToObj(layer -> design.aggregatesFirst(layer) ? Order.AGGREGATE_FIRST : Order.COMBINE_FIRST)
                .toList();
        return new Lowering(model, new LayerOrders(orders));
    }

    /**
     * The workload of the model.
     *
     * @param digest SHA-256 of the quantized model, hexadecimal
     */
    public Workload workload(String digest) {
        return Binding.bind(graph(Dumper.NONE), model.name(), digest);
    }

    /**
     * The lowered graph of the model.
     *
     * @param dumper gets every stage of it
     */
    public Graph graph(Dumper dumper) {
        return Pipelines.run(GcnFrontEnd.graph(model), Pipelines.lowering(orders), dumper, false);
    }

    /** In which order each layer combines and aggregates, and why. */
    public List<OrderDecision> decisions() {
        Graph graph = Pipelines.run(
                GcnFrontEnd.graph(model), List.of(new SparseToGatherSum(), new EliminateDead()), Dumper.NONE, false);
        return new ChooseOrder(ChooseOrder.Engine.NOMINAL, orders).decide(graph);
    }
}
