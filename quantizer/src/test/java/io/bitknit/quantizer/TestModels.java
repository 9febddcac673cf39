// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small float models for tests. */
final class TestModels {
    private TestModels() {}

    /** Incoming neighbours; {@code edges} are pairs (from, to), kept as given, sources sorted. */
    static Adjacency adjacency(int nodes, int[][] edges) {
        List<List<Integer>> incoming = new ArrayList<>();
        for (int v = 0; v < nodes; v++) {
            incoming.add(new ArrayList<>());
        }
        for (int[] edge : edges) {
            incoming.get(edge[1]).add(edge[0]);
        }
        int[] rowStart = new int[nodes + 1];
        int[] source = new int[edges.length];
        int terms = 0;
        for (int v = 0; v < nodes; v++) {
            incoming.get(v).sort(null);
            for (int u : incoming.get(v)) {
                source[terms++] = u;
            }
            rowStart[v + 1] = terms;
        }
        return new Adjacency(nodes, rowStart, source);
    }

    /** A graph whose features are a dense table; zeros are not stored. Even nodes validate, odd ones test. */
    static GraphData graph(Adjacency adjacency, float[][] features, int classes) {
        int nodes = adjacency.nodes();
        int[] rowStart = new int[nodes + 1];
        List<Integer> column = new ArrayList<>();
        List<Float> value = new ArrayList<>();
        for (int v = 0; v < nodes; v++) {
            for (int i = 0; i < features[v].length; i++) {
                if (features[v][i] != 0) {
                    column.add(i);
                    value.add(features[v][i]);
                }
            }
            rowStart[v + 1] = column.size();
        }
        float[] values = new float[value.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value.get(i);
        }
        int[] labels = new int[nodes];
        List<Integer> validation = new ArrayList<>();
        List<Integer> test = new ArrayList<>();
        for (int v = 0; v < nodes; v++) {
            labels[v] = v % classes;
            (v % 2 == 0 ? validation : test).add(v);
        }
        return new GraphData(
                "test",
                adjacency,
                features[0].length,
                rowStart,
                column.stream().mapToInt(i -> i).toArray(),
                values,
                classes,
                labels,
                new int[0],
                validation.stream().mapToInt(i -> i).toArray(),
                test.stream().mapToInt(i -> i).toArray(),
                "");
    }

    /** Random weights in -1..1 for the given layer widths, the first of which is the number of features. */
    static FloatModel model(GraphData graph, boolean rowNormalised, Random random, int... widths) {
        List<FloatLayer> layers = new ArrayList<>();
        for (int l = 1; l < widths.length; l++) {
            float[] weight = new float[widths[l - 1] * widths[l]];
            float[] bias = new float[widths[l]];
            for (int i = 0; i < weight.length; i++) {
                weight[i] = 2 * random.nextFloat() - 1;
            }
            for (int i = 0; i < bias.length; i++) {
                bias[i] = random.nextFloat() - 0.5f;
            }
            Activation activation = l == widths.length - 1 ? Activation.NONE : Activation.RELU;
            layers.add(new FloatLayer("conv" + l, widths[l - 1], widths[l], weight, bias, activation));
        }
        return new FloatModel("test", rowNormalised, layers, graph, Map.of());
    }

    /** A random graph with random features, between empty and dense. */
    static FloatModel random(Random random) {
        int nodes = 1 + random.nextInt(30);
        int[][] edges = new int[random.nextInt(4 * nodes)][];
        for (int i = 0; i < edges.length; i++) {
            edges[i] = new int[] {random.nextInt(nodes), random.nextInt(nodes)};
        }
        int features = 1 + random.nextInt(8);
        boolean binary = random.nextBoolean();
        float[][] table = new float[nodes][features];
        for (float[] row : table) {
            for (int i = 0; i < features; i++) {
                row[i] = random.nextInt(3) > 0 ? 0 : binary ? 1 : random.nextFloat();
            }
        }
        int classes = 1 + random.nextInt(4);
        int[] widths = new int[2 + random.nextInt(3)];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = i == 0 ? features : i == widths.length - 1 ? classes : 1 + random.nextInt(6);
        }
        return model(graph(adjacency(nodes, edges), table, classes), random.nextBoolean(), random, widths);
    }

    static QuantizationOptions randomOptions(Random random) {
        HiddenWidths hidden = random.nextBoolean()
                ? new HiddenWidths.PerLayer(List.of(1 + random.nextInt(8)), List.of(1 + random.nextInt(8)))
                : new HiddenWidths.ByDegree(new DegreeBuckets(
                        List.of(1 + random.nextInt(8), 1 + random.nextInt(8), 1 + random.nextInt(8)), List.of(1, 4)));
        ExponentChoice[] choices = {
            ExponentChoice.AUTO, ExponentChoice.NONE, new ExponentChoice(2), new ExponentChoice(8)
        };
        return new QuantizationOptions(
                1 + random.nextInt(8),
                List.of(1 + random.nextInt(8)),
                hidden,
                1 + random.nextInt(8),
                List.of(choices[random.nextInt(4)]),
                List.of(choices[random.nextInt(4)]));
    }
}
