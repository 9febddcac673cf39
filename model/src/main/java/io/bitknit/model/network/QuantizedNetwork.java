// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

import io.bitknit.model.Adjacency;
import io.bitknit.model.Evaluation;
import io.bitknit.model.SparseInput;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network other than a GCN in integers, with its graph and its input. There is no accelerator for it yet: its
 * executable meaning is the reference interpreter of module {@code sim}.
 *
 * @param name for people
 * @param adjacency terms of every aggregation; with self-loops where the architecture has them
 * @param graphStart {@code [graphs + 1]} first nodes of the graphs; of length 1 where nodes are classified
 * @param stages in order, at least one; the last is a {@link Stage.Sum} that holds the scores
 * @param evaluation labels of nodes, or of graphs
 * @param provenance ordered
 */
public record QuantizedNetwork(
        String name,
        Architecture architecture,
        SparseInput input,
        Adjacency adjacency,
        int[] graphStart,
        List<Stage> stages,
        Evaluation evaluation,
        Map<String, String> provenance) {
    public QuantizedNetwork {
        stages = List.copyOf(stages);
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    public int nodes() {
        return adjacency.nodes();
    }

    public int graphs() {
        return graphStart.length - 1;
    }

    /** The stage that holds the scores. */
    public Stage.Sum scores() {
        return (Stage.Sum) stages.get(stages.size() - 1);
    }
}
