// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import java.util.List;

/**
 * What a model computes on its graph: operations in an order in which every value is made before it is used, ending in
 * a {@link Op.Score}. Immutable. {@link GraphVerifier} says whether the parts fit together.
 *
 * @param name for people; any text
 * @param ops in order
 * @param constants the arrays that the operations name
 */
public record Graph(String name, List<Op> ops, Constants constants) {
    public Graph {
        ops = List.copyOf(ops);
    }

    public boolean has(String value) {
        return ops.stream().anyMatch(op -> op.name().equals(value));
    }

    /**
     * The operation that makes a value.
     *
     * @throws IllegalStateException if none does; the verifier reports such graphs
     */
    public Op op(String value) {
        for (Op op : ops) {
            if (op.name().equals(value)) {
                return op;
            }
        }
        throw new IllegalStateException("no operation makes '" + value + "'");
    }

    public Graph withOps(List<Op> newOps) {
        return new Graph(name, newOps, constants);
    }

    public Graph withConstants(Constants newConstants) {
        return new Graph(name, ops, newConstants);
    }
}
