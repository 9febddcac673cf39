// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.quantizer.train.Training;
import io.bitknit.quantizer.train.TrainingResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One training of {@code train}, of whatever architecture: progress, checkpoint, the written model, and what is said.
 *
 * @param epochs most of them, for the progress
 */
record TrainRun(
        String arch,
        long seed,
        int epochs,
        GraphInput graph,
        Path output,
        @Nullable Path json,
        Console console) {
    private static final int LINES = 10;

    /** Begins a training. */
    @FunctionalInterface
    interface Start<R extends TrainingResult> {
        /** @return nothing if it was stopped */
        Optional<R> train(Optional<Path> checkpoint, Training.Listener listener, BooleanSupplier stop);
    }

    /**
     * @param write writes the model
     * @param next command that goes on from it
     * @return exit code
     */
    <R extends TrainingResult> int run(Start<R> start, Consumer<R> write, String next) {
        Path checkpoint = output.resolveSibling(output.getFileName() + ".checkpoint");
        Optional<R> trained;
        try (Interruption interruption = new Interruption()) {
            try (Progress progress = new Progress(console, "train")) {
                int every = Math.max(1, epochs / LINES);
                trained = start.train(
                        Optional.of(checkpoint),
                        (epoch, accuracy, best) -> {
                            if (epoch % every == 0) {
                                String now = "best validation accuracy " + Text.percent(best);
                                progress.stage(now, epoch - 1, epochs);
                            }
                        },
                        interruption);
                trained.ifPresent(write);
            }
            // Behind the interruption the process may be gone.
            if (trained.isEmpty()) {
                console.err().println("stopped; go on with --resume from " + Text.shown(checkpoint));
                return Failures.USER;
            }
        }
        report(trained.get(), next);
        return 0;
    }

    private void report(TrainingResult result, String next) {
        if (json != null) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("format", "bitknit-train");
            facts.put("name", result.name());
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
        console.say("trained " + Text.shown(result.name()) + " to " + Text.shown(output));
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
        console.fact("next", next);
    }
}
