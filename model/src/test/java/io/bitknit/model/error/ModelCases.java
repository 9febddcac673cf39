// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import io.bitknit.model.QuantizedModel;
import io.bitknit.model.Samples;
import io.bitknit.model.file.FloatModelFile;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.model.file.QuantizedNetworkFile;
import io.bitknit.model.format.DataType;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.Tensor;
import io.bitknit.model.network.NetworkSamples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** M-070 to M-084: trained models of others, and our own folders. */
final class ModelCases {
    static final List<ErrorCase> ALL = List.of(
            new ErrorCase("M-085", folder -> {
                Path path = folder.resolve("network.q");
                QuantizedNetworkFile.write(NetworkSamples.integers(), path);
                QuantizedModelFile.read(path);
            }),
            Inputs.configCase("M-070", "{\"framework\": \"dgl\", \"arch\": \"gcn\", \"improved\": true}"),
            Inputs.configCase("M-070-normalisation", config("\"feature_normalisation\": \"l2\"")),
            Inputs.layerCase(
                    "M-070-layers", zeros("bn1.running_mean", 4), zeros("lin.weight", 2, 2), zeros("conv3.weight", 2)),
            Inputs.configCase("M-011-config", config("\"residual\": true")),
            Inputs.configCase("M-012-config", "{}"),
            Inputs.layerCase("M-071", zeros("conv4.bias", 2), zeros("conv4.lin.weight", 2, 2)),
            new ErrorCase(
                    "M-071-none",
                    folder -> Inputs.importModel(folder, Inputs.CONFIG, SafetensorsFile.toBytes("trained", List.of()))),
            Inputs.layerCase("M-072", zeros("conv1.lin.weight", 8), zeros("conv2.bias", 3)),
            Inputs.layerCase("M-073", zeros("conv1.lin.weight", 4, 3), zeros("conv2.lin.weight", 5, 9)),
            Inputs.layerCase("M-083-weight", zeros("conv3.bias", 2)),
            Inputs.configCase("M-074", config("\"tensors\": {\"conv1.bias\": [5], \"conv9.bias\": [1]}")),
            json("M-080", "bitknit-quantized", "bitknit-float"),
            json("M-081", "\"version\" : 1", "\"version\" : 2"),
            json("M-011-model", "\"requantShift\"", "\"colour\" : 1,\n  \"requantShift\""),
            json("M-014-shift", "\"requantShift\" : ", "\"requantShift\" : 10"),
            json("M-014-bits", "\"bits\" : ", "\"bits\" : 9"),
            json("M-014-scale", "\"scale\" : ", "\"scale\" : -"),
            json("M-014-activation", "\"NONE\"", "\"TANH\""),
            json("M-013-provenance", "\"provenance\" : {", "\"provenance\" : {\"when\" : 3, "),
            json("M-084-name", ".aggregated\"", ".combined\""),
            json("M-084-signed", "\"signed\" : true", "\"signed\" : false"),
            json("M-084-classes", "\"classes\" : ", "\"classes\" : 9"),
            tensor("M-082", "extra", zeros("extra", 1)),
            tensor("M-083", "evaluation.labels", null),
            tensor(
                    "M-030-shape",
                    "layers.0.combined.bits",
                    Tensor.of("layers.0.combined.bits", DataType.U8, new byte[1], 1, 1)),
            tensor("M-030-type", "layers.0.weights", zeros("layers.0.weights", 1)),
            same("M-031", "layers.0.combined.multipliers", 70000),
            same("M-031-bits", "layers.0.combined.bits", 9),
            same("M-031-exponent", "layers.0.combined.exponents", 8),
            same("M-031-source", "adjacency.source", 1000),
            same("M-084-start", "adjacency.rowStart", 1),
            same("M-084-bias", "layers.0.combined.bias", 1),
            same("M-084-exponent", "layers.0.aggregated.exponents", 1),
            new ErrorCase("M-084-zero", folder -> {
                Path path = folder.resolve("sample.float");
                FloatModelFile.write(new Samples(2).floatModel(), path);
                replace(path, "graph.features.value", t -> new Tensor[] {zeros(t.name(), t.elements())});
                FloatModelFile.read(path);
            }));

    private ModelCases() {}

    private static String config(String more) {
        return "{\"framework\": \"pytorch-geometric\", \"arch\": \"gcn\", " + more + "}";
    }

    private static Tensor zeros(String name, int... shape) {
        int elements = 1;
        for (int size : shape) {
            elements *= size;
        }
        return Tensor.of(name, new float[elements], shape);
    }

    /** A quantized model with one layer and more than one node. */
    private static QuantizedModel sample() {
        for (long seed = 0; ; seed++) {
            QuantizedModel model = new Samples(seed).quantizedModel();
            if (model.layers().size() == 1 && model.nodes() > 2) {
                return model;
            }
        }
    }

    private static ErrorCase json(String id, String from, String to) {
        return new ErrorCase(id, folder -> {
            Path path = folder.resolve("sample.q");
            QuantizedModelFile.write(sample(), path);
            String text = Files.readString(path.resolve("model.json"));
            if (!text.contains(from)) {
                throw new IllegalStateException(id + ": '" + from + "' is not in " + text);
            }
            Files.writeString(path.resolve("model.json"), text.replace(from, to));
            QuantizedModelFile.read(path);
        });
    }

    private interface Change {
        Tensor[] of(Tensor before);
    }

    private static void replace(Path path, String name, Change change) throws java.io.IOException {
        SafetensorsFile file = SafetensorsFile.read(new SourceFolder(path), "tensors.safetensors");
        Map<String, Tensor> tensors = new TreeMap<>(file.tensors());
        Tensor before = tensors.remove(name);
        for (Tensor tensor : change.of(before)) {
            tensors.put(tensor.name(), tensor);
        }
        Files.write(path.resolve("tensors.safetensors"), SafetensorsFile.toBytes("sample", tensors.values()));
    }

    /** Replaces a tensor; null removes it. */
    private static ErrorCase tensor(String id, String name, Tensor replacement) {
        return new ErrorCase(id, folder -> {
            Path path = folder.resolve("sample.q");
            QuantizedModelFile.write(sample(), path);
            replace(path, name, before -> replacement == null ? new Tensor[0] : new Tensor[] {replacement});
            QuantizedModelFile.read(path);
        });
    }

    /** Sets every element of a tensor to a value, type and shape unchanged. */
    private static ErrorCase same(String id, String name, int value) {
        return new ErrorCase(id, folder -> {
            Path path = folder.resolve("sample.q");
            QuantizedModelFile.write(sample(), path);
            replace(path, name, before -> {
                int n = before.elements();
                byte[] bytes = new byte[n];
                int[] ints = new int[n];
                long[] longs = new long[n];
                java.util.Arrays.fill(bytes, (byte) value);
                java.util.Arrays.fill(ints, value);
                java.util.Arrays.fill(longs, value);
                return new Tensor[] {
                    switch (before.type()) {
                        case I32 -> Tensor.of(name, ints, n);
                        case I64 -> Tensor.of(name, longs, n);
                        default -> Tensor.of(name, before.type(), bytes, n);
                    }
                };
            });
            QuantizedModelFile.read(path);
        });
    }
}
