// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.engine.Engine;
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
    private GcnTraining() {}

    /** A trained model and how it came about. */
    public record Result(
            FloatModel model,
            int epochs,
            int bestEpoch,
            int resumedAt,
            double train,
            double validation,
            double test,
            double millisPerEpoch)
            implements TrainingResult {
        @Override
        public String name() {
            return model.name();
        }
    }

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
        try (Engine engine = Engine.open(Engine.Precision.FLOAT)) {
            GcnNetwork network = new GcnNetwork(engine, graph, options);
            return ResumableTraining.run(
                            engine,
                            network,
                            options + " on graph " + graph.digest(),
                            options.epochs(),
                            options.patience(),
                            checkpoint,
                            resume,
                            listener,
                            stop)
                    .map(outcome -> result(graph, options, network, outcome));
        }
    }

    private static Result result(
            GraphData graph, TrainOptions options, GcnNetwork network, ResumableTraining.Outcome outcome) {
        FloatModel model = new FloatModel(
                graph.name() + "-gcn",
                options.rowNormalised(),
                network.layers(outcome.best()),
                graph,
                provenance(options, outcome.bestEpoch()));
        int[] classes = FloatForward.classes(FloatForward.logits(model), graph.classes());
        return new Result(
                model,
                outcome.epochs(),
                outcome.bestEpoch(),
                outcome.resumedAt(),
                FloatForward.accuracy(classes, graph.labels(), graph.train()),
                FloatForward.accuracy(classes, graph.labels(), graph.validation()),
                FloatForward.accuracy(classes, graph.labels(), graph.test()),
                outcome.millisPerEpoch());
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
