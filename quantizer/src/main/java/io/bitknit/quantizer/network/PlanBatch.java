// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphInput;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.quantizer.InputQuantizer;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.SparseMatrix;
import io.bitknit.quantizer.engine.Terms;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A graph, or some graphs, with what the engine needs of them.
 *
 * @param plan of a network with this graph
 * @param input its features as codes
 * @param inputValues real value of each entry of {@code input}, row factors included
 * @param inputMatrix the same as a matrix
 * @param neighbours sums of the terms, with the factors of the plan; null where nothing sums them
 * @param pool sums of graphs, with the factors of the plan; null where nodes are classified
 * @param terms of an attention; null where there is none
 */
record PlanBatch(
        NetworkPlan plan,
        InputQuantizer.Result input,
        double[] inputValues,
        SparseMatrix inputMatrix,
        @Nullable SparseMatrix neighbours,
        @Nullable SparseMatrix pool,
        @Nullable Terms terms) {
    static PlanBatch of(Engine engine, FloatNetwork network, GraphInput graph, int inputBits) {
        FloatNetwork here = network.onGraph(graph);
        NetworkPlan plan = NetworkPlan.of(here);
        InputQuantizer.Result input = InputQuantizer.quantize(graph, network.rowNormalised(), inputBits);
        double[] values = new double[input.input().entries()];
        for (int v = 0; v < graph.nodes(); v++) {
            for (int i = input.input().rowStart()[v]; i < input.input().rowStart()[v + 1]; i++) {
                values[i] = (input.input().code()[i] & 0xff) * input.input().scale() * input.rowFactor()[v];
            }
        }
        Adjacency terms = here.terms();
        SparseMatrix neighbours = null;
        SparseMatrix pool = null;
        for (Step step : plan.steps()) {
            if (!(step instanceof Step.Sum sum)) {
                continue;
            }
            for (Term term : sum.terms()) {
                if (term instanceof Term.Neighbours n && neighbours == null) {
                    neighbours = engine.sparse(
                            terms.nodes(), terms.rowStart(), terms.source(), spread(n.factor(), terms.rowStart()));
                } else if (term instanceof Term.Pooled p) {
                    int[] all = new int[graph.nodes()];
                    Arrays.setAll(all, v -> v);
                    pool = engine.sparse(graph.nodes(), here.graphStart(), all, spread(p.factor(), here.graphStart()));
                }
            }
        }
        boolean attention = plan.steps().stream().anyMatch(step -> !(step instanceof Step.Sum));
        SparseMatrix matrix = engine.sparse(
                graph.features(), input.input().rowStart(), input.input().column(), values);
        return new PlanBatch(
                plan,
                input,
                values,
                matrix,
                neighbours,
                pool,
                attention ? engine.terms(terms.rowStart(), terms.source()) : null);
    }

    /** A factor per entry out of one for all rows or one per row. */
    private static double[] spread(double[] factor, int[] rowStart) {
        double[] values = new double[rowStart[rowStart.length - 1]];
        for (int r = 0; r + 1 < rowStart.length; r++) {
            Arrays.fill(values, rowStart[r], rowStart[r + 1], factor[factor.length == 1 ? 0 : r]);
        }
        return values;
    }
}
