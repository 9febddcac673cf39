// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.Adjacency;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.Tensor;

/** Compressed rows as tensors {@code <prefix>.rowStart} and {@code <prefix>.<values>}. */
final class GraphTensors {
    private GraphTensors() {}

    /**
     * Row starts: {@code [rows + 1]}, from 0 and never descending.
     *
     * @throws UserException M-030, M-031, M-084
     */
    static int[] rowStart(ModelFolder folder, String name, int rows, int most) {
        Tensor tensor = folder.tensor(name).requireShape(rows + 1);
        int[] start = tensor.ints(0, most);
        if (start[0] != 0) {
            throw ModelError.MODEL_INVALID.at(tensor.place(), "the first row starts at " + start[0] + ", expected 0");
        }
        for (int r = 0; r < rows; r++) {
            if (start[r + 1] < start[r]) {
                throw ModelError.MODEL_INVALID.at(
                        tensor.place(), "row " + r + " starts at " + start[r] + " and ends at " + start[r + 1]);
            }
        }
        return start;
    }

    /**
     * Ids within rows, ascending.
     *
     * @param below ids are below it
     * @param repeats whether an id may follow itself
     * @throws UserException M-030, M-031, M-084
     */
    static int[] ids(ModelFolder folder, String name, int[] rowStart, int below, boolean repeats) {
        Tensor tensor = folder.tensor(name).requireShape(rowStart[rowStart.length - 1]);
        int[] ids = tensor.ints(0, below - 1);
        for (int r = 0; r + 1 < rowStart.length; r++) {
            for (int i = rowStart[r] + 1; i < rowStart[r + 1]; i++) {
                if (ids[i] < ids[i - 1] || (!repeats && ids[i] == ids[i - 1])) {
                    throw ModelError.MODEL_INVALID.at(
                            tensor.place(),
                            "row " + r + " has " + ids[i] + " after " + ids[i - 1] + ", expected ascending");
                }
            }
        }
        return ids;
    }

    static Adjacency adjacency(ModelFolder folder, String prefix, int nodes) {
        int[] rowStart = rowStart(folder, prefix + ".rowStart", nodes, Limits.TERMS + nodes);
        return new Adjacency(nodes, rowStart, ids(folder, prefix + ".source", rowStart, nodes, true));
    }

    /**
     * First node of every graph; every graph has a node and edges stay within their graph.
     *
     * @throws UserException M-030, M-031, M-084
     */
    static int[] graphStart(ModelFolder folder, String name, int graphs, Adjacency adjacency) {
        int[] start = rowStart(folder, name, graphs, adjacency.nodes());
        Tensor tensor = folder.tensor(name);
        if (start[graphs] != adjacency.nodes()) {
            throw ModelError.MODEL_INVALID.at(
                    tensor.place(), "the graphs have " + start[graphs] + " nodes, the adjacency " + adjacency.nodes());
        }
        for (int g = 0; g < graphs; g++) {
            if (start[g] == start[g + 1]) {
                throw ModelError.MODEL_INVALID.at(tensor.place(), "graph " + g + " has no node");
            }
            for (int i = adjacency.rowStart()[start[g]]; i < adjacency.rowStart()[start[g + 1]]; i++) {
                int u = adjacency.source()[i];
                if (u < start[g] || u >= start[g + 1]) {
                    throw ModelError.MODEL_INVALID.at(
                            tensor.place(), "an edge from node " + u + " enters graph " + g + " from another");
                }
            }
        }
        return start;
    }

    /** A list of node ids. */
    static int[] nodes(ModelFolder folder, String name, int nodes) {
        Tensor tensor = folder.tensor(name);
        return tensor.requireShape(tensor.elements()).ints(0, nodes - 1);
    }

    static int[] labels(ModelFolder folder, String name, int nodes, int classes) {
        return folder.tensor(name).requireShape(nodes).ints(-1, classes - 1);
    }
}
