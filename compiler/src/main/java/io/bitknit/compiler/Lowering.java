// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import io.bitknit.compiler.frontend.GcnFrontEnd;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.pass.ChooseOrder;
import io.bitknit.compiler.pass.Dumper;
import io.bitknit.compiler.pass.EliminateDead;
import io.bitknit.compiler.pass.OrderDecision;
import io.bitknit.compiler.pass.Pipelines;
import io.bitknit.compiler.pass.SparseToGatherSum;
import io.bitknit.compiler.schedule.Binding;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.model.QuantizedModel;
import java.util.List;

/** From a quantized model through the graph to a workload. */
public final class Lowering {
    private Lowering() {}

    /**
     * The workload of a model.
     *
     * @param digest SHA-256 of the quantized model, hexadecimal
     */
    public static Workload lower(QuantizedModel model, String digest) {
        return Binding.bind(graph(model, Dumper.NONE), model.name(), digest);
    }

    /**
     * The lowered graph of a model.
     *
     * @param dumper gets every stage of it
     */
    public static Graph graph(QuantizedModel model, Dumper dumper) {
        return Pipelines.run(GcnFrontEnd.graph(model), Pipelines.DEFAULT, dumper, false);
    }

    /** In which order each layer combines and aggregates, and why. */
    public static List<OrderDecision> orders(QuantizedModel model) {
        Graph graph = Pipelines.run(
                GcnFrontEnd.graph(model), List.of(new SparseToGatherSum(), new EliminateDead()), Dumper.NONE, false);
        return new ChooseOrder(ChooseOrder.Engine.NOMINAL).decide(graph);
    }
}
