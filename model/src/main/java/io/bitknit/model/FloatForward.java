// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The float model in double precision, with PyTorch Geometric's GCN semantics: one self-loop per node, repeated edges
 * counted, {@code D^-1/2 A D^-1/2 X W + bias}. The measure for every quantized result.
 */
public final class FloatForward {
    private FloatForward() {}

    /**
     * What one layer computes.
     *
     * @param features columns of both
     * @param combined {@code X W}, row-major {@code [nodes * features]}, before any normalisation
     * @param aggregated the layer's result after bias and activation, likewise
     */
    public record LayerValues(int features, double[] combined, double[] aggregated) {}

    /** Every layer's values, in order. Memory: two tensors per layer. */
    public static List<LayerValues> run(FloatModel model) {
        GraphData graph = model.graph();
        Adjacency terms = Convolution.withSelfLoops(graph.adjacency());
        List<LayerValues> values = new ArrayList<>();
        double[] input = null;
        for (FloatLayer layer : model.layers()) {
            double[] combined = input == null
                    ? combineSparse(graph, Convolution.rowFactors(model), layer)
                    : combine(graph.nodes(), input, layer);
            input = aggregate(terms, combined, layer);
            values.add(new LayerValues(layer.outputs(), combined, input));
        }
        return values;
    }

    /** Scores, row-major {@code [nodes * classes]}. */
    public static double[] logits(FloatModel model) {
        List<LayerValues> values = run(model);
        return values.get(values.size() - 1).aggregated();
    }

    /** Lowest index with the largest score, per node. */
    public static int[] classes(double[] logits, int classes) {
        int[] best = new int[logits.length / classes];
        for (int v = 0; v < best.length; v++) {
            for (int c = 1; c < classes; c++) {
                if (logits[v * classes + c] > logits[v * classes + best[v]]) {
                    best[v] = c;
                }
            }
        }
        return best;
    }

    /** Fraction of the nodes whose predicted class is their label, 0..1; 0 for no nodes. */
    public static double accuracy(int[] predicted, int[] labels, int[] nodes) {
        int right = 0;
        for (int node : nodes) {
            right += predicted[node] == labels[node] ? 1 : 0;
        }
        return nodes.length == 0 ? 0 : (double) right / nodes.length;
    }

    private static double[] combineSparse(GraphData graph, double[] factors, FloatLayer layer) {
        int width = layer.outputs();
        double[] out = new double[Math.multiplyExact(graph.nodes(), width)];
        for (int v = 0; v < graph.nodes(); v++) {
            for (int i = graph.featureRowStart()[v]; i < graph.featureRowStart()[v + 1]; i++) {
                double x = graph.featureValue()[i] * factors[v];
                int row = graph.featureColumn()[i] * width;
                for (int f = 0; f < width; f++) {
                    out[v * width + f] += x * layer.weight()[row + f];
                }
            }
        }
        return out;
    }

    private static double[] combine(int nodes, double[] input, FloatLayer layer) {
        int width = layer.outputs();
        double[] out = new double[Math.multiplyExact(nodes, width)];
        for (int v = 0; v < nodes; v++) {
            for (int i = 0; i < layer.inputs(); i++) {
                double x = input[v * layer.inputs() + i];
                for (int f = 0; f < width; f++) {
                    out[v * width + f] += x * layer.weight()[i * width + f];
                }
            }
        }
        return out;
    }

    private static double[] aggregate(Adjacency terms, double[] combined, FloatLayer layer) {
        int width = layer.outputs();
        double[] out = new double[combined.length];
        for (int v = 0; v < terms.nodes(); v++) {
            double own = 1 / Math.sqrt(terms.degree(v));
            for (int i = terms.rowStart()[v]; i < terms.rowStart()[v + 1]; i++) {
                int u = terms.source()[i];
                double factor = own / Math.sqrt(terms.degree(u));
                for (int f = 0; f < width; f++) {
                    out[v * width + f] += factor * combined[u * width + f];
                }
            }
            for (int f = 0; f < width; f++) {
                double sum = out[v * width + f] + layer.bias()[f];
                out[v * width + f] = layer.activation() == Activation.RELU ? Math.max(0, sum) : sum;
            }
        }
        return out;
    }
}
