// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

import io.bitknit.model.Adjacency;
import io.bitknit.model.Evaluation;
import io.bitknit.model.GraphSet;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import java.util.List;
import java.util.Map;

/** Networks that have every kind of layer, of stage and of part, on two graphs of two and one nodes. */
public final class NetworkSamples {
    private static final int[] ROWS = {0, 1, 2, 3};
    private static final Adjacency LOOPS = new Adjacency(3, ROWS, new int[] {0, 1, 2});
    private static final int[] GRAPHS = {0, 2, 3};

    private NetworkSamples() {}

    private static NetworkLayer.Linear linear(String name) {
        return new NetworkLayer.Linear(
                name, 2, 2, new float[] {1, -2, 3, 4}, new float[] {0.5f, -0.5f}, Nonlinearity.RELU);
    }

    /** All kinds of layers in one network, which no architecture has but every file may. */
    public static FloatNetwork floats() {
        float[] four = {1, -2, 3, 4};
        float[] two = {0.5f, -0.5f};
        GraphSet graph = new GraphSet(
                "few",
                LOOPS,
                GRAPHS,
                2,
                ROWS,
                new int[] {0, 1, 0},
                new float[] {1, 2, 3},
                2,
                new int[] {0, 1},
                new int[] {0},
                new int[0],
                new int[] {1},
                "0123");
        return new FloatNetwork(
                "sample",
                Architecture.GAT,
                true,
                List.of(
                        new NetworkLayer.Sage("sage", 2, 2, four, four, two, Nonlinearity.ELU),
                        new NetworkLayer.Gin("gin", 0.25, List.of(linear("a"), linear("b"))),
                        new NetworkLayer.Gat("gat", 2, 2, 2, four, two, two, two, 0.2, Nonlinearity.RELU),
                        new NetworkLayer.Agnn("agnn", 2, -1.5),
                        new NetworkLayer.Pool("pool", 2, true),
                        linear("end")),
                graph,
                Map.of("framework", "pytorch-geometric"));
    }

    private static Stage.Sum sum(String name, int rows, List<Part> parts, boolean signed, Stage.Table table) {
        byte[] bits = name.equals("b") ? new byte[] {1, 3, 8} : new byte[] {4};
        byte[] exponents = name.equals("b") ? new byte[] {0, 7, 1} : new byte[1];
        RowFormat format = new RowFormat(rows, 2, signed, 0.5, bits, exponents);
        return new Stage.Sum(name, parts, format, new long[] {5, -5}, 7, table);
    }

    /** Every kind of stage and part. */
    public static QuantizedNetwork integers() {
        int[] one = {-3};
        QuantizedWeights weights = new QuantizedWeights(2, 2, 3, 0.25, new byte[] {1, -4, 3, 0});
        return new QuantizedNetwork(
                "sample",
                Architecture.GIN,
                new SparseInput(3, 2, 2, 1, ROWS, new int[] {0, 1, 0}, new byte[] {1, 3, 2}),
                LOOPS,
                GRAPHS,
                List.of(
                        sum("a", 3, List.of(new Part.Product(Part.INPUT, weights, new int[] {1, 2, 3})), true, null),
                        sum("b", 3, List.of(new Part.Neighbours(0, one), new Part.Own(0, one)), false, null),
                        new Stage.Attention(
                                "c", 2, new Stage.Logits.Additive(0, 0, new int[32]), 2, new int[] {3, 1, 0}),
                        new Stage.Attention("d", 1, new Stage.Logits.Cosine(1, -77), 1, new int[] {1}),
                        sum(
                                "e",
                                3,
                                List.of(new Part.Weighted(0, 2, 1000), new Part.Weighted(1, 3, 5)),
                                true,
                                new Stage.Table(2, new int[] {-9, -1, 0, 7})),
                        sum("f", 2, List.of(new Part.Pooled(4, new int[] {4, 8})), true, null),
                        sum("g", 2, List.of(new Part.Product(5, weights, one)), true, null)),
                new Evaluation(2, new int[] {0, 1}, new int[0], new int[] {1}, 1),
                Map.of("framework", "pytorch-geometric"));
    }
}
