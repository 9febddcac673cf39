// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.file.FloatNetworkFile;
import io.bitknit.model.network.Architecture;
import io.bitknit.quantizer.network.NetworkOptions;
import io.bitknit.quantizer.network.NetworkTraining;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code train} for GraphSAGE, GIN, GAT and AGNN. */
record NetworkTrainRun(
        GraphInput graph,
        NetworkOptions options,
        Path output,
        boolean resume,
        @Nullable Path json,
        Console console) {
    private static final int LINES = 10;

    static Optional<Architecture> architecture(String text) {
        return Arrays.stream(Architecture.values())
                .filter(a -> a.text().equals(text))
                .findFirst();
    }

    /** @return exit code */
    int run() {
        Path checkpoint = output.resolveSibling(output.getFileName() + ".checkpoint");
        Optional<NetworkTraining.Result> trained;
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console, "train")) {
            int every = Math.max(1, options.epochs() / LINES);
            trained = NetworkTraining.train(
                    graph,
                    options,
                    Optional.of(checkpoint),
                    resume,
                    (epoch, accuracy, best) -> {
                        if (epoch % every == 0) {
                            String now = "best validation accuracy " + Text.percent(best);
                            progress.stage(now, epoch - 1, options.epochs());
                        }
                    },
                    interruption);
            trained.ifPresent(result -> FloatNetworkFile.write(result.network(), output));
        }
        if (trained.isEmpty()) {
            console.err().println("stopped; go on with --resume from " + Text.shown(checkpoint));
            return Failures.USER;
        }
        report(trained.get());
        return 0;
    }

    private void report(NetworkTraining.Result result) {
        if (json != null) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("format", "bitknit-train");
            facts.put("name", result.network().name());
            facts.put("arch", options.architecture().text());
            facts.put("seed", options.seed());
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
        console.say("trained " + Text.shown(result.network().name()) + " to " + Text.shown(output));
        console.fact(
                "accuracy",
                Text.percent(result.test()) + " test, " + Text.percent(result.validation()) + " validation, "
                        + Text.percent(result.train()) + " training, of " + Text.count(graph.test().length) + ", "
                        + Text.count(graph.validation().length) + " and " + Text.count(graph.train().length)
                        + (graph instanceof GraphSet ? " graphs" : " nodes"));
        console.fact(
                "epochs",
                result.epochs() + ", best " + result.bestEpoch() + ", " + Text.decimal(result.millisPerEpoch(), 1)
                        + " ms each");
        console.fact("next", Text.command("quantize", output, "--method", "sgquant", "--bits", "4", "-o", "MODEL.q"));
    }
}
