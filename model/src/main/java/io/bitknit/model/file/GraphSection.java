// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphData;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.Tensor;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The graph of a float model: {@code graph} in {@code model.json} and the tensors {@code graph.*}. */
final class GraphSection {
    private GraphSection() {}

    /** Writes the section and adds the tensors. */
    static void describe(GraphInput graph, ObjectNode json, List<Tensor> tensors) {
        ObjectNode section = json.putObject("graph")
                .put("name", graph.name())
                .put("nodes", graph.nodes())
                .put("features", graph.features())
                .put("classes", graph.classes())
                .put("digest", graph.digest());
        if (graph instanceof GraphSet set) {
            section.put("graphs", set.graphs());
            tensors.add(Tensor.of("graph.graphStart", set.graphStart(), set.graphs() + 1));
        }
        Adjacency adjacency = graph.adjacency();
        tensors.add(Tensor.of("graph.adjacency.rowStart", adjacency.rowStart(), graph.nodes() + 1));
        tensors.add(Tensor.of("graph.adjacency.source", adjacency.source(), adjacency.terms()));
        int entries = graph.featureRowStart()[graph.nodes()];
        tensors.add(Tensor.of("graph.features.rowStart", graph.featureRowStart(), graph.nodes() + 1));
        tensors.add(Tensor.of("graph.features.column", graph.featureColumn(), entries));
        tensors.add(Tensor.of("graph.features.value", graph.featureValue(), entries));
        tensors.add(Tensor.of("graph.labels", graph.labels(), graph.labels().length));
        tensors.add(Tensor.of("graph.train", graph.train(), graph.train().length));
        tensors.add(Tensor.of("graph.validation", graph.validation(), graph.validation().length));
        tensors.add(Tensor.of("graph.test", graph.test(), graph.test().length));
    }

    /** @throws UserException M-011 to M-014, M-030, M-031, M-083, M-084 */
    static GraphData graph(ModelFolder folder, JsonSection json) {
        json.onlyKeys("name", "nodes", "features", "classes", "digest");
        return (GraphData) read(folder, json, 0);
    }

    /** A graph, or a set of graphs if the section says how many. */
    static GraphInput input(ModelFolder folder, JsonSection json) {
        json.onlyKeys("name", "nodes", "features", "classes", "digest", "graphs");
        int graphs = json.has("graphs") ? json.integer("graphs", 1, Limits.NODES) : 0;
        return read(folder, json, graphs);
    }

    private static GraphInput read(ModelFolder folder, JsonSection json, int graphs) {
        int nodes = json.integer("nodes", 1, Limits.NODES);
        int features = json.integer("features", 1, Limits.FEATURES);
        int classes = json.integer("classes", 1, Limits.CLASSES);
        int[] rowStart = GraphTensors.rowStart(folder, "graph.features.rowStart", nodes, Limits.ENTRIES);
        Tensor values = folder.tensor("graph.features.value").requireShape(rowStart[nodes]);
        float[] value = values.floats();
        for (int i = 0; i < value.length; i++) {
            if (value[i] == 0) {
                throw ModelError.MODEL_INVALID.at(values.place(), "element [" + i + "] is 0; zeros are not stored");
            }
        }
        Adjacency adjacency = GraphTensors.adjacency(folder, "graph.adjacency", nodes);
        int[] column = GraphTensors.ids(folder, "graph.features.column", rowStart, features, false);
        int rows = graphs == 0 ? nodes : graphs;
        int[] labels = GraphTensors.labels(folder, "graph.labels", rows, classes);
        int[] train = GraphTensors.nodes(folder, "graph.train", rows);
        int[] validation = GraphTensors.nodes(folder, "graph.validation", rows);
        int[] test = GraphTensors.nodes(folder, "graph.test", rows);
        String name = json.string("name");
        String digest = json.string("digest");
        if (graphs == 0) {
            return new GraphData(
                    name,
                    adjacency,
                    features,
                    rowStart,
                    column,
                    value,
                    classes,
                    labels,
                    train,
                    validation,
                    test,
                    digest);
        }
        int[] start = GraphTensors.graphStart(folder, "graph.graphStart", graphs, adjacency);
        return new GraphSet(
                name,
                adjacency,
                start,
                features,
                rowStart,
                column,
                value,
                classes,
                labels,
                train,
                validation,
                test,
                digest);
    }
}
