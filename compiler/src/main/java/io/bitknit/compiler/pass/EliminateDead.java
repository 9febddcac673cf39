// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Drops operations whose value reaches no score, and arrays that no operation names.
 *
 * <p>Example: a {@code sparse-input} that became a gather-sum goes, with its codes. Cost: linear in operations.
 */
public record EliminateDead() implements Pass {
    @Override
    public String name() {
        return "eliminate-dead";
    }

    @Override
    public Graph run(Graph graph) {
        Set<String> values = new HashSet<>();
        Set<String> arrays = new HashSet<>();
        List<Op> live = new ArrayList<>();
        for (int i = graph.ops().size() - 1; i >= 0; i--) {
            Op op = graph.ops().get(i);
            if (op instanceof Op.Score || values.contains(op.name())) {
                live.add(0, op);
                values.addAll(op.operands());
                arrays.addAll(op.constants());
            }
        }
        return new Graph(graph.name(), live, graph.constants().retain(arrays));
    }
}
