// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim;

import io.bitknit.model.Activation;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named models at the borders of what can be expressed. */
public final class EdgeCases {
    private static final int NODES = 12;

    private EdgeCases() {}

    /** Every case, by name. */
    public static Map<String, QuantizedModel> all() {
        Map<String, QuantizedModel> cases = new LinkedHashMap<>();
        cases.put("a node without neighbours", onGraph(1, rows(v -> v == 3 ? List.of() : List.of(v, (v + 1) % NODES))));
        cases.put("self-loops and duplicate edges", onGraph(2, rows(v -> List.of(v, v, v / 2, v / 2))));
        cases.put("a hub joined to every node", onGraph(3, rows(v -> v == 0 ? everyNode() : List.of(0, v))));
        cases.put("a single node", onGraph(4, List.of(List.of(0))));
        cases.put("a single node without terms", onGraph(5, List.of(List.of())));
        cases.put("a graph without edges", onGraph(6, rows(v -> List.of())));
        cases.put("a path", onGraph(7, rows(v -> v == 0 ? List.of(0) : List.of(v - 1, v))));
        cases.put("a star", onGraph(8, rows(v -> v == 0 ? everyNode() : List.of(0))));
        cases.put("a degree far above all others", onGraph(9, rows(v -> v == 5 ? manyTimes(5, 700) : List.of(v))));
        cases.put("all-zero features", withoutInput(onGraph(10, ring())));
        cases.put("all-negative weights", withWeights(onGraph(11, ring())));
        cases.put("one class", withClasses(1));
        cases.put("one feature", oneFeature());
        cases.put("widths 1 and 8 mixed in one sum", mixedWidths());
        cases.put("hidden features in several blocks", wide());
        return cases;
    }

    private interface Row {
        List<Integer> of(int node);
    }

    private static List<List<Integer>> rows(Row row) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int v = 0; v < NODES; v++) {
            rows.add(row.of(v).stream().sorted().toList());
        }
        return rows;
    }

    private static List<List<Integer>> ring() {
        return rows(v -> List.of(v, (v + 1) % NODES));
    }

    private static List<Integer> everyNode() {
        List<Integer> nodes = new ArrayList<>();
        for (int v = 0; v < NODES; v++) {
            nodes.add(v);
        }
        return nodes;
    }

    private static List<Integer> manyTimes(int node, int times) {
        return new ArrayList<>(java.util.Collections.nCopies(times, node));
    }

    private static QuantizedModel onGraph(long seed, List<List<Integer>> rows) {
        return RandomModels.model(seed, RandomModels.adjacency(rows), new RandomModels.Options(0, 10, 5, 2, 8, 4));
    }

    private static QuantizedModel withoutInput(QuantizedModel model) {
        SparseInput old = model.input();
        SparseInput none = new SparseInput(
                old.nodes(), old.features(), old.bits(), 1, new int[old.nodes() + 1], new int[0], new byte[0]);
        return with(model, none, model.layers());
    }

    private static QuantizedModel withWeights(QuantizedModel model) {
        List<QuantizedLayer> layers = new ArrayList<>();
        for (QuantizedLayer layer : model.layers()) {
            QuantizedWeights w = layer.weights();
            byte[] q = new byte[w.q().length];
            Arrays.fill(q, (byte) -(w.bits() == 1 ? 1 : 1 << w.bits() - 1));
            layers.add(new QuantizedLayer(
                    layer.name(),
                    layer.activation(),
                    new QuantizedWeights(w.inputs(), w.outputs(), w.bits(), w.scale(), q),
                    layer.combined(),
                    layer.aggregated()));
        }
        return with(model, model.input(), layers);
    }

    private static QuantizedModel withClasses(int classes) {
        return RandomModels.model(
                12, RandomModels.adjacency(ring()), new RandomModels.Options(0, 10, classes, 2, 8, 4));
    }

    private static QuantizedModel oneFeature() {
        SparseInput input =
                new SparseInput(NODES, 1, 1, 1, new int[] {0, 1, 2, 3, 3, 3, 4, 5, 6, 7, 8, 8, 9}, new int[9], ones(9));
        QuantizedWeights weights = new QuantizedWeights(1, 1, 8, 1, new byte[] {-77});
        QuantizedTensor combined = tensor("combined", true, (byte) 8, (byte) 0, 1 << 12, 1, 0);
        QuantizedTensor scores = tensor("scores", true, (byte) 8, (byte) 0, 1 << 11, 1, 5000);
        List<QuantizedLayer> layers = List.of(new QuantizedLayer("only", Activation.NONE, weights, combined, scores));
        QuantizedModel any = onGraph(13, ring());
        return new QuantizedModel("one", 12, input, any.adjacency(), layers, evaluation(any, 1), Map.of());
    }

    private static io.bitknit.model.Evaluation evaluation(QuantizedModel model, int classes) {
        return new io.bitknit.model.Evaluation(
                classes, new int[NODES], new int[0], model.evaluation().test(), 1);
    }

    private static byte[] ones(int count) {
        byte[] ones = new byte[count];
        Arrays.fill(ones, (byte) 1);
        return ones;
    }

    private static QuantizedTensor tensor(
            String name, boolean signed, byte bits, byte exponent, int multiplier, int features, long bias) {
        byte[] allBits = new byte[NODES];
        byte[] allExponents = new byte[NODES];
        int[] allMultipliers = new int[NODES];
        long[] allBias = new long[features];
        Arrays.fill(allBits, bits);
        Arrays.fill(allExponents, exponent);
        Arrays.fill(allMultipliers, multiplier);
        Arrays.fill(allBias, bias);
        return new QuantizedTensor(name, NODES, features, signed, 1, allBits, allExponents, allMultipliers, allBias);
    }

    /** Every node has 1 or 8 bits and the exponents 0 and 7: the widest span of planes that a sum can have. */
    private static QuantizedModel mixedWidths() {
        QuantizedModel model = onGraph(14, rows(v -> everyNode()));
        List<QuantizedLayer> layers = new ArrayList<>();
        for (QuantizedLayer layer : model.layers()) {
            QuantizedTensor t = layer.combined();
            byte[] bits = new byte[NODES];
            byte[] exponents = new byte[NODES];
            for (int v = 0; v < NODES; v++) {
                bits[v] = (byte) (v % 2 == 0 ? 1 : 8);
                exponents[v] = (byte) (v % 4 < 2 ? 0 : 7);
            }
            QuantizedTensor mixed = new QuantizedTensor(
                    t.name(), t.nodes(), t.features(), true, 1, bits, exponents, t.multipliers(), t.bias());
            layers.add(
                    new QuantizedLayer(layer.name(), layer.activation(), layer.weights(), mixed, layer.aggregated()));
        }
        return with(model, model.input(), layers);
    }

    private static QuantizedModel wide() {
        for (long seed = 100; ; seed++) {
            QuantizedModel model = RandomModels.model(
                    seed, RandomModels.adjacency(ring()), new RandomModels.Options(0, 32, 30, 3, 4, 3));
            if (model.layers().size() == 3 && model.layers().get(0).weights().outputs() > 20) {
                return model;
            }
        }
    }

    private static QuantizedModel with(QuantizedModel model, SparseInput input, List<QuantizedLayer> layers) {
        return new QuantizedModel(
                model.name(),
                model.requantShift(),
                input,
                model.adjacency(),
                layers,
                model.evaluation(),
                model.provenance());
    }
}
