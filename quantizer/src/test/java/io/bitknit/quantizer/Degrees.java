// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitknit.model.Adjacency;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Graphs of the shared folder without their features, which one of them does not have. */
public final class Degrees {
    private Degrees() {}

    /** Incoming neighbours of an undirected graph whose edges stand once; sources do not ascend. */
    public static Adjacency adjacency(String dataset) throws IOException {
        Path path = Path.of(System.getProperty("bitknit.shared", "../../shared"))
                .resolve("data/" + dataset + "/adjacency.txt.gz");
        assumeTrue(Files.exists(path), () -> dataset + " is not in the folder that -Dbitknit.shared names");
        List<List<Integer>> neighbours = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.US_ASCII))) {
            List<String> lines = in.lines().toList();
            lines.forEach(line -> neighbours.add(new ArrayList<>()));
            for (int v = 0; v < lines.size(); v++) {
                for (String word :
                        lines.get(v).isEmpty() ? new String[0] : lines.get(v).split(" ")) {
                    neighbours.get(v).add(Integer.parseInt(word));
                    neighbours.get(Integer.parseInt(word)).add(v);
                }
            }
        }
        int[] rowStart = new int[neighbours.size() + 1];
        for (int v = 0; v < neighbours.size(); v++) {
            rowStart[v + 1] = rowStart[v] + neighbours.get(v).size();
        }
        int[] source = neighbours.stream()
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .toArray();
        return new Adjacency(neighbours.size(), rowStart, source);
    }

    /** Edges that enter each node. */
    public static int[] inDegrees(Adjacency adjacency) {
        int[] degrees = new int[adjacency.nodes()];
        for (int v = 0; v < degrees.length; v++) {
            degrees[v] = adjacency.degree(v);
        }
        return degrees;
    }
}
