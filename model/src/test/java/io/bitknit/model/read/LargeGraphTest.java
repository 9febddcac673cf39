// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.Convolution;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.file.FloatModelFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A generated graph of {@code -Dbitknit.largeEdges} edges, 200 000 unless told; ten million take 1.2 GiB of heap and
 * half a minute.
 */
class LargeGraphTest {
    private static final int EDGES = Integer.getInteger("bitknit.largeEdges", 200_000);
    private static final int PER_NODE = 5;

    @TempDir
    Path folder;

    @Test
    @Timeout(180)
    void readsNormalisesAndStores() throws IOException {
        int nodes = EDGES / PER_NODE + PER_NODE;
        write(nodes);
        long start = System.nanoTime();

        GraphData graph = GraphReader.read(folder, 0);
        long read = System.nanoTime();
        Adjacency terms = Convolution.withSelfLoops(graph.adjacency());
        long looped = System.nanoTime();
        FloatLayer layer = new FloatLayer("conv1", 1, 2, new float[2], new float[2], Activation.NONE);
        FloatModel model = new FloatModel("large", false, List.of(layer), graph, Map.of());
        FloatModelFile.write(model, folder.resolve("large.float"));
        long written = System.nanoTime();
        GraphData again = FloatModelFile.read(folder.resolve("large.float")).graph();
        long end = System.nanoTime();

        assertThat(graph.adjacency().terms()).isEqualTo(2 * EDGES);
        assertThat(terms.terms()).isEqualTo(2 * EDGES + nodes);
        assertThat(Arrays.equals(again.adjacency().source(), graph.adjacency().source()))
                .isTrue();
        System.out.printf(
                "%d edges: read %d ms, self-loops %d ms, write %d ms, read back %d ms%n",
                EDGES,
                (read - start) / 1_000_000,
                (looped - read) / 1_000_000,
                (written - looped) / 1_000_000,
                (end - written) / 1_000_000);
    }

    /** Every node but the last few has {@code PER_NODE} edges to later nodes, near and far. */
    private void write(int nodes) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        try (PrintStream out = open("adjacency.txt.gz")) {
            int[] targets = new int[PER_NODE];
            for (int v = 0; v < nodes; v++) {
                int room = (nodes - v - 1) / PER_NODE;
                StringBuilder line = new StringBuilder();
                for (int i = 0; v < nodes - PER_NODE && i < PER_NODE; i++) {
                    targets[i] = v + 1 + i * room + (room > 0 ? random.nextInt(room) : i);
                    line.append(i == 0 ? "" : " ").append(targets[i]);
                }
                out.append(line).append('\n');
            }
        }
        try (PrintStream out = open("features.mtx.gz")) {
            out.printf("%%%%MatrixMarket matrix coordinate pattern general%n%d 1 %d%n", nodes, nodes);
            for (int v = 1; v <= nodes; v++) {
                out.append(Integer.toString(v)).append(" 1\n");
            }
        }
        try (PrintStream out = open("labels.txt.gz")) {
            for (int v = 0; v < nodes; v++) {
                out.append(v % 2 == 0 ? "0\n" : "1\n");
            }
        }
        Files.writeString(
                folder.resolve("split.json"), "{\"splits\":[{\"name\":\"a\",\"train\":[],\"val\":[],\"test\":[0]}]}");
        Files.writeString(
                folder.resolve("meta.json"),
                String.format(
                        "{\"name\":\"large\",\"task\":\"node "
                                + "classification\",\"format_version\":1,\"edges_directed\":false,"
                                + "\"counts\":{\"nodes\":%d,\"edges_stored\":%d,\"features\":1,"
                                + "\"feature_nonzeros\":%d,\"classes\":2}}",
                        nodes, EDGES, nodes));
    }

    private PrintStream open(String name) throws IOException {
        return new PrintStream(
                new java.io.BufferedOutputStream(
                        new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)), 1 << 16), 1 << 16),
                false,
                StandardCharsets.US_ASCII);
    }
}
