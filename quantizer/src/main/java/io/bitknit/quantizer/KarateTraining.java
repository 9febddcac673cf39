// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.Convolution;
import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Trains the model of the demo, a GCN of two layers on {@link KarateClub}: all nodes at once, cross entropy on the four
 * training nodes, Adam. Gradients are written out by hand. The same bytes on every machine: double arithmetic in a
 * fixed order and {@link StrictMath}. Run by {@code mvn -q -Pkarate -pl quantizer -am process-classes}.
 */
public final class KarateTraining {
    static final int SEED = 1;
    static final int EPOCHS = 200;
    private static final int HIDDEN = 16;
    private static final double LEARNING_RATE = 0.01;

    private final GraphData graph = KarateClub.graph();
    private final Adjacency adjacency = Convolution.withSelfLoops(graph.adjacency());
    private final double[] weight1;
    private final double[] bias1 = new double[HIDDEN];
    private final double[] weight2;
    private final double[] bias2 = new double[KarateClub.CLASSES];

    private KarateTraining() {
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(new long[] {SEED, 0});
        weight1 = glorot(random, KarateClub.NODES, HIDDEN);
        weight2 = glorot(random, HIDDEN, KarateClub.CLASSES);
    }

    /**
     * Writes {@code karate/} and {@code karate-gcn/} below a folder.
     *
     * @param arguments the folder, {@code cli/src/main/resources/demo} for the bundled demo
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException("one argument expected: the folder to write karate/ and karate-gcn/ to");
        }
        for (Map.Entry<String, byte[]> file : files().entrySet()) {
            Path path = Path.of(arguments[0]).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }

    /** Trains and returns the demo's files by their path below the demo folder. */
    static Map<String, byte[]> files() {
        FloatModel model = train();
        GraphData graph = model.graph();
        int[] classes = FloatForward.classes(FloatForward.logits(model), graph.classes());
        return KarateFiles.of(model, SEED, EPOCHS, FloatForward.accuracy(classes, graph.labels(), graph.test()));
    }

    /** Trains from the fixed seed. */
    static FloatModel train() {
        KarateTraining training = new KarateTraining();
        Adam weight1 = new Adam(training.weight1);
        Adam bias1 = new Adam(training.bias1);
        Adam weight2 = new Adam(training.weight2);
        Adam bias2 = new Adam(training.bias2);
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            Gradients gradients = training.gradients();
            weight1.step(gradients.weight1(), epoch);
            bias1.step(gradients.bias1(), epoch);
            weight2.step(gradients.weight2(), epoch);
            bias2.step(gradients.bias2(), epoch);
        }
        return training.model();
    }

    private record Gradients(double[] weight1, double[] bias1, double[] weight2, double[] bias2) {}

    /** Gradients of the mean cross entropy of the training nodes. */
    private Gradients gradients() {
        int nodes = KarateClub.NODES;
        int classes = KarateClub.CLASSES;
        // Identity features: the input times the weights is the weights.
        double[] before = addBias(propagate(weight1, HIDDEN), bias1);
        double[] hidden = before.clone();
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = Math.max(0, hidden[i]);
        }
        double[] scores = addBias(propagate(product(hidden, weight2, nodes, HIDDEN, classes), classes), bias2);
        double[] scoreGradient = new double[scores.length];
        for (int v : graph.train()) {
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                sum += StrictMath.exp(scores[v * classes + c]);
            }
            for (int c = 0; c < classes; c++) {
                double probability = StrictMath.exp(scores[v * classes + c]) / sum;
                scoreGradient[v * classes + c] =
                        (probability - (graph.labels()[v] == c ? 1 : 0)) / graph.train().length;
            }
        }
        // The normalised adjacency is symmetric, so the same propagation carries gradients back.
        double[] combinedGradient = propagate(scoreGradient, classes);
        double[] weight2Gradient = new double[weight2.length];
        double[] beforeGradient = new double[before.length];
        for (int v = 0; v < nodes; v++) {
            for (int i = 0; i < HIDDEN; i++) {
                for (int c = 0; c < classes; c++) {
                    weight2Gradient[i * classes + c] += hidden[v * HIDDEN + i] * combinedGradient[v * classes + c];
                    if (before[v * HIDDEN + i] > 0) {
                        beforeGradient[v * HIDDEN + i] += combinedGradient[v * classes + c] * weight2[i * classes + c];
                    }
                }
            }
        }
        return new Gradients(
                propagate(beforeGradient, HIDDEN),
                columnSums(beforeGradient, HIDDEN),
                weight2Gradient,
                columnSums(scoreGradient, classes));
    }

    /** {@code D^-1/2 A D^-1/2 X} for a row-major {@code [nodes * features]}. */
    private double[] propagate(double[] rows, int features) {
        double[] out = new double[rows.length];
        for (int v = 0; v < adjacency.nodes(); v++) {
            for (int i = adjacency.rowStart()[v]; i < adjacency.rowStart()[v + 1]; i++) {
                int u = adjacency.source()[i];
                double factor = 1 / Math.sqrt((double) adjacency.degree(v) * adjacency.degree(u));
                for (int f = 0; f < features; f++) {
                    out[v * features + f] += factor * rows[u * features + f];
                }
            }
        }
        return out;
    }

    private static double[] product(double[] rows, double[] matrix, int count, int inputs, int outputs) {
        double[] out = new double[count * outputs];
        for (int v = 0; v < count; v++) {
            for (int i = 0; i < inputs; i++) {
                for (int o = 0; o < outputs; o++) {
                    out[v * outputs + o] += rows[v * inputs + i] * matrix[i * outputs + o];
                }
            }
        }
        return out;
    }

    private static double[] addBias(double[] rows, double[] bias) {
        for (int i = 0; i < rows.length; i++) {
            rows[i] += bias[i % bias.length];
        }
        return rows;
    }

    private static double[] columnSums(double[] rows, int features) {
        double[] sums = new double[features];
        for (int i = 0; i < rows.length; i++) {
            sums[i % features] += rows[i];
        }
        return sums;
    }

    private static double[] glorot(UniformRandomProvider random, int inputs, int outputs) {
        double limit = Math.sqrt(6.0 / (inputs + outputs));
        double[] weight = new double[inputs * outputs];
        for (int i = 0; i < weight.length; i++) {
            weight[i] = (2 * random.nextDouble() - 1) * limit;
        }
        return weight;
    }

    private FloatModel model() {
        FloatLayer first =
                new FloatLayer("conv1", KarateClub.NODES, HIDDEN, floats(weight1), floats(bias1), Activation.RELU);
        FloatLayer second =
                new FloatLayer("conv2", HIDDEN, KarateClub.CLASSES, floats(weight2), floats(bias2), Activation.NONE);
        return new FloatModel("karate-gcn", false, List.of(first, second), graph, Map.of("framework", "bitknit"));
    }

    private static float[] floats(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }

    /** Adam with the usual constants; changes the parameters in place. */
    private static final class Adam {
        private static final double BETA1 = 0.9;
        private static final double BETA2 = 0.999;
        private final double[] parameters;
        private final double[] mean;
        private final double[] square;

        Adam(double[] parameters) {
            this.parameters = parameters;
            mean = new double[parameters.length];
            square = new double[parameters.length];
        }

        void step(double[] gradient, int epoch) {
            double meanScale = 1 - StrictMath.pow(BETA1, epoch);
            double squareScale = 1 - StrictMath.pow(BETA2, epoch);
            for (int i = 0; i < parameters.length; i++) {
                mean[i] = BETA1 * mean[i] + (1 - BETA1) * gradient[i];
                square[i] = BETA2 * square[i] + (1 - BETA2) * gradient[i] * gradient[i];
                parameters[i] -= LEARNING_RATE * (mean[i] / meanScale) / (Math.sqrt(square[i] / squareScale) + 1e-8);
            }
        }
    }
}
