// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.graph.Graph;

/** Takes the graph after each pass. */
@FunctionalInterface
public interface Dumper {
    Dumper NONE = (fileName, graph) -> {};

    /** @param fileName number and name of the pass, for example {@code 20-eliminate-dead.dfg} */
    void dump(String fileName, Graph graph);
}
