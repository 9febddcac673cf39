// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.Tensor;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.Nonlinearity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code config.json} of a trained model. A key that changes what the model computes must have the one supported value;
 * the keys that change nothing are listed; any other key is refused, because ignoring it could mean computing
 * something else.
 */
final class PygConfig {
    private static final String GCN = "GCNConv layers conv1, conv2, ... with ReLU between";
    /** Keys that change nothing that is computed. Those with a value go into the provenance. */
    private static final List<String> RECORDS = List.of(
            "framework_version",
            "torch",
            "dataset",
            "split",
            "hidden",
            "seed",
            "epochs",
            "dropout",
            "lr",
            "weight_decay",
            "cached",
            "train_accuracy_fp32",
            "val_accuracy_fp32",
            "test_accuracy_fp32");

    /** Settings of layers that a GCN does not have. */
    private static final List<String> OF_NETWORKS =
            List.of("aggr", "negative_slope", "concat", "train_eps", "batch_norm_eps", "pooling");

    private static final List<String> MEANINGFUL = List.of(
            "framework",
            "arch",
            "heads",
            "feature_normalisation",
            "activation",
            "tensors",
            "improved",
            "add_self_loops",
            "normalize");

    private final JsonSection json;

    private PygConfig(JsonSection json) {
        this.json = json;
    }

    /** @throws UserException M-011 for unknown keys, M-012 and M-013 */
    static PygConfig read(JsonSection json) {
        List<String> known = new ArrayList<>(MEANINGFUL);
        known.addAll(RECORDS);
        if (architectureOf(json).isPresent()) {
            known.addAll(OF_NETWORKS);
        }
        json.onlyKeys(known);
        json.string("framework");
        json.string("arch");
        return new PygConfig(json);
    }

    /** Empty for a GCN, and for what is not known. */
    static Optional<Architecture> architectureOf(JsonSection json) {
        return Arrays.stream(Architecture.values())
                .filter(a -> json.has("arch") && a.text().equals(json.shown("arch")))
                .findFirst();
    }

    /** One finding per setting of a network that has another value than a supported one. */
    List<Diagnostic> unsupported(Architecture architecture) {
        List<Diagnostic> found = new ArrayList<>();
        refuseUnless(found, "framework", "\"pytorch-geometric\"", List.of("pytorch-geometric", "bitknit"));
        refuseUnless(found, "activation", "\"relu\" or \"elu\"", List.of("relu", "elu"));
        refuseUnless(found, "improved", "false", List.of("false"));
        boolean loops = architecture.selfLoops();
        refuseUnless(found, "add_self_loops", String.valueOf(loops), List.of(String.valueOf(loops)));
        refuseUnless(found, "normalize", "false", List.of("false"));
        String aggregation = architecture == Architecture.SAGE ? "mean" : "add";
        refuseUnless(found, "aggr", "\"" + aggregation + "\"", List.of(aggregation, loops ? "add" : aggregation));
        refuseUnless(found, "pooling", "\"mean\" or \"sum\"", List.of("mean", "sum"));
        refuseFeatures(found);
        return found;
    }

    private void refuseFeatures(List<Diagnostic> found) {
        refuseUnless(
                found,
                "feature_normalisation",
                "\"row-sum (x / sum(x))\", \"none\" or null",
                List.of("row-sum (x / sum(x))", "row-sum", "none"));
    }

    Nonlinearity activation() {
        return json.has("activation") && json.shown("activation").equals("elu") ? Nonlinearity.ELU : Nonlinearity.RELU;
    }

    /** Of GAT's leaky ReLU, below 0. */
    double negativeSlope() {
        return json.has("negative_slope") ? json.number("negative_slope", 0, 1, "a number from 0 to 1") : 0.2;
    }

    double batchNormEpsilon() {
        return json.has("batch_norm_eps") ? json.number("batch_norm_eps", 0, 1, "a number from 0 to 1") : 1e-5;
    }

    boolean meanPooling() {
        return json.has("pooling") && json.shown("pooling").equals("mean");
    }

    /** One finding per setting that has another value than the supported one. */
    List<Diagnostic> unsupported() {
        List<Diagnostic> found = new ArrayList<>();
        refuseUnless(found, "framework", "\"pytorch-geometric\"", List.of("pytorch-geometric", "bitknit"));
        refuseUnless(found, "arch", "\"gcn\", " + GCN, List.of("gcn"));
        refuseUnless(found, "activation", "\"relu\"", List.of("relu"));
        refuseUnless(found, "heads", "null, no attention heads", List.of());
        refuseUnless(found, "improved", "false", List.of("false"));
        refuseUnless(found, "add_self_loops", "true", List.of("true"));
        refuseUnless(found, "normalize", "true", List.of("true"));
        refuseFeatures(found);
        return found;
    }

    private void refuseUnless(List<Diagnostic> found, String key, String nearest, List<String> supported) {
        if (json.has(key) && !supported.contains(json.shown(key))) {
            String text = "'" + key + "' is '" + json.shown(key) + "', which is not supported";
            found.add(ModelError.PYG_UNSUPPORTED.found(json.place(key), text, nearest));
        }
    }

    boolean rowNormalised() {
        return json.has("feature_normalisation")
                && json.shown("feature_normalisation").startsWith("row-sum");
    }

    /** Tensors whose shape in {@code config.json} is not the one in the file. */
    List<Diagnostic> differences(SafetensorsFile file) {
        if (!json.has("tensors")) {
            return List.of();
        }
        List<Diagnostic> found = new ArrayList<>();
        JsonSection shapes = json.section("tensors");
        for (String name : shapes.keys()) {
            String said = Arrays.toString(shapes.integers(name, 0, Limits.FILE_BYTES));
            Tensor tensor = file.tensors().get(name);
            String there = tensor == null ? "it is not there" : tensor.shapeText();
            if (!said.equals(there)) {
                found.add(ModelError.PYG_CONFIG.found(shapes.place(name), said, name, there));
            }
        }
        return found;
    }

    /** Where the model comes from, in a fixed order. */
    Map<String, String> provenance() {
        Map<String, String> provenance = new LinkedHashMap<>();
        List<String> keys = new ArrayList<>(List.of("framework"));
        keys.addAll(RECORDS);
        keys.addAll(List.of("arch", "feature_normalisation", "activation"));
        for (String key : keys) {
            if (json.has(key)) {
                provenance.put(key, json.shown(key));
            }
        }
        return provenance;
    }
}
