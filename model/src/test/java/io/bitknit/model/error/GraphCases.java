// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import io.bitknit.model.read.GraphReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** M-035 to M-045 and M-060 to M-065: graph folders and tables. */
final class GraphCases {
    private static final String ADJACENCY = "adjacency.txt.gz";
    private static final String FEATURES = "features.mtx.gz";

    static final List<ErrorCase> ALL = List.of(
            Inputs.graphCase("M-081-graph", "meta.json", "\"format_version\": 1", "\"format_version\": 2"),
            Inputs.graphCase("M-035", "meta.json", "node classification", "graph classification"),
            Inputs.graphSetCase("M-032", "meta.json", "\"node_labels\": 2", "\"node_labels\": 0"),
            Inputs.graphSetCase("M-033", ADJACENCY, "1 2\n\n\n4\n\n", "1 2\n\n3\n\n\n"),
            Inputs.graphSetCase("M-034", "graph_indicator.txt.gz", "0\n0\n0\n1\n1\n", "0\n1\n0\n1\n1\n"),
            Inputs.graphSetCase("M-036-indicator", "graph_indicator.txt.gz", "0\n0\n0\n1\n1\n", "0\n0\n0\n0\n0\n"),
            Inputs.graphSetCase("M-036-graph-labels", "graph_labels.txt.gz", "0\n1\n", "0\n"),
            Inputs.graphSetCase("M-041-graph", "graph_indicator.txt.gz", "1\n1\n", "1\n2\n"),
            Inputs.graphSetCase("M-041-node-label", "node_labels.txt.gz", "1", "2"),
            Inputs.graphSetCase("M-062-graph", "split.json", "\"train\": [0]", "\"train\": [1]"),
            Inputs.graphCase("M-036", ADJACENCY, "1 2\n\n\n", "1 2\n\n"),
            Inputs.graphCase("M-036-more", ADJACENCY, "1 2\n\n\n", "1 2\n\n\n\n"),
            Inputs.graphCase("M-036-edges", ADJACENCY, "1 2", "2"),
            Inputs.graphCase("M-036-labels", "labels.txt.gz", "0\n1\n0\n", "0\n"),
            Inputs.graphCase("M-036-features", FEATURES, "3 2 3", "3 4 3"),
            Inputs.graphCase(
                    "M-037",
                    "meta.json",
                    "\"task\"",
                    "\"files\": {\"labels.txt.gz\": {\"sha256\": \"00ff\"}}, \"task\""),
            new ErrorCase("M-038", folder -> GraphReader.read(Inputs.graph(folder), 1)),
            Inputs.graphCase("M-039", ADJACENCY, "1 2\n\n\n", "1\n0\n\n"),
            Inputs.graphCase("M-040", ADJACENCY, "1 2", "1,2"),
            Inputs.graphCase("M-040-space", ADJACENCY, "1 2", "1 2 "),
            Inputs.graphCase("M-041-label", "labels.txt.gz", "1", "2"),
            Inputs.graphCase("M-040-cut-off", FEATURES, "2 2 0.5\n3 1 2\n", "2 2"),
            Inputs.graphCase("M-040-surplus", FEATURES, "3 1 2\n", "3 1 2\n3 2 2\n"),
            Inputs.graphCase("M-040-hexadecimal", FEATURES, "0.5", "0x1p3"),
            Inputs.graphCase("M-041", ADJACENCY, "1 2", "1 3"),
            Inputs.graphCase("M-041-huge", ADJACENCY, "1 2", "1 99999999999999999999"),
            Inputs.graphCase("M-042", ADJACENCY, "1 2", "2 2"),
            Inputs.graphCase("M-043", FEATURES, "coordinate real", "array complex"),
            Inputs.graphCase("M-044", FEATURES, "2 2 0.5", "1 1 0.5"),
            Inputs.graphCase("M-045", FEATURES, "0.5", "nan"),
            Inputs.graphCase("M-045-infinite", FEATURES, "0.5", "1e99"),
            new ErrorCase("M-060", folder -> GraphReader.read(folder(folder), 0)),
            new ErrorCase(
                    "M-060-name", folder -> GraphReader.read(Files.writeString(Inputs.at(folder, "a.graphml"), ""), 0)),
            new ErrorCase("M-060-several", folder -> {
                Path several = folder(folder);
                Files.writeString(several.resolve("a.tsv"), "");
                Files.writeString(several.resolve("b.csv"), "");
                GraphReader.read(several, 0);
            }),
            Inputs.graphCase("M-062", "split.json", "\"test\": [2]", "\"test\": [1]"),
            Inputs.graphCase("M-063", "split.json", "\"test\": [2]", "\"test\": [2, 2]"),
            Inputs.graphCase("M-064", "labels.txt.gz", "0\n1\n0", "0\n1\n-1"),
            edges("M-040-edge-list", "0\t1\n0;1\n"),
            edges("M-040-edge-list-column", "0,1,7\n"),
            edges("M-041-edge-list-sign", "0,1\n-1,0\n"),
            edges("M-041-edge-list", "source,target\n0,1\n1,2\n"),
            new ErrorCase(
                    "M-001-edge-list",
                    folder -> GraphReader.read(Files.writeString(Inputs.at(folder, "alone.csv"), "0,1\n"), 0)));

    private GraphCases() {}

    private static Path folder(Path folder) throws java.io.IOException {
        return Files.createDirectory(folder.resolve("unknown"));
    }

    private static ErrorCase edges(String id, String text) {
        return new ErrorCase(id, folder -> {
            java.util.Map<String, byte[]> arrays = Inputs.arrays();
            arrays.remove("edge_index.npy");
            Files.write(Inputs.at(folder, "small.npz"), Inputs.zip(arrays));
            GraphReader.read(Files.writeString(Inputs.at(folder, "small.csv"), text), 0);
        });
    }
}
