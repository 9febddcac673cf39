// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.GraphVerifier;
import io.bitknit.model.diag.Diagnostic;
import java.util.List;
import java.util.Locale;

/** Passes in the order in which they run. */
public final class Pipelines {
    /** {@link #lowering} with the faster order of every layer. */
    public static final List<Pass> DEFAULT = lowering(LayerOrders.FASTEST);

    /** Every pass there is, with default options; each has golden files. */
    public static final List<Pass> ALL = DEFAULT;

    private Pipelines() {}

    /** From what the front end makes to what can be bound to hardware. */
    public static List<Pass> lowering(LayerOrders orders) {
        return List.of(
                new SparseToGatherSum(),
                // After sparse-to-gather-sum, which leaves the sparse input behind.
                new EliminateDead(),
                new ChooseOrder(ChooseOrder.Engine.NOMINAL, orders),
                // Last, because choose-order makes sums whose range nobody knows yet.
                new InferWidths());
    }

    /**
     * Runs the passes one after the other.
     *
     * @param dumper gets {@code 00-frontend.dfg}, then a file per pass
     * @param verifyEach whether to verify the graph before the first and after every pass
     * @throws IllegalStateException if a pass made a graph that the verifier refuses; it names the pass
     */
    public static Graph run(Graph graph, List<Pass> passes, Dumper dumper, boolean verifyEach) {
        dumper.dump("00-frontend.dfg", graph);
        if (verifyEach) {
            verify("the front end", graph);
        }
        Graph current = graph;
        int step = 0;
        for (Pass pass : passes) {
            step += 10;
            current = pass.run(current);
            dumper.dump(String.format(Locale.ROOT, "%02d-%s.dfg", step, pass.name()), current);
            if (verifyEach) {
                verify("pass '" + pass.name() + "'", current);
            }
        }
        return current;
    }

    private static void verify(String maker, Graph graph) {
        List<Diagnostic> findings = GraphVerifier.verify(graph);
        if (!findings.isEmpty()) {
            throw new IllegalStateException(maker + " made a wrong graph: " + findings);
        }
    }
}
