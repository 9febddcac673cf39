// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import io.bitknit.model.GraphData;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.Tensor;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.NodeFeatures;
import io.bitknit.model.read.PygImporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Small good inputs, of which a case spoils one thing. */
public final class Inputs {
    static final String CONFIG = "{\"framework\": \"pytorch-geometric\", \"arch\": \"gcn\"}";

    private Inputs() {}

    /** A file in the folder {@code in}, whose name is the same on every run. */
    static Path at(Path folder, String name) throws IOException {
        return Files.createDirectories(folder.resolve("in")).resolve(name);
    }

    /** Names and texts of a graph folder: three nodes, edges 0-1 and 0-2. Names with {@code .gz} are compressed. */
    public static Map<String, String> graphTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(
                "meta.json",
                "{\"name\": \"small\", \"task\": \"node classification\", \"format_version\": 1, "
                        + "\"edges_directed\": false, \"counts\": {\"nodes\": 3, \"edges_stored\": 2, "
                        + "\"features\": 2, \"feature_nonzeros\": 3, \"classes\": 2}}");
        texts.put("adjacency.txt.gz", "1 2\n\n\n");
        texts.put(
                "features.mtx.gz",
                "%%MatrixMarket matrix coordinate real general\n% made by hand\n3 2 3\n1 1 1\n2 2 0.5\n3 1 2\n");
        texts.put("labels.txt.gz", "0\n1\n0\n");
        texts.put("split.json", "{\"splits\": [{\"name\": \"a\", \"train\": [0], \"val\": [1], \"test\": [2]}]}");
        return texts;
    }

    /** The folder {@code small} with one file replaced. */
    static Path graph(Path folder, String file, String text) throws IOException {
        Map<String, String> texts = graphTexts();
        texts.put(file, text);
        Path graph = Files.createDirectories(folder.resolve("small"));
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            byte[] content = entry.getValue().getBytes(StandardCharsets.UTF_8);
            Files.write(graph.resolve(entry.getKey()), entry.getKey().endsWith(".gz") ? gzip(content) : content);
        }
        return graph;
    }

    static Path graph(Path folder) throws IOException {
        return graph(folder, "split.json", graphTexts().get("split.json"));
    }

    /** Reads the small graph after a replacement in one of its texts. */
    static ErrorCase graphCase(String id, String file, String from, String to) {
        return new ErrorCase(id, folder -> {
            String text = graphTexts().get(file);
            if (!text.contains(from)) {
                throw new IllegalStateException(id + ": '" + from + "' is not in " + file);
            }
            GraphReader.read(graph(folder, file, text.replace(from, to)), 0);
        });
    }

    /** Names and texts of a set of two graphs: nodes 0 to 2 with edges 0-1 and 0-2, nodes 3 and 4 with 3-4. */
    static Map<String, String> graphSetTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(
                "meta.json",
                "{\"name\": \"few\", \"task\": \"graph classification\", \"format_version\": 1, "
                        + "\"edges_directed\": false, \"counts\": {\"graphs\": 2, \"nodes\": 5, "
                        + "\"undirected_edges\": 3, \"graph_classes\": 2, \"node_labels\": 2}}");
        texts.put("adjacency.txt.gz", "1 2\n\n\n4\n\n");
        texts.put("graph_indicator.txt.gz", "0\n0\n0\n1\n1\n");
        texts.put("graph_labels.txt.gz", "0\n1\n");
        texts.put("node_labels.txt.gz", "0\n1\n0\n1\n1\n");
        texts.put(
                "split.json",
                "{\"splits\": [{\"name\": \"a\", \"train\": [0], \"val\": [], \"test\": [1]}, "
                        + "{\"name\": \"b\", \"train\": [1], \"val\": [], \"test\": [0]}]}");
        return texts;
    }

    /** The folder {@code few} with one file replaced. */
    static Path graphSet(Path folder, String file, String text) throws IOException {
        Map<String, String> texts = graphSetTexts();
        texts.put(file, text);
        Path set = Files.createDirectories(folder.resolve("few"));
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            byte[] content = entry.getValue().getBytes(StandardCharsets.UTF_8);
            Files.write(set.resolve(entry.getKey()), entry.getKey().endsWith(".gz") ? gzip(content) : content);
        }
        return set;
    }

    /** Reads the small set of graphs after a replacement in one of its texts. */
    static ErrorCase graphSetCase(String id, String file, String from, String to) {
        return new ErrorCase(id, folder -> {
            String text = graphSetTexts().get(file);
            if (!text.contains(from)) {
                throw new IllegalStateException(id + ": '" + from + "' is not in " + file);
            }
            GraphReader.read(graphSet(folder, file, text.replace(from, to)), 0, NodeFeatures.LABELS);
        });
    }

    public static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        }
        return out.toByteArray();
    }

    /** A tensor file with this header and so many zero bytes. */
    public static byte[] tensors(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    static ErrorCase tensorCase(String id, String header, int dataBytes) {
        return new ErrorCase(id, folder -> importModel(folder, CONFIG, tensors(header, dataBytes)));
    }

    /** Tensors of a two-layer model that fits the small graph. */
    static List<Tensor> layers() {
        return new ArrayList<>(List.of(
                Tensor.of("conv1.lin.weight", new float[8], 4, 2),
                Tensor.of("conv1.bias", new float[4], 4),
                Tensor.of("conv2.lin.weight", new float[8], 2, 4),
                Tensor.of("conv2.bias", new float[2], 2)));
    }

    /** Tensors of a GIN layer that fits the small graph, with a normalisation inside. */
    static List<Tensor> network() {
        return List.of(
                Tensor.of("conv1.eps", new float[1], 1),
                Tensor.of("conv1.nn.0.weight", new float[8], 4, 2),
                Tensor.of("conv1.nn.0.bias", new float[4], 4),
                Tensor.of("conv1.nn.1.weight", new float[4], 4),
                Tensor.of("conv1.nn.1.bias", new float[4], 4),
                Tensor.of("conv1.nn.1.running_mean", new float[4], 4),
                Tensor.of("conv1.nn.1.running_var", new float[4], 4),
                Tensor.of("conv1.nn.3.weight", new float[8], 2, 4));
    }

    /** Imports the model folder {@code trained} with the small graph. */
    static void importModel(Path folder, String config, byte[] tensors) throws IOException {
        GraphData graph = GraphReader.read(graph(folder), 0);
        Path model = Files.createDirectories(folder.resolve("trained"));
        Files.writeString(model.resolve("config.json"), config);
        Files.write(model.resolve("model.safetensors"), tensors);
        PygImporter.read(model, graph);
    }

    /** The good model folder {@code trained}. */
    static Path model(Path folder) throws IOException {
        Path model = Files.createDirectories(folder.resolve("trained"));
        Files.writeString(model.resolve("config.json"), CONFIG);
        Files.write(model.resolve("model.safetensors"), SafetensorsFile.toBytes("trained", layers()));
        return model;
    }

    static ErrorCase configCase(String id, String config) {
        return new ErrorCase(id, folder -> importModel(folder, config, SafetensorsFile.toBytes("trained", layers())));
    }

    /** Imports the good model with the first tensor of the same name replaced, or one added. */
    static ErrorCase layerCase(String id, Tensor... replacements) {
        return new ErrorCase(id, folder -> {
            List<Tensor> tensors = layers();
            for (Tensor replacement : replacements) {
                tensors.removeIf(t -> t.name().equals(replacement.name()));
                tensors.add(replacement);
            }
            importModel(folder, CONFIG, SafetensorsFile.toBytes("trained", tensors));
        });
    }

    /** A NumPy array. @param header the dictionary, for example {@code {'descr': '<f4', ...}} */
    public static byte[] npy(String header, byte[] data) {
        byte[] text = (header + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) text.length);
        return out.put(text).put(data).array();
    }

    public static byte[] npy(String type, String shape, byte[] data) {
        return npy("{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }", data);
    }

    static byte[] int8(String shape, int... values) {
        byte[] data = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            data[i] = (byte) values[i];
        }
        return npy("|i1", shape, data);
    }

    /** Arrays of a graph with two nodes and an edge. */
    public static Map<String, byte[]> arrays() {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("edge_index.npy", int8("(2, 1)", 0, 1));
        arrays.put("x.npy", int8("(2, 1)", 1, 1));
        arrays.put("y.npy", int8("(2,)", 0, 1));
        return arrays;
    }

    public static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    /** Reads the small arrays with one replaced or added; null removes it. */
    static ErrorCase arrayCase(String id, String name, byte[] array) {
        return new ErrorCase(id, folder -> {
            Map<String, byte[]> arrays = arrays();
            arrays.put(name, array);
            arrays.values().removeIf(a -> a == null);
            GraphReader.read(Files.write(at(folder, "small.npz"), zip(arrays)), 0);
        });
    }
}
