// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedModel;
import io.bitknit.quantizer.LateAccuracy;
import io.bitknit.quantizer.aware.IntegerGcn.Forward;
import io.bitknit.quantizer.engine.Adam;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Rows;
import io.bitknit.quantizer.engine.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Trains an {@link IntegerGcn} and keeps the model of the epoch whose integers are best on the validation nodes. */
final class AwareTraining {
    private final Engine engine;
    private final GraphData graph;
    private final IntegerGcn network;
    private final Recipe recipe;
    private final Value teacher;
    private final double sharpness;
    private final Rows trainNodes;
    private final Rows trainLabels;
    private @Nullable QuantizedModel best;
    private double bestValidation = -1;
    private double bestLoss;
    private double bestTest;
    private final LateAccuracy late = new LateAccuracy();
    private int step;

    /** What may happen between epochs. */
    interface Hook {
        /** Before the forward pass of an epoch, from 1: formats may change. */
        default void before(int epoch, AwareTraining training) {}

        /** Nodes that stay real in this epoch, 1 or 0 per node, or null for none. */
        default double @Nullable [] unrounded(int epoch) {
            return null;
        }

        /** Whether the model of this epoch may be chosen: not while its formats are still too wide. */
        default boolean eligible(int epoch) {
            return true;
        }
    }

    AwareTraining(Engine engine, FloatModel model, IntegerGcn network, Recipe recipe) {
        this.engine = engine;
        this.network = network;
        this.recipe = recipe;
        graph = model.graph();
        Teacher wanted = Teacher.of(FloatForward.logits(model), graph);
        teacher = engine.matrix(wanted.probabilities(), graph.nodes(), graph.classes());
        sharpness = wanted.sharpness();
        trainNodes = engine.rows(graph.train());
        trainLabels = engine.rows(
                Arrays.stream(graph.train()).map(v -> graph.labels()[v]).toArray());
    }

    Engine engine() {
        return engine;
    }

    IntegerGcn network() {
        return network;
    }

    /** Trains all epochs. */
    void run(Hook hook) {
        for (int epoch = 1; epoch <= recipe.epochs() + 1; epoch++) {
            int now = epoch;
            hook.before(now, this);
            engine.step(() -> {
                epoch(now, hook);
                return now;
            });
        }
    }

    private void epoch(int epoch, Hook hook) {
        network.keepInRange();
        List<Value> leaves = network.parameters().stream().map(engine::leaf).toList();
        Forward forward = network.forward(leaves, null);
        Value loss = loss(forward);
        if (hook.eligible(epoch)) {
            consider(forward, loss.number());
        }
        if (epoch > recipe.epochs()) {
            return;
        }
        double[] mask = hook.unrounded(epoch);
        if (mask != null) {
            loss = loss(network.forward(leaves, mask));
        }
        Adam.step(engine, loss, network.parameters(), leaves, ++step, recipe.rateFactor(epoch));
    }

    private void consider(Forward forward, double loss) {
        int[] classes = forward.classes();
        double validation = FloatForward.accuracy(classes, graph.labels(), graph.validation());
        late.add(validation);
        // Without validation nodes, agreement with the float model decides through the loss.
        if (validation > bestValidation || (validation == bestValidation && loss < bestLoss)) {
            bestValidation = validation;
            bestLoss = loss;
            best = forward.model();
        }
        bestTest = Math.max(bestTest, FloatForward.accuracy(classes, graph.labels(), graph.test()));
    }

    private Value loss(Forward forward) {
        Value logarithms = forward.scores().times(sharpness).logSoftmax();
        List<Value> parts = new ArrayList<>();
        if (recipe.distillation() > 0) {
            parts.add(teacher.times(logarithms).sum().times(-recipe.distillation() / graph.nodes()));
        }
        if (recipe.distillation() < 1 && graph.train().length > 0) {
            double weight = -(1 - recipe.distillation()) / trainNodes.count();
            parts.add(logarithms.select(trainNodes).pick(trainLabels).sum().times(weight));
        }
        return parts.stream().reduce(Value::plus).orElseThrow();
    }

    QuantizedModel best() {
        if (best == null) {
            throw new IllegalStateException("quantizer: no epoch was eligible");
        }
        return best;
    }

    double bestValidation() {
        return bestValidation;
    }

    double lateValidation() {
        return late.mean();
    }

    /** Of all eligible epochs: what papers report that choose on the test nodes; never used to choose here. */
    double bestTest() {
        return bestTest;
    }
}
