// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.GraphInput;
import io.bitknit.model.file.FloatModelFile;
import io.bitknit.model.file.FloatNetworkFile;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.NodeFeatures;
import io.bitknit.model.read.PygImporter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code import}: PyTorch Geometric model and graph to a float model folder. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Read a PyTorch Geometric model and a graph; write a float model.",
            "GCN goes on to the accelerator; GraphSAGE, GIN, GAT and AGNN to the integer reference."
        },
        footer = {"", "Example: bitknit import --model cora-gcn --graph cora -o cora.float"})
final class ImportCommand implements Runnable {
    @ParentCommand
    private BitknitCommand root;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "FOLDER",
            description = "Folder with model.safetensors and config.json.")
    private Path model;

    @Option(
            names = "--graph",
            required = true,
            paramLabel = "PATH",
            description =
                    "Graph folder with meta.json, .npz file, edge list .tsv or .csv with a .npz of its name beside "
                            + "it, or Planetoid's ind.NAME files. Forms: doc/MODEL_FORMAT.md.")
    private Path graph;

    @Option(
            names = "--split",
            paramLabel = "INDEX",
            description = "Which split of the graph to use, from 0; default: the one that the model was trained on.")
    private @Nullable Integer split;

    @Option(
            names = "--features",
            paramLabel = "KIND",
            description =
                    "What nodes of a set of graphs have for features: auto (labels, else degrees), labels, degree, octaves,"
                            + " constant.")
    private NodeFeatures features = NodeFeatures.AUTO;

    @Option(names = "-o", required = true, paramLabel = "FOLDER", description = "Float model to write.")
    private Path output;

    @Option(names = "--json", paramLabel = "FILE", description = "Facts as JSON; - for standard output.")
    private @Nullable Path json;

    @Override
    public void run() {
        Console console = root.console();
        int index = split != null ? split : PygImporter.splitIndex(model);
        if (PygImporter.network(model).isPresent()) {
            importNetwork(index, console);
            return;
        }
        GraphData data = GraphReader.read(graph, index);
        FloatModel imported = PygImporter.read(model, data);
        FloatModelFile.write(imported, output);
        if (json != null) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("format", "bitknit-import");
            facts.put("name", imported.name());
            facts.put("nodes", data.nodes());
            facts.put("edges", data.adjacency().terms());
            facts.put("features", data.features());
            facts.put("classes", data.classes());
            facts.put("layers", imported.layers().size());
            facts.put("output", output.toString());
            Output.json(json, facts, console);
            return;
        }
        console.say("imported " + Text.shown(imported.name()) + " to " + Text.shown(output));
        console.fact(
                "graph",
                Text.count(data.nodes()) + " nodes, "
                        + Text.count(data.adjacency().terms()) + " directed edges, " + Text.count(data.features())
                        + " features, " + data.classes() + " classes");
        imported.layers()
                .forEach(layer -> console.fact(
                        "layer " + Text.shown(layer.name()),
                        layer.inputs() + " to " + layer.outputs() + ", "
                                + layer.activation().name().toLowerCase(java.util.Locale.ROOT)));
        console.fact(
                "next", Text.command("quantize", output, "--hidden-bits", "4", "--weight-bits", "4", "-o", "MODEL.q"));
    }

    private void importNetwork(int index, Console console) {
        GraphInput data = GraphReader.read(graph, index, features);
        FloatNetwork imported = PygImporter.readNetwork(model, data);
        FloatNetworkFile.write(imported, output);
        if (json != null) {
            Output.json(json, NetworkText.facts(imported, output), console);
            return;
        }
        console.say("imported " + Text.shown(imported.name()) + " to " + Text.shown(output));
        NetworkText.describe(imported, console);
        console.fact(
                "next", Text.command("quantize", output, "--hidden-bits", "4", "--weight-bits", "4", "-o", "MODEL.q"));
    }
}
