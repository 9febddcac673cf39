// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.StoredTensor;

/** Chooses the bank of every node and the teams of the aggregations. */
final class Placements {
    private Placements() {}

    /**
     * Nodes in banks and in teams.
     *
     * @param bank {@code [nodes]} bank in replicated tensors; never mutated
     * @param teams of every aggregation
     */
    record Nodes(int[] bank, Teams teams) {}

    static Nodes place(Workload work, ShapeChoice choice, Effort effort) {
        Stage sparse = work.stages().get(0);
        Stage aggregate = work.stages().get(1);
        TensorLayout layout = new TensorLayout(choice, work);
        StoredTensor combined = layout.loaded(aggregate.input(), new int[work.nodes()]);
        PhaseClasses classes = PhaseClasses.of(combined, aggregate, choice.densePlanes());
        LevelGroups levels = LevelGroups.of(classes);
        int[] groupsOfNode = new int[work.nodes()];
        int[] sparseTerms = new int[work.nodes()];
        for (int v = 0; v < work.nodes(); v++) {
            groupsOfNode[v] = levels.groupsOfClass()[classes.index()[combined.rowClass()[v] << 3]];
            sparseTerms[v] = sparse.terms().countOf(v);
        }
        int weightBits =
                work.tensors().get(0).rows() == 0 ? 1 : work.tensors().get(0).bits()[0];
        int fold = layout.fold(0);
        int wordsPerRow = (weightBits + fold - 1) / fold;
        double sparseStep = (double) wordsPerRow / choice.ports();
        PlacementSearch search =
                new PlacementSearch(choice, aggregate.terms(), levels, groupsOfNode, sparseTerms, sparseStep, effort);
        search.run();
        return new Nodes(search.nodeBank(), search.teams());
    }
}
