// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.FloatForward;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkForward;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Parameter;
import io.bitknit.quantizer.engine.Value;
import io.bitknit.quantizer.train.Network;
import io.bitknit.quantizer.train.Randomness;
import io.bitknit.quantizer.train.ResumableTraining;
import io.bitknit.quantizer.train.Training;
import io.bitknit.quantizer.train.TrainingResult;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Trains GraphSAGE, GIN, GAT and AGNN from scratch: all nodes at once, or graphs in batches. The network of the epoch
 * that is best on the validation rows is kept; test labels are only reported on.
 */
public final class NetworkTraining {
    private static final int INPUT_BITS = 8;

    private NetworkTraining() {}

    /** A trained network and how it came about. */
    public record Result(
            FloatNetwork network,
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
            return network.name();
        }
    }

    /** Without checkpoints. @throws UserException Q-023 if nothing trains */
    public static Result train(GraphInput graph, NetworkOptions options) {
        return train(graph, options, Optional.empty(), false, (epoch, accuracy, best) -> {}, () -> false)
                .orElseThrow(() -> new IllegalStateException("quantizer: nobody stopped the training"));
    }

    /**
     * @param listener told after every pass
     * @return nothing if it was stopped
     * @throws UserException, or if the checkpoint cannot be read
     */
    public static Optional<Result> train(
            GraphInput graph,
            NetworkOptions options,
            Optional<Path> checkpoint,
            boolean resume,
            Training.Listener listener,
            BooleanSupplier stop) {
        if (graph.train().length == 0) {
            throw new UserException(
                    "Q-023", graph.name(), "the split has no training nodes; choose a split that has, with --split");
        }
        FloatNetwork initial = InitialNetwork.of(options, graph);
        try (Engine engine = Engine.open(Engine.Precision.FLOAT)) {
            Learning learning = new Learning(engine, initial, options);
            int perPass = learning.stepsPerPass();
            Optional<ResumableTraining.Outcome> outcome = ResumableTraining.run(
                    engine,
                    learning,
                    options + " on graph " + graph.digest(),
                    options.epochs() * perPass,
                    Math.max(1, options.patience() * perPass),
                    checkpoint,
                    resume,
                    (step, accuracy, best) -> {
                        if (step % perPass == 0) {
                            listener.epoch(step / perPass, accuracy, best);
                        }
                    },
                    stop);
            return outcome.map(o -> result(learning, initial, options, o));
        }
    }

    private static Result result(
            Learning learning, FloatNetwork initial, NetworkOptions options, ResumableTraining.Outcome outcome) {
        int perPass = learning.stepsPerPass();
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("framework", "bitknit");
        provenance.put("arch", options.architecture().text());
        options.facts().forEach(provenance::put);
        provenance.put("bestEpoch", Integer.toString(outcome.bestEpoch() / perPass));
        FloatNetwork network = learning.parameters.network(NetworkPlan.of(initial), outcome.best(), provenance);
        GraphInput graph = network.graph();
        int[] classes = FloatForward.classes(NetworkForward.logits(network), graph.classes());
        return new Result(
                network,
                outcome.epochs() / perPass,
                outcome.bestEpoch() / perPass,
                outcome.resumedAt() / perPass,
                FloatForward.accuracy(classes, graph.labels(), graph.train()),
                FloatForward.accuracy(classes, graph.labels(), graph.validation()),
                FloatForward.accuracy(classes, graph.labels(), graph.test()),
                outcome.millisPerEpoch() * perPass);
    }

    /** Loss and validation of one graph, or of batches of graphs. */
    private static final class Learning implements Network {
        private static final Score NOT_YET = new Score(-1, 0);

        private final Engine engine;
        private final FloatNetwork network;
        private final NetworkOptions options;
        private final PlanParameters parameters;
        private final @Nullable GraphBatches batches;
        private final @Nullable PlanBatch whole;
        private final PlanBatch judged;
        private final TargetRows training;
        private final TargetRows validation;
        private int step;

        Learning(Engine engine, FloatNetwork network, NetworkOptions options) {
            this.engine = engine;
            this.network = network;
            this.options = options;
            boolean attention =
                    options.architecture() == Architecture.GAT || options.architecture() == Architecture.AGNN;
            boolean graphs = network.graph() instanceof GraphSet;
            boolean normalised = options.architecture() == Architecture.GIN && graphs;
            parameters = new PlanParameters(
                    NetworkPlan.of(network),
                    new PlanParameters.Rates(options.learningRate(), options.weightDecay(), attention, 0),
                    normalised,
                    List.of());
            GraphInput graph = network.graph();
            if (graph instanceof GraphSet set) {
                batches = new GraphBatches(set.train(), options.batch(), options.seed());
                int[] ids = set.validation().length == 0 ? set.train() : set.validation();
                GraphSet some = set.selected(ids);
                whole = null;
                judged = PlanBatch.of(engine, network, some, INPUT_BITS);
                validation = TargetRows.of(
                        engine, some, IntStream.range(0, ids.length).toArray());
                training = validation;
            } else {
                batches = null;
                judged = PlanBatch.of(engine, network, graph, INPUT_BITS);
                whole = judged;
                training = TargetRows.of(engine, graph, graph.train());
                validation =
                        graph.validation().length == 0 ? training : TargetRows.of(engine, graph, graph.validation());
            }
        }

        int stepsPerPass() {
            return batches == null ? 1 : batches.perPass();
        }

        @Override
        public List<Parameter> parameters() {
            return parameters.all();
        }

        @Override
        public Value loss(List<Value> leaves, int epoch) {
            step = epoch;
            PlanBatch batch = whole;
            TargetRows targets = training;
            if (batch == null && batches != null) {
                GraphSet some = ((GraphSet) network.graph()).selected(batches.at(epoch));
                batch = PlanBatch.of(engine, network, some, INPUT_BITS);
                targets = TargetRows.of(
                        engine, some, IntStream.range(0, some.graphs()).toArray());
            }
            Value scores = new PlanForward(
                            engine,
                            parameters,
                            java.util.Objects.requireNonNull(batch),
                            leaves,
                            PlanForward.Rounding.NONE,
                            options.dropout(),
                            Randomness.of(options.seed(), "dropout", epoch))
                    .run();
            return targets.crossEntropy(scores);
        }

        @Override
        public Score validate(List<Value> leaves) {
            if (batches != null && !batches.ends(step)) {
                return NOT_YET;
            }
            Value scores =
                    new PlanForward(engine, parameters, judged, leaves, PlanForward.Rounding.NONE, 0, null).run();
            return new Score(
                    validation.accuracy(scores), validation.crossEntropy(scores).number());
        }
    }
}
