// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.graph.Graph;

/** A rewriting of the graph that keeps its meaning. Options are record components; a pass holds no other state. */
public interface Pass {
    /** Words joined by dashes: dump file, golden folder, command line. */
    String name();

    /** A new graph that shares what has not changed. */
    Graph run(Graph graph);
}
