// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.Adjacency;
import io.bitknit.model.Evaluation;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.DataType;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.Tensor;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.Part;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.model.network.RowFormat;
import io.bitknit.model.network.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a quantized network and checks every rule of {@code doc/MODEL_FORMAT.md}, so that nothing later can fail. */
final class QuantizedNetworkReader {
    private static final long MOST_BIAS = 1L << 60;
    private static final int MOST_STAGES = 8 * Limits.LAYERS;

    private final ModelFolder folder;
    private final int nodes;
    private final int graphs;
    private final int inputFeatures;
    private final Set<String> names = new TreeSet<>();
    private final List<Stage> stages = new ArrayList<>();

    private QuantizedNetworkReader(ModelFolder folder) {
        this.folder = folder;
        JsonSection json = folder.json();
        this.nodes = json.integer("nodes", 1, Limits.NODES);
        this.graphs = json.integer("graphs", 0, nodes);
        this.inputFeatures = json.section("input").integer("features", 1, Limits.FEATURES);
    }

    /** @throws UserException for everything that is wrong with the folder */
    static QuantizedNetwork read(ModelFolder folder) {
        return new QuantizedNetworkReader(folder).network();
    }

    private QuantizedNetwork network() {
        JsonSection json = folder.json();
        json.onlyKeys(
                "format",
                "version",
                "name",
                "architecture",
                "nodes",
                "graphs",
                "input",
                "stages",
                "evaluation",
                "provenance");
        Architecture architecture = LayerChain.choice(json, "architecture", Architecture.values(), Architecture::text);
        Adjacency adjacency = GraphTensors.adjacency(folder, "adjacency", nodes);
        int[] graphStart = graphs == 0 ? new int[1] : GraphTensors.graphStart(folder, "graphStart", graphs, adjacency);
        SparseInput input = input(json.section("input"));
        List<JsonSection> sections = json.sections("stages");
        if (sections.isEmpty() || sections.size() > MOST_STAGES) {
            throw invalid(
                    json.place("stages"), "there are " + sections.size() + " stages, expected 1 to " + MOST_STAGES);
        }
        for (JsonSection section : sections) {
            stages.add(stage(section, "stages." + stages.size()));
        }
        JsonSection said = json.section("evaluation");
        said.onlyKeys("classes", "accuracyFloatTest");
        int classes = said.integer("classes", 1, Limits.CLASSES);
        requireScores(json, classes);
        int rows = graphs == 0 ? nodes : graphs;
        Evaluation evaluation = new Evaluation(
                classes,
                GraphTensors.labels(folder, "evaluation.labels", rows, classes),
                GraphTensors.nodes(folder, "evaluation.validation", rows),
                GraphTensors.nodes(folder, "evaluation.test", rows),
                said.number("accuracyFloatTest", 0, 1, "0 to 1"));
        folder.requireAllUsed();
        return new QuantizedNetwork(
                json.string("name"),
                architecture,
                input,
                adjacency,
                graphStart,
                stages,
                evaluation,
                json.texts("provenance"));
    }

    private static UserException invalid(String place, String what) {
        return ModelError.MODEL_INVALID.at(place, what);
    }

    private static double scale(JsonSection json) {
        return json.number("scale", Double.MIN_VALUE, Double.MAX_VALUE, "a finite number above 0");
    }

    private SparseInput input(JsonSection json) {
        json.onlyKeys("features", "bits", "scale");
        int bits = json.integer("bits", 1, 8);
        int[] rowStart = GraphTensors.rowStart(folder, "input.rowStart", nodes, Limits.ENTRIES);
        int[] column = GraphTensors.ids(folder, "input.column", rowStart, inputFeatures, false);
        byte[] code = folder.tensor("input.code")
                .requireType(DataType.U8)
                .requireShape(rowStart[nodes])
                .bytes(1, (1 << bits) - 1);
        return new SparseInput(nodes, inputFeatures, bits, scale(json), rowStart, column, code);
    }

    private void requireScores(JsonSection json, int classes) {
        boolean good = stages.get(stages.size() - 1) instanceof Stage.Sum sum
                && sum.format().signed()
                && sum.format().features() == classes
                && sum.format().bits().length == 1
                && sum.format().exponents().length == 1
                && sum.format().exponents()[0] == 0
                && sum.format().rows() == (graphs == 0 ? nodes : graphs);
        if (!good) {
            throw invalid(
                    json.place("stages"),
                    "the last is not a signed sum of " + classes + " scores per " + (graphs == 0 ? "node" : "graph")
                            + " with one width and no exponent");
        }
    }

    private Stage stage(JsonSection json, String prefix) {
        String name = json.string("name");
        if (!names.add(name)) {
            throw invalid(json.place("name"), "the name '" + name + "' is taken by another stage");
        }
        String kind = json.string("kind");
        return switch (kind) {
            case "sum" -> sum(json, prefix, name);
            case "attention" -> attention(json, prefix, name);
            default -> throw ModelError.JSON_OUT_OF_RANGE.at(json.place("kind"), "'" + kind + "'", "sum or attention");
        };
    }

    private Stage.Sum sum(JsonSection json, String prefix, String name) {
        json.onlyKeys("kind", "name", "rows", "features", "signed", "scale", "shift", "parts", "tableIndexBits");
        int rows = json.integer("rows", 1, nodes);
        int features = json.integer("features", 1, Limits.FEATURES);
        LayerChain.requireHidden(json, rows, features);
        if (rows != nodes && rows != graphs) {
            throw invalid(json.place("rows"), "there are " + nodes + " nodes and " + graphs + " graphs, not " + rows);
        }
        RowFormat format = new RowFormat(
                rows,
                features,
                json.bool("signed"),
                scale(json),
                perRow(prefix + ".bits", rows).requireType(DataType.U8).bytes(1, 8),
                perRow(prefix + ".exponents", rows).requireType(DataType.U8).bytes(0, 7));
        List<JsonSection> sections = json.sections("parts");
        if (sections.isEmpty() || sections.size() > Limits.LAYERS) {
            throw invalid(json.place("parts"), "there are " + sections.size() + " parts");
        }
        List<Part> parts = new ArrayList<>();
        for (JsonSection section : sections) {
            parts.add(part(section, prefix + ".parts." + parts.size(), rows, features));
        }
        long[] bias = folder.tensor(prefix + ".bias")
                .requireType(DataType.I64)
                .requireShape(features)
                .longs(MOST_BIAS);
        return new Stage.Sum(name, parts, format, bias, json.integer("shift", 1, 30), table(json, prefix));
    }

    /** One element for all rows, or one per row. */
    private Tensor perRow(String name, int rows) {
        Tensor tensor = folder.tensor(name);
        return tensor.elements() == 1 ? tensor.requireShape(1) : tensor.requireShape(rows);
    }

    private Stage.@Nullable Table table(JsonSection json, String prefix) {
        if (!json.has("tableIndexBits")) {
            return null;
        }
        int bits = json.integer("tableIndexBits", 1, 12);
        return new Stage.Table(
                bits,
                folder.tensor(prefix + ".table").requireShape(1 << bits).ints(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    private Stage.Sum earlier(JsonSection json, String key) {
        int from = json.integer(key, 0, stages.size() - 1);
        if (!(stages.get(from) instanceof Stage.Sum sum)) {
            throw invalid(json.place(key), "stage " + from + " is an attention, expected a sum");
        }
        return sum;
    }

    private Part part(JsonSection json, String prefix, int rows, int features) {
        String kind = json.string("kind");
        if (kind.equals("product")) {
            return product(json, prefix, rows, features);
        }
        RowFormat read = earlier(json, "from").format();
        int from = json.integer("from", 0, Integer.MAX_VALUE);
        boolean pooling = kind.equals("pooled");
        boolean ofTerms = kind.equals("neighbours") || kind.equals("weighted");
        int expected = pooling || ofTerms ? nodes : rows;
        if (read.features() != features
                || read.rows() != expected
                || (pooling && (graphs == 0 || rows != graphs))
                || (ofTerms && rows != nodes)) {
            throw invalid(
                    json.place(),
                    "it reads " + read.rows() + " rows of " + read.features() + " features for " + rows + " rows of "
                            + features);
        }
        if (kind.equals("weighted")) {
            json.onlyKeys("from", "kind", "attention", "constant");
            int at = json.integer("attention", 0, stages.size() - 1);
            if (!(stages.get(at) instanceof Stage.Attention attention) || features % attention.heads() != 0) {
                throw invalid(
                        json.place("attention"),
                        "stage " + at + " is no attention whose heads divide " + features + " features");
            }
            return new Part.Weighted(from, at, json.integer("constant", 1, Integer.MAX_VALUE));
        }
        json.onlyKeys("from", "kind");
        int[] multipliers = perRow(prefix + ".multipliers", rows).ints(-65535, 65535);
        return switch (kind) {
            case "neighbours" -> new Part.Neighbours(from, multipliers);
            case "own" -> new Part.Own(from, multipliers);
            case "pooled" -> new Part.Pooled(from, multipliers);
            default ->
                throw ModelError.JSON_OUT_OF_RANGE.at(
                        json.place("kind"), "'" + kind + "'", "product, neighbours, own, pooled or weighted");
        };
    }

    private Part.Product product(JsonSection json, String prefix, int rows, int features) {
        json.onlyKeys("from", "kind", "inputs", "bits", "scale");
        int from = json.integer("from", Part.INPUT, stages.size() - 1);
        int expectedRows =
                from == Part.INPUT ? nodes : earlier(json, "from").format().rows();
        int expected = from == Part.INPUT
                ? inputFeatures
                : earlier(json, "from").format().features();
        int inputs = json.integer("inputs", 1, Limits.FEATURES);
        if (inputs != expected || rows != expectedRows) {
            throw invalid(
                    json.place(),
                    "it takes " + inputs + " features of " + rows + " rows, what it reads has " + expected + " of "
                            + expectedRows);
        }
        int bits = json.integer("bits", 1, 8);
        Tensor tensor =
                folder.tensor(prefix + ".weights").requireType(DataType.I8).requireShape(inputs, features);
        byte[] q = bits == 1 ? tensor.bytes(-1, 1) : tensor.bytes(-(1 << (bits - 1)), (1 << (bits - 1)) - 1);
        for (int i = 0; bits == 1 && i < q.length; i++) {
            if (q[i] == 0) {
                throw invalid(tensor.place(), "element " + i + " is 0, a 1-bit weight is -1 or 1");
            }
        }
        int[] multipliers = perRow(prefix + ".multipliers", rows).ints(-65535, 65535);
        return new Part.Product(from, new QuantizedWeights(inputs, features, bits, scale(json), q), multipliers);
    }

    private Stage.Attention attention(JsonSection json, String prefix, String name) {
        int heads = json.integer("heads", 1, Limits.FEATURES);
        int bits = json.integer("bits", 1, 8);
        Tensor tensor = folder.tensor(prefix + ".exponential");
        int[] exponential = tensor.requireShape(tensor.elements()).ints(0, (1 << bits) - 1);
        boolean falls = exponential.length > 0 && exponential[0] > 0;
        for (int i = 1; falls && i < exponential.length; i++) {
            falls = exponential[i] <= exponential[i - 1];
        }
        if (!falls) {
            throw invalid(tensor.place(), "an exponential begins above 0 and does not ascend");
        }
        String kind = json.string("logits");
        Stage.Logits logits = switch (kind) {
            case "additive" -> additive(json, prefix, heads);
            case "cosine" -> cosine(json, heads);
            default ->
                throw ModelError.JSON_OUT_OF_RANGE.at(json.place("logits"), "'" + kind + "'", "additive or cosine");
        };
        return new Stage.Attention(name, heads, logits, bits, exponential);
    }

    private Stage.Logits.Additive additive(JsonSection json, String prefix, int heads) {
        json.onlyKeys("kind", "name", "heads", "bits", "logits", "source", "target");
        int widest = 1;
        for (String key : List.of("source", "target")) {
            RowFormat format = earlier(json, key).format();
            boolean plain = format.exponents().length == 1 && format.exponents()[0] == 0;
            for (byte bits : format.bits()) {
                plain &= bits > 1;
            }
            if (format.features() != heads || format.rows() != nodes || !format.signed() || !plain) {
                throw invalid(
                        json.place(key),
                        "the stage is not signed, one row per node and one column per head, or has"
                                + " an exponent or one bit");
            }
            widest = Math.max(widest, format.mostBits());
        }
        int[] table =
                folder.tensor(prefix + ".table").requireShape(1 << (widest + 1)).ints(-(1 << 28), 1 << 28);
        return new Stage.Logits.Additive(
                json.integer("source", 0, Integer.MAX_VALUE), json.integer("target", 0, Integer.MAX_VALUE), table);
    }

    private Stage.Logits.Cosine cosine(JsonSection json, int heads) {
        json.onlyKeys("kind", "name", "heads", "bits", "logits", "from", "factor");
        RowFormat format = earlier(json, "from").format();
        if (heads != 1 || format.rows() != nodes || format.features() > 4096) {
            throw invalid(json.place(), "a cosine has one head and reads at most 4096 features of every node");
        }
        return new Stage.Logits.Cosine(
                json.integer("from", 0, Integer.MAX_VALUE), json.integer("factor", -(1 << 30), 1 << 30));
    }
}
