// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.Convolution;
import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Parameter;
import io.bitknit.quantizer.engine.Rows;
import io.bitknit.quantizer.engine.SparseMatrix;
import io.bitknit.quantizer.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/** A GCN with float weights: {@code D^-1/2 A D^-1/2 X W + bias}, ReLU between layers, dropout before each. */
final class GcnNetwork implements Network {
    private final Engine engine;
    private final GraphData graph;
    private final TrainOptions options;
    private final List<Parameter> parameters = new ArrayList<>();
    private final SparseMatrix input;
    private final double[] inputValues;
    private final SparseMatrix adjacency;
    private final Rows trainNodes;
    private final Rows trainLabels;
    private final Rows validationNodes;
    private final Rows validationLabels;

    GcnNetwork(Engine engine, GraphData graph, TrainOptions options) {
        this.engine = engine;
        this.graph = graph;
        this.options = options;
        UniformRandomProvider random = Randomness.of(options.seed(), "weights", 0);
        for (int l = 0; l < options.layers(); l++) {
            int inputs = l == 0 ? graph.features() : options.hidden();
            int outputs = l == options.layers() - 1 ? graph.classes() : options.hidden();
            double decay = l == 0 ? options.weightDecay() : 0;
            double[] weight = Randomness.glorot(random, inputs, outputs);
            parameters.add(
                    new Parameter("layers." + l + ".weight", weight, inputs, outputs, options.learningRate(), decay));
            parameters.add(new Parameter(
                    "layers." + l + ".bias", new double[outputs], 1, outputs, options.learningRate(), decay));
        }
        double[] factors = Convolution.rowFactors(
                new FloatModel(graph.name(), options.rowNormalised(), List.of(), graph, Map.of()));
        inputValues = new double[graph.featureColumn().length];
        for (int v = 0; v < graph.nodes(); v++) {
            for (int i = graph.featureRowStart()[v]; i < graph.featureRowStart()[v + 1]; i++) {
                inputValues[i] = graph.featureValue()[i] * factors[v];
            }
        }
        input = engine.sparse(graph.features(), graph.featureRowStart(), graph.featureColumn(), inputValues);
        Adjacency terms = Convolution.withSelfLoops(graph.adjacency());
        adjacency = engine.sparse(graph.nodes(), terms.rowStart(), terms.source(), normalised(terms));
        trainNodes = engine.rows(graph.train());
        trainLabels = engine.rows(labels(graph.train()));
        validationNodes = engine.rows(graph.validation());
        validationLabels = engine.rows(labels(graph.validation()));
    }

    private static double[] normalised(Adjacency terms) {
        double[] value = new double[terms.terms()];
        for (int v = 0; v < terms.nodes(); v++) {
            for (int i = terms.rowStart()[v]; i < terms.rowStart()[v + 1]; i++) {
                value[i] = 1 / Math.sqrt((double) terms.degree(v) * terms.degree(terms.source()[i]));
            }
        }
        return value;
    }

    private int[] labels(int[] nodes) {
        int[] labels = new int[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            labels[i] = graph.labels()[nodes[i]];
        }
        return labels;
    }

    @Override
    public List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    @Override
    public Value loss(List<Value> leaves, int epoch) {
        UniformRandomProvider random = Randomness.of(options.seed(), "dropout", epoch);
        SparseMatrix dropped = input;
        if (options.dropout() > 0) {
            double[] values = Randomness.dropout(random, inputValues.length, options.dropout());
            for (int i = 0; i < values.length; i++) {
                values[i] *= inputValues[i];
            }
            dropped = engine.sparse(input, values);
        }
        Value hidden = convolve(dropped.times(leaves.get(0)), leaves.get(1));
        for (int l = 1; l < options.layers(); l++) {
            Value active = hidden.relu();
            if (options.dropout() > 0) {
                int width = options.hidden();
                double[] mask = Randomness.dropout(random, graph.nodes() * width, options.dropout());
                active = active.times(engine.matrix(mask, graph.nodes(), width));
            }
            hidden = convolve(active.product(leaves.get(2 * l)), leaves.get(2 * l + 1));
        }
        return crossEntropy(hidden, trainNodes, trainLabels);
    }

    @Override
    public Score validate(List<Value> leaves) {
        Value scores = scores(leaves);
        if (graph.validation().length == 0) {
            return new Score(0, crossEntropy(scores, trainNodes, trainLabels).number());
        }
        int[] classes = FloatForward.classes(scores.numbers(), graph.classes());
        return new Score(
                FloatForward.accuracy(classes, graph.labels(), graph.validation()),
                crossEntropy(scores, validationNodes, validationLabels).number());
    }

    private Value scores(List<Value> leaves) {
        Value hidden = convolve(input.times(leaves.get(0)), leaves.get(1));
        for (int l = 1; l < options.layers(); l++) {
            hidden = convolve(hidden.relu().product(leaves.get(2 * l)), leaves.get(2 * l + 1));
        }
        return hidden;
    }

    private Value convolve(Value combined, Value bias) {
        return adjacency.times(combined).plus(bias);
    }

    private static Value crossEntropy(Value scores, Rows nodes, Rows labels) {
        return scores.select(nodes).logSoftmax().pick(labels).sum().times(-1.0 / nodes.count());
    }

    /** The layers with given values of the parameters. */
    List<FloatLayer> layers(List<double[]> values) {
        List<FloatLayer> layers = new ArrayList<>();
        for (int l = 0; l < options.layers(); l++) {
            Parameter weight = parameters.get(2 * l);
            layers.add(new FloatLayer(
                    "conv" + (l + 1),
                    weight.rows(),
                    weight.columns(),
                    narrow(values.get(2 * l)),
                    narrow(values.get(2 * l + 1)),
                    l == options.layers() - 1 ? Activation.NONE : Activation.RELU));
        }
        return layers;
    }

    private static float[] narrow(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }
}
