// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** The bundled demo as files: the graph folder and the model under PyTorch Geometric's names, same bytes every time. */
final class KarateFiles {
    private KarateFiles() {}

    /** Relative path of each file, below the demo folder, and its content. */
    static Map<String, byte[]> of(FloatModel model, int seed, int epochs, double testAccuracy) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        Map<String, byte[]> graph = graph(model.graph());
        graph.forEach((name, content) -> files.put("karate/" + name, content));
        files.put("karate/meta.json", utf8(meta(model.graph(), graph)));
        files.put("karate-gcn/model.safetensors", tensors(model));
        files.put("karate-gcn/config.json", utf8(config(model, seed, epochs, testAccuracy)));
        return files;
    }

    private static Map<String, byte[]> graph(GraphData graph) {
        StringBuilder adjacency = new StringBuilder();
        StringBuilder features = new StringBuilder(
                "%%MatrixMarket matrix coordinate pattern general\n" + "% karate node features, row = node id + 1\n");
        features.append(graph.nodes()).append(' ').append(graph.features()).append(' ');
        features.append(graph.featureColumn().length).append('\n');
        StringBuilder labels = new StringBuilder();
        for (int v = 0; v < graph.nodes(); v++) {
            adjacency
                    .append(Arrays.stream(KarateClub.laterNeighbours(v))
                            .mapToObj(Integer::toString)
                            .collect(Collectors.joining(" ")))
                    .append('\n');
            features.append(v + 1)
                    .append(' ')
                    .append(graph.featureColumn()[v] + 1)
                    .append('\n');
            labels.append(graph.labels()[v]).append('\n');
        }
        String split = "{\n \"kind\": \"first node of each community for training, the others for testing\",\n"
                + " \"generated\": false,\n \"splits\": [\n  {\"name\":\"public\",\"train\":"
                + list(graph.train()) + ",\"val\":" + list(graph.validation()) + ",\"test\":" + list(graph.test())
                + "}\n ]\n}\n";
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("adjacency.txt.gz", gzip(utf8(adjacency.toString())));
        files.put("features.mtx.gz", gzip(utf8(features.toString())));
        files.put("labels.txt.gz", gzip(utf8(labels.toString())));
        files.put("split.json", utf8(split));
        return files;
    }

    private static String meta(GraphData graph, Map<String, byte[]> files) {
        int[] sizes = new int[graph.classes()];
        for (int label : graph.labels()) {
            sizes[label]++;
        }
        String about = files.entrySet().stream()
                .map(e -> "  \"" + e.getKey() + "\": {\"bytes\": " + e.getValue().length + ", \"sha256\": \""
                        + sha256(e.getValue()) + "\"}")
                .collect(Collectors.joining(",\n"));
        return "{\n \"name\": \"karate\",\n \"title\": \"Zachary's karate club\",\n"
                + " \"task\": \"node classification\",\n \"counts\": {\n  \"nodes\": " + graph.nodes()
                + ",\n  \"edges_stored\": " + KarateClub.EDGES
                + ",\n  \"undirected_edges_without_self_loops\": " + KarateClub.EDGES
                + ",\n  \"features\": " + graph.features() + ",\n  \"feature_nonzeros\": "
                + graph.featureColumn().length + ",\n  \"classes\": " + graph.classes()
                + ",\n  \"labelled_nodes\": " + graph.nodes() + ",\n  \"isolated_nodes\": 0\n },\n"
                + " \"class_sizes\": " + list(sizes) + ",\n \"edges_directed\": false,\n"
                + " \"edge_convention\": \"undirected: every edge is stored once, on the line of its smaller node"
                + " id\",\n"
                + " \"feature_field\": \"pattern\",\n \"notes\": [\n"
                + "  \"Edges: W. W. Zachary, An Information Flow Model for Conflict and Fission in Small Groups,"
                + " 1977.\",\n"
                + "  \"Communities and training nodes as in PyTorch Geometric's KarateClub; identity features.\"\n ],\n"
                + " \"files\": {\n" + about + "\n },\n \"format_version\": 1\n}\n";
    }

    private static String config(FloatModel model, int seed, int epochs, double testAccuracy) {
        List<String> shapes = new ArrayList<>();
        for (FloatLayer layer : model.layers()) {
            shapes.add("  \"" + layer.name() + ".bias\": [" + layer.outputs() + "]");
            shapes.add("  \"" + layer.name() + ".lin.weight\": [" + layer.outputs() + ", " + layer.inputs() + "]");
        }
        return "{\n \"framework\": \"bitknit\",\n \"framework_version\": \"0.1.0\",\n \"arch\": \"gcn\",\n"
                + " \"dataset\": \"karate\",\n \"split\": 0,\n \"hidden\": "
                + model.layers().get(0).outputs() + ",\n \"heads\": null,\n \"seed\": " + seed
                + ",\n \"epochs\": " + epochs + ",\n \"feature_normalisation\": \"none\",\n"
                + " \"activation\": \"relu\",\n \"test_accuracy_fp32\": "
                + String.format(Locale.ROOT, "%.4f", testAccuracy) + ",\n \"tensors\": {\n"
                + String.join(",\n", shapes) + "\n }\n}\n";
    }

    /** PyTorch stores {@code [outputs, inputs]}, the transpose of ours. */
    private static byte[] tensors(FloatModel model) {
        List<Tensor> tensors = new ArrayList<>();
        for (FloatLayer layer : model.layers()) {
            float[] transposed = new float[layer.weight().length];
            for (int i = 0; i < layer.inputs(); i++) {
                for (int o = 0; o < layer.outputs(); o++) {
                    transposed[o * layer.inputs() + i] = layer.weight()[i * layer.outputs() + o];
                }
            }
            tensors.add(Tensor.of(layer.name() + ".bias", layer.bias(), layer.outputs()));
            tensors.add(Tensor.of(layer.name() + ".lin.weight", transposed, layer.outputs(), layer.inputs()));
        }
        return SafetensorsFile.toBytes("model.safetensors", tensors);
    }

    /** One stored block: compressed bytes would depend on the version of zlib. */
    private static byte[] gzip(byte[] content) {
        if (content.length > 0xffff) {
            throw new IllegalStateException("demo file of " + content.length + " bytes does not fit one stored block");
        }
        CRC32 crc = new CRC32();
        crc.update(content);
        ByteBuffer header = ByteBuffer.allocate(15).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff, 1});
        header.putShort((short) content.length).putShort((short) ~content.length);
        ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        trailer.putInt((int) crc.getValue()).putInt(content.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header.array());
        out.writeBytes(content);
        out.writeBytes(trailer.array());
        return out.toByteArray();
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String list(int[] numbers) {
        return Arrays.toString(numbers).replace(" ", "");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
