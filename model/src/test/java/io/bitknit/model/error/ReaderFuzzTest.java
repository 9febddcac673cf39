// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Whatever the bytes, a reader accepts them or throws {@code UserException}. The normal test run replays the stored
 * inputs; {@code doc/MODEL_FORMAT.md} has the command for a long search. One method per reader, because a search takes
 * one method.
 */
class ReaderFuzzTest {
    private static Path folder;

    @BeforeAll
    static void makeFolder() throws IOException {
        folder = Files.createTempDirectory("reader-fuzz");
    }

    @AfterAll
    static void removeFolder() throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path path : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    @FuzzTest(maxDuration = "10m")
    void safetensors(byte[] content) {
        Target.SAFETENSORS.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void json(byte[] content) {
        Target.JSON.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void npy(byte[] content) {
        Target.NPY.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void npzGraph(byte[] content) {
        Target.NPZ_GRAPH.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void edgeList(byte[] content) {
        Target.EDGE_LIST.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void pickledArray(byte[] content) {
        Target.PICKLED_ARRAY.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void pickledLists(byte[] content) {
        Target.PICKLED_LISTS.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphMeta(byte[] content) {
        Target.GRAPH_META.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphSplit(byte[] content) {
        Target.GRAPH_SPLIT.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphAdjacency(byte[] content) {
        Target.GRAPH_ADJACENCY.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphFeatures(byte[] content) {
        Target.GRAPH_FEATURES.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphLabels(byte[] content) {
        Target.GRAPH_LABELS.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphCompressed(byte[] content) {
        Target.GRAPH_COMPRESSED.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphSetMeta(byte[] content) {
        Target.GRAPH_SET_META.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphSetSplit(byte[] content) {
        Target.GRAPH_SET_SPLIT.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphSetIndicator(byte[] content) {
        Target.GRAPH_SET_INDICATOR.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphSetNodeLabels(byte[] content) {
        Target.GRAPH_SET_NODE_LABELS.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void networkTensors(byte[] content) {
        Target.NETWORK_TENSORS.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void modelConfig(byte[] content) {
        Target.MODEL_CONFIG.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void modelTensors(byte[] content) {
        Target.MODEL_TENSORS.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void floatJson(byte[] content) {
        Target.FLOAT_JSON.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void floatTensors(byte[] content) {
        Target.FLOAT_TENSORS.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void quantizedJson(byte[] content) {
        Target.QUANTIZED_JSON.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void quantizedTensors(byte[] content) {
        Target.QUANTIZED_TENSORS.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void floatNetworkJson(byte[] content) {
        Target.FLOAT_NETWORK_JSON.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void floatNetworkTensors(byte[] content) {
        Target.FLOAT_NETWORK_TENSORS.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void quantizedNetworkJson(byte[] content) {
        Target.QUANTIZED_NETWORK_JSON.accepts(folder, content);
    }

    @FuzzTest(maxDuration = "10m")
    void quantizedNetworkTensors(byte[] content) {
        Target.QUANTIZED_NETWORK_TENSORS.accepts(folder, content);
    }
}
