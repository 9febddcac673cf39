// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Trains a GCN from scratch: all nodes at once, cross entropy on the training nodes, the parameters of the epoch that
 * is best on the validation nodes. Test labels are only reported on.
 */
public final class GcnTraining {
    private static final long CHECKPOINT_NANOS = 2_000_000_000L;

    private GcnTraining() {}

    /**
     * A trained model and how it came about. Accuracies are of the float model in double arithmetic, 0..1.
     *
     * @param resumedAt epoch that a checkpoint led to, 0 if there was none
     * @param millisPerEpoch mean over the epochs of this run, validation included
     */
    public record Result(
            FloatModel model,
            int epochs,
            int bestEpoch,
            int resumedAt,
            double train,
            double validation,
            double test,
            double millisPerEpoch) {}

    /**
     * Trains without checkpoints.
     *
     * @throws UserException Q-023 if the graph has no training nodes
     */
    public static FloatModel train(GraphData graph, TrainOptions options) {
        return train(graph, options, Optional.empty(), false, (epoch, accuracy, best) -> {}, () -> false)
                .orElseThrow(() -> new IllegalStateException("quantizer: nobody stopped the training"))
                .model();
    }

    /**
     * Trains; leaves a checkpoint while it runs and when it is stopped, and removes it at the end.
     *
     * @param checkpoint file of the checkpoint
     * @param resume whether to go on from it if it is there
     * @return nothing if it was stopped
     * @throws UserException, or if the checkpoint cannot be read
     */
    public static Optional<Result> train(
            GraphData graph,
            TrainOptions options,
            Optional<Path> checkpoint,
            boolean resume,
            Training.Listener listener,
            BooleanSupplier stop) {
        if (graph.train().length == 0) {
            throw new UserException(
                    "Q-023", graph.name(), "the split has no training nodes; choose a split that has, with --split");
        }
        String settings = options + " on graph " + graph.digest();
        try (Engine engine = Engine.open(Engine.Precision.FLOAT)) {
            GcnNetwork network = new GcnNetwork(engine, graph, options);
            Training training = new Training(engine, network);
            if (resume && checkpoint.isPresent() && Files.exists(checkpoint.get())) {
                training.restore(Checkpoint.read(
                        checkpoint.get(),
                        settings,
                        training.checkpoint(settings).states()));
            }
            int resumedAt = training.epoch();
            long start = System.nanoTime();
            long[] written = {start};
            Training.Listener saving = (epoch, accuracy, best) -> {
                listener.epoch(epoch, accuracy, best);
                if (checkpoint.isPresent() && System.nanoTime() - written[0] > CHECKPOINT_NANOS) {
                    training.checkpoint(settings).write(checkpoint.get());
                    written[0] = System.nanoTime();
                }
            };
            boolean over = training.run(options.epochs(), options.patience(), saving, stop);
            if (!over) {
                checkpoint.ifPresent(file -> training.checkpoint(settings).write(file));
                return Optional.empty();
            }
            double millis = (System.nanoTime() - start) / 1e6 / Math.max(1, training.epoch() - resumedAt);
            checkpoint.ifPresent(GcnTraining::remove);
            return Optional.of(result(graph, options, network, training, resumedAt, millis));
        }
    }

    private static void remove(Path checkpoint) {
        try {
            Files.deleteIfExists(checkpoint);
        } catch (IOException e) {
            throw new UserException("Q-021", checkpoint.toString(), "the checkpoint cannot be removed");
        }
    }

    private static Result result(
            GraphData graph,
            TrainOptions options,
            GcnNetwork network,
            Training training,
            int resumedAt,
            double millisPerEpoch) {
        FloatModel model = new FloatModel(
                graph.name() + "-gcn",
                options.rowNormalised(),
                network.layers(training.best()),
                graph,
                provenance(options, training.bestEpoch()));
        int[] classes = FloatForward.classes(FloatForward.logits(model), graph.classes());
        return new Result(
                model,
                training.epoch(),
                training.bestEpoch(),
                resumedAt,
                FloatForward.accuracy(classes, graph.labels(), graph.train()),
                FloatForward.accuracy(classes, graph.labels(), graph.validation()),
                FloatForward.accuracy(classes, graph.labels(), graph.test()),
                millisPerEpoch);
    }

    private static Map<String, String> provenance(TrainOptions options, int bestEpoch) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("framework", "bitknit");
        provenance.put("arch", "gcn");
        provenance.put("seed", Long.toString(options.seed()));
        provenance.put("epochs", Integer.toString(options.epochs()));
        provenance.put("bestEpoch", Integer.toString(bestEpoch));
        provenance.put("learningRate", Double.toString(options.learningRate()));
        provenance.put("weightDecay", Double.toString(options.weightDecay()));
        provenance.put("dropout", Double.toString(options.dropout()));
        return provenance;
    }
}
