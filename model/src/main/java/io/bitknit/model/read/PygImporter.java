// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.Activation;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.GraphInput;
import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.Tensor;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkLayer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Imports a trained PyTorch Geometric model: {@code model.safetensors} (the state dictionary under PyTorch Geometric's
 * own names) and {@code config.json}. Everything that is not supported is reported at once.
 */
public final class PygImporter {
    private static final String TENSORS = "model.safetensors";
    private static final String CONFIG = "config.json";

    private PygImporter() {}

    /**
     * The split that the model was trained on, as its {@code config.json} states it; 0 if it states none.
     *
     * @throws UserException M-001 to M-014
     */
    public static int splitIndex(Path modelFolder) {
        JsonSection config = JsonSection.read(new SourceFolder(modelFolder), CONFIG);
        return config.has("split") ? config.integer("split", 0, Integer.MAX_VALUE) : 0;
    }

    /**
     * What the model is, if it is another network than a GCN.
     *
     * @throws UserException M-001 to M-014
     */
    public static Optional<Architecture> network(Path modelFolder) {
        return PygConfig.architectureOf(JsonSection.read(new SourceFolder(modelFolder), CONFIG));
    }

    /**
     * GraphSAGE, GIN, GAT or AGNN with its graph or graphs.
     *
     * @throws UserException M-001 to M-014 and M-020 to M-030 for the files, M-070 to M-074 and M-083 for what is not
     *     supported, missing or does not fit, all at once
     */
    public static FloatNetwork readNetwork(Path modelFolder, GraphInput graph) {
        SourceFolder folder = new SourceFolder(modelFolder);
        JsonSection json = JsonSection.read(folder, CONFIG);
        PygConfig config = PygConfig.read(json);
        Architecture architecture = PygConfig.architectureOf(json)
                .orElseThrow(() -> ModelError.PYG_UNSUPPORTED.at(
                        json.place("arch"),
                        "'" + json.shown("arch") + "' is not known",
                        "sage, gin, gat or agnn, or gcn for the accelerator"));
        byte[] content = folder.bytes(TENSORS, Limits.FILE_BYTES);
        SafetensorsFile file = SafetensorsFile.parse(folder.place(TENSORS), content);
        List<Diagnostic> found = new ArrayList<>(config.unsupported(architecture));
        found.addAll(config.differences(file));
        PygTensors tensors = new PygTensors(folder.place(TENSORS), file.tensors(), found);
        List<NetworkLayer> layers = new PygNetwork(architecture, config, tensors, graph).layers();
        tensors.refuseUnused();
        fail(found);
        return new FloatNetwork(
                folder.label(),
                architecture,
                config.rowNormalised(),
                layers,
                graph,
                provenance(config, content, graph));
    }

    private static Map<String, String> provenance(PygConfig config, byte[] content, GraphInput graph) {
        Map<String, String> provenance = new LinkedHashMap<>(config.provenance());
        provenance.put("modelSha256", Digest.of(content));
        provenance.put("graph", graph.name());
        provenance.put("graphSha256", graph.digest());
        return provenance;
    }

    /**
     * @throws UserException M-001 to M-014 and M-020 to M-030 for the files, M-070 to M-074 with every layer and
     *     setting that is not supported and every shape that does not fit
     */
    public static FloatModel read(Path modelFolder, GraphData graph) {
        SourceFolder folder = new SourceFolder(modelFolder);
        PygConfig config = PygConfig.read(JsonSection.read(folder, CONFIG));
        byte[] content = folder.bytes(TENSORS, Limits.FILE_BYTES);
        SafetensorsFile file = SafetensorsFile.parse(folder.place(TENSORS), content);
        Map<Integer, Map<String, Tensor>> convolutions = new TreeMap<>();
        List<Diagnostic> found = new ArrayList<>(config.unsupported());
        found.addAll(PygLayers.group(folder.place(TENSORS), file.tensors().values(), convolutions));
        fail(found);
        found.addAll(config.differences(file));
        found.addAll(PygLayers.gaps(folder.place(TENSORS), convolutions.keySet()));
        found.addAll(shapes(convolutions, graph));
        fail(found);
        List<FloatLayer> layers = layers(convolutions);
        return new FloatModel(
                folder.label(), config.rowNormalised(), layers, graph, provenance(config, content, graph));
    }

    private static void fail(List<Diagnostic> found) {
        if (!found.isEmpty()) {
            throw new UserException(found);
        }
    }

    /** Shapes must chain: features of the graph, layer by layer, classes of the graph. */
    private static List<Diagnostic> shapes(Map<Integer, Map<String, Tensor>> convolutions, GraphData graph) {
        List<Diagnostic> found = new ArrayList<>();
        String before = "the graph '" + graph.name() + "'";
        String beforeWhat = "features";
        int width = graph.features();
        int left = convolutions.size();
        for (Map.Entry<Integer, Map<String, Tensor>> entry : convolutions.entrySet()) {
            Tensor weight = entry.getValue().get("lin.weight");
            Tensor bias = entry.getValue().get("bias");
            left--;
            if (weight == null) {
                Tensor other = entry.getValue().values().iterator().next();
                found.add(ModelError.TENSOR_MISSING.found(other.place(), PygLayers.name(other) + ".lin.weight"));
                continue;
            }
            for (Tensor tensor : entry.getValue().values()) {
                if (!tensor.type().isReal()) {
                    String type = "of type " + tensor.type();
                    found.add(ModelError.TENSOR_KIND.found(tensor.place(), type, "F32, F16, BF16 or F64"));
                }
            }
            if (weight.rank() != 2 || weight.elements() == 0) {
                found.add(ModelError.PYG_SHAPE.found(weight.place(), weight.shapeText(), "[outputs, inputs]"));
                continue;
            }
            if (weight.size(1) != width) {
                found.add(ModelError.PYG_CHAIN.found(
                        weight.place(), before, width, beforeWhat, "the input side", weight.size(1)));
            }
            width = weight.size(0);
            if (bias != null && !bias.hasShape(width)) {
                found.add(ModelError.PYG_SHAPE.found(bias.place(), bias.shapeText(), "[" + width + "]"));
            }
            if (left == 0 && width != graph.classes()) {
                found.add(ModelError.PYG_CHAIN.found(
                        weight.place(),
                        "the graph '" + graph.name() + "'",
                        graph.classes(),
                        "classes",
                        "the output side",
                        width));
            }
            if ((long) width * graph.nodes() > Limits.HIDDEN) {
                found.add(ModelError.GRAPH_TOO_LARGE.found(
                        weight.place(), (long) width * graph.nodes(), "hidden values", (long) Limits.HIDDEN));
            }
            before = "layer '" + PygLayers.name(weight) + "'";
            beforeWhat = "outputs";
        }
        return found;
    }

    private static List<FloatLayer> layers(Map<Integer, Map<String, Tensor>> convolutions) {
        List<FloatLayer> layers = new ArrayList<>();
        for (Map<String, Tensor> tensors : convolutions.values()) {
            Tensor weight = Objects.requireNonNull(tensors.get("lin.weight"));
            int outputs = weight.size(0);
            int inputs = weight.size(1);
            float[] stored = weight.floats();
            float[] transposed = new float[stored.length];
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < inputs; i++) {
                    transposed[i * outputs + o] = stored[o * inputs + i];
                }
            }
            Tensor stated = tensors.get("bias");
            float[] bias = stated == null ? new float[outputs] : stated.floats();
            boolean last = layers.size() == convolutions.size() - 1;
            Activation activation = last ? Activation.NONE : Activation.RELU;
            layers.add(new FloatLayer(PygLayers.name(weight), inputs, outputs, transposed, bias, activation));
        }
        return layers;
    }
}
