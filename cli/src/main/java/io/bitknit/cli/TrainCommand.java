// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.model.GraphData;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.FloatModelFile;
import io.bitknit.model.file.FloatNetworkFile;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.NodeFeatures;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.network.NetworkOptions;
import io.bitknit.quantizer.network.NetworkTraining;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.TrainOptions;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code train}: a graph to a float model. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Train a float model on a graph, from scratch.",
            "The model of the epoch that is best on the validation nodes is kept. An interrupted training leaves",
            "a checkpoint beside the output, MODEL.float.checkpoint, from which --resume goes on."
        },
        footer = {"", "Example: bitknit train --arch gcn --graph cora --seed 0 -o cora.float"})
final class TrainCommand implements Callable<Integer> {
    @ParentCommand
    private BitknitCommand root;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--arch",
            required = true,
            paramLabel = "NAME",
            description = "Architecture: gcn, sage, gin, gat or agnn; only gcn has an accelerator.")
    private String arch;

    @Option(
            names = "--graph",
            required = true,
            paramLabel = "PATH",
            description = "Graph, in any form that import reads.")
    private Path graph;

    @Option(
            names = "--split",
            paramLabel = "INDEX",
            defaultValue = "0",
            description = "Which split of the graph, from 0; default ${DEFAULT-VALUE}.")
    private int split;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            defaultValue = "16",
            description = "Features of the hidden layers; default ${DEFAULT-VALUE}.")
    private int hidden;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Convolutions; default ${DEFAULT-VALUE}.")
    private int layers;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "200",
            description = "Most epochs; default ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "100",
            description = "Epochs without a better validation accuracy that end it; default ${DEFAULT-VALUE}.")
    private int patience;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            defaultValue = "0.01",
            description = "Of Adam; default ${DEFAULT-VALUE}.")
    private double learningRate;

    @Option(
            names = "--weight-decay",
            paramLabel = "X",
            defaultValue = "0.0005",
            description = "On the first layer; default ${DEFAULT-VALUE}.")
    private double weightDecay;

    @Option(
            names = "--dropout",
            paramLabel = "X",
            defaultValue = "0.5",
            description = "Share of a layer's inputs that an epoch leaves out; default ${DEFAULT-VALUE}.")
    private double dropout;

    @Option(
            names = "--features",
            paramLabel = "KIND",
            defaultValue = "row-sum",
            description = "row-sum divides each node's features by their sum, none does not; default row-sum.")
    private String features;

    @Option(names = "--heads", paramLabel = "N", description = "Attention heads of GAT; default 8.")
    private @Nullable Integer heads;

    @Option(
            names = "--pooling",
            paramLabel = "KIND",
            defaultValue = "mean",
            description = "What a graph is of its nodes: sum or mean; default ${DEFAULT-VALUE}.")
    private String pooling;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Graphs per step, of sets of graphs; default ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--node-features",
            paramLabel = "KIND",
            defaultValue = "auto",
            description =
                    "Of sets of graphs: auto (labels, else degrees), labels, degree, octaves (of the degree), constant.")
    private NodeFeatures nodeFeatures;

    @Option(names = "--resume", description = "Go on from the checkpoint if there is one.")
    private boolean resume;

    @Option(names = "-o", required = true, paramLabel = "FOLDER", description = "Float model to write.")
    private Path output;

    @Option(names = "--json", paramLabel = "FILE", description = "The result as JSON; - for standard output.")
    private @Nullable Path json;

    @Override
    public Integer call() {
        Console console = root.console();
        if (output.getFileName() == null) {
            throw new UserException("U-004", output.toString(), "the root folder is no model to write");
        }
        if (!features.equals("row-sum") && !features.equals("none")) {
            throw new UserException("U-001", "--features", "'" + features + "' is not known; use row-sum or none");
        }
        if (!pooling.equals("mean") && !pooling.equals("sum")) {
            throw new UserException("U-001", "--pooling", "'" + pooling + "' is not known; use sum or mean");
        }
        return arch.equals("gcn") ? trainGcn(console) : trainNetwork(architecture(), console);
    }

    private Architecture architecture() {
        return Arrays.stream(Architecture.values())
                .filter(a -> a.text().equals(arch))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        "U-001", "--arch", "'" + arch + "' is not known; use gcn, sage, gin, gat or agnn"));
    }

    private int trainGcn(Console console) {
        TrainOptions options = new TrainOptions(
                hidden, layers, epochs, patience, learningRate, weightDecay, dropout, features.equals("row-sum"), seed);
        Engine.require();
        GraphData data = GraphReader.read(graph, split);
        return new TrainRun(arch, seed, epochs, data, output, json, console)
                .run(
                        (checkpoint, listener, stop) ->
                                GcnTraining.train(data, options, checkpoint, resume, listener, stop),
                        result -> FloatModelFile.write(result.model(), output),
                        Text.command("quantize", output, "--hidden-bits", "4", "--weight-bits", "4", "-o", "MODEL.q"));
    }

    /** Settings that are not given are the architecture's own, so only what is on the command line counts. */
    private int trainNetwork(Architecture architecture, Console console) {
        Engine.require();
        GraphInput data = GraphReader.read(graph, split, nodeFeatures);
        NetworkOptions usual = NetworkOptions.defaults(architecture, data instanceof GraphSet, seed);
        NetworkOptions options = new NetworkOptions(
                architecture,
                given("--hidden") ? hidden : usual.hidden(),
                heads != null ? heads : usual.heads(),
                given("--layers") ? layers : usual.layers(),
                given("--epochs") ? epochs : usual.epochs(),
                given("--patience") ? patience : usual.patience(),
                given("--learning-rate") ? learningRate : usual.learningRate(),
                given("--weight-decay") ? weightDecay : usual.weightDecay(),
                given("--dropout") ? dropout : usual.dropout(),
                given("--pooling") ? pooling.equals("mean") : usual.meanPooling(),
                given("--batch") ? batch : usual.batch(),
                given("--features") ? features.equals("row-sum") : usual.rowNormalised(),
                seed);
        return new TrainRun(arch, seed, options.epochs(), data, output, json, console)
                .run(
                        (checkpoint, listener, stop) ->
                                NetworkTraining.train(data, options, checkpoint, resume, listener, stop),
                        result -> FloatNetworkFile.write(result.network(), output),
                        Text.command("quantize", output, "--method", "sgquant", "--bits", "4", "-o", "MODEL.q"));
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }
}
