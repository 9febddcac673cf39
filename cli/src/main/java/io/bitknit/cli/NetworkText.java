// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkLayer;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.quantizer.ExponentChoice;
import io.bitknit.quantizer.network.NetworkAccounting;
import io.bitknit.quantizer.network.NetworkQuantizer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Words and JSON about networks that have no accelerator yet. */
final class NetworkText {
    private NetworkText() {}

    /** Powers of two that a row may choose from, the same in every tensor; {@code auto} is none. */
    static int exponents(String text) {
        List<ExponentChoice> choices = ExponentChoice.parseList("--exponents", text);
        if (choices.size() > 1) {
            throw new UserException("U-001", "--exponents", "'" + text + "': networks take one number for all tensors");
        }
        return Math.max(1, choices.get(0).count());
    }

    static void describe(FloatNetwork network, Console console) {
        GraphInput graph = network.graph();
        String graphs = graph instanceof GraphSet set ? Text.count(set.graphs()) + " graphs, " : "";
        console.fact(
                "graph",
                graphs + Text.count(graph.nodes()) + " nodes, "
                        + Text.count(graph.adjacency().terms()) + " directed edges, " + Text.count(graph.features())
                        + " features, " + graph.classes() + " classes");
        for (NetworkLayer layer : network.layers()) {
            console.fact("layer " + Text.shown(layer.name()), layer.inputs() + " to " + layer.outputs());
        }
    }

    static Map<String, Object> facts(FloatNetwork network, Path output) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "bitknit-import");
        facts.put("name", network.name());
        facts.put("architecture", network.architecture().text());
        facts.put("nodes", network.graph().nodes());
        facts.put("edges", network.graph().adjacency().terms());
        facts.put("features", network.graph().features());
        facts.put("classes", network.graph().classes());
        facts.put("layers", network.layers().size());
        facts.put("output", output.toString());
        return facts;
    }

    static void describe(NetworkQuantizer.Result result, Console console) {
        console.fact(
                "test accuracy",
                Text.percent(result.test()) + " in integers, " + Text.percent(result.testFloat())
                        + " in floating point");
        console.fact("agreement", Text.percent(result.agreement()) + " of all rows get the float network's class");
        console.fact(
                "mean bits",
                Text.decimal(result.bits().inputBits(), 2) + " of input features, "
                        + Text.decimal(result.bits().hiddenBits(), 2) + " of hidden features and attention, "
                        + Text.decimal(result.bits().allBits(), 2) + " of all with weights");
        console.fact(
                "memory",
                Text.decimal(result.bits().memoryBeforeBits() / 8192.0, 1) + " KiB before, "
                        + Text.decimal(result.bits().memoryAfterBits() / 8192.0, 1) + " KiB after");
        console.fact(
                "hardware",
                "there is no accelerator for " + result.network().architecture().text()
                        + " yet; these are the integers of the reference");
    }

    static Map<String, Object> facts(NetworkQuantizer.Result result) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "bitknit-quantize");
        facts.put("name", result.network().name());
        facts.put("architecture", result.network().architecture().text());
        facts.put("accuracyFloat", result.testFloat());
        facts.put("accuracyIntegers", result.test());
        facts.put("validationFloat", result.validationFloat());
        facts.put("validationIntegers", result.validation());
        facts.put("agreement", result.agreement());
        facts.put("bitsInput", result.bits().inputBits());
        facts.put("bitsHidden", result.bits().hiddenBits());
        facts.put("bitsAll", result.bits().allBits());
        facts.put("bits", result.bits());
        facts.put("memorySavingSgquant", savingSgquant(result.network()));
        facts.put("predictedCycles", null);
        return facts;
    }

    /** Of GAT and AGNN by SGQuant's counting, the input as dense; null for others, which it does not count. */
    static @Nullable Double savingSgquant(QuantizedNetwork network) {
        return NetworkAccounting.saving(network).isPresent()
                ? NetworkAccounting.saving(network).getAsDouble()
                : null;
    }
}
