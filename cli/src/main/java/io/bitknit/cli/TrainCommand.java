// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.model.GraphData;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.FloatModelFile;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.NodeFeatures;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.network.NetworkOptions;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.TrainOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    private static final int LINES = 10;

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
            names = "--node-features",
            paramLabel = "KIND",
            defaultValue = "auto",
            description = "Of sets of graphs: auto (labels, else degrees), labels, degree, constant.")
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
        Optional<Architecture> network = NetworkTrainRun.architecture(arch);
        if (network.isPresent()) {
            return trainNetwork(network.get(), console);
        }
        TrainOptions options = options();
        Engine.require();
        GraphData data = GraphReader.read(graph, split);
        Path checkpoint = output.resolveSibling(output.getFileName() + ".checkpoint");
        Optional<GcnTraining.Result> trained;
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console, "train")) {
            int every = Math.max(1, epochs / LINES);
            trained = GcnTraining.train(
                    data,
                    options,
                    Optional.of(checkpoint),
                    resume,
                    (epoch, accuracy, best) -> {
                        if (epoch % every == 0) {
                            String now = "best validation accuracy " + Text.percent(best);
                            progress.stage(now, epoch - 1, epochs);
                        }
                    },
                    interruption);
            trained.ifPresent(result -> FloatModelFile.write(result.model(), output));
        }
        if (trained.isEmpty()) {
            console.err().println("stopped; go on with --resume from " + Text.shown(checkpoint));
            return Failures.USER;
        }
        report(trained.get(), data, console);
        return 0;
    }

    /** Settings that are not given are the architecture's own, so only what is on the command line counts. */
    private int trainNetwork(Architecture architecture, Console console) {
        if (output.getFileName() == null) {
            throw new UserException("U-004", output.toString(), "the root folder is no model to write");
        }
        Engine.require();
        GraphInput data = GraphReader.read(graph, split, nodeFeatures);
        if (!pooling.equals("mean") && !pooling.equals("sum")) {
            throw new UserException("U-001", "--pooling", "'" + pooling + "' is not known; use sum or mean");
        }
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
                usual.batch(),
                given("--features") ? features.equals("row-sum") : usual.rowNormalised(),
                seed);
        return new NetworkTrainRun(data, options, output, resume, json, console).run();
    }

    private boolean given(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private TrainOptions options() {
        if (!arch.equals("gcn")) {
            throw new UserException("U-001", "--arch", "'" + arch + "' is not known; use gcn, sage, gin, gat or agnn");
        }
        if (!features.equals("row-sum") && !features.equals("none")) {
            throw new UserException("U-001", "--features", "'" + features + "' is not known; use row-sum or none");
        }
        if (output.getFileName() == null) {
            throw new UserException("U-004", output.toString(), "the root folder is no model to write");
        }
        return new TrainOptions(
                hidden, layers, epochs, patience, learningRate, weightDecay, dropout, features.equals("row-sum"), seed);
    }

    private void report(GcnTraining.Result result, GraphData data, Console console) {
        if (json != null) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("format", "bitknit-train");
            facts.put("name", result.model().name());
            facts.put("arch", arch);
            facts.put("seed", seed);
            facts.put("epochs", result.epochs());
            facts.put("bestEpoch", result.bestEpoch());
            facts.put("resumedAt", result.resumedAt());
            facts.put("accuracyTrain", result.train());
            facts.put("accuracyValidation", result.validation());
            facts.put("accuracyFloat", result.test());
            facts.put("millisPerEpoch", result.millisPerEpoch());
            facts.put("output", output.toString());
            Output.json(json, facts, console);
            return;
        }
        console.say("trained " + Text.shown(result.model().name()) + " to " + Text.shown(output));
        console.fact(
                "accuracy",
                Text.percent(result.test()) + " test, " + Text.percent(result.validation()) + " validation, "
                        + Text.percent(result.train()) + " training, of "
                        + Text.count(data.test().length) + ", " + Text.count(data.validation().length) + " and "
                        + Text.count(data.train().length) + " nodes");
        console.fact(
                "epochs",
                result.epochs() + ", best " + result.bestEpoch() + ", " + Text.decimal(result.millisPerEpoch(), 1)
                        + " ms each");
        console.fact(
                "next", Text.command("quantize", output, "--hidden-bits", "4", "--weight-bits", "4", "-o", "MODEL.q"));
    }
}
