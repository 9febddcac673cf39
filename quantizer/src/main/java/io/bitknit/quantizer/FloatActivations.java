// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import java.util.ArrayList;
import java.util.List;

/**
 * What the float model computes on its graph: the target of the calibration.
 *
 * @param beforeActivation per layer the aggregated sums with bias, before the activation, row-major
 *     {@code [nodes * outputs]}; the last are the scores; never mutated
 * @param classes lowest index with the largest score, per node; never mutated
 */
record FloatActivations(List<double[]> beforeActivation, int[] classes) {
    FloatActivations {
        beforeActivation = List.copyOf(beforeActivation);
    }

    /** @param adjacency terms with the convolution's self-loops */
    static FloatActivations of(FloatModel model, Adjacency adjacency) {
        List<double[]> sums = new ArrayList<>();
        int nodes = adjacency.nodes();
        double[] hidden = null;
        for (FloatLayer layer : model.layers()) {
            double[] combined = hidden == null
                    ? combineInput(model.graph(), model.rowNormalised(), layer)
                    : combine(hidden, nodes, layer);
            double[] aggregated = aggregate(combined, adjacency, layer);
            sums.add(aggregated);
            hidden = aggregated.clone();
            if (layer.activation() == Activation.RELU) {
                for (int i = 0; i < hidden.length; i++) {
                    hidden[i] = Math.max(0, hidden[i]);
                }
            }
        }
        FloatLayer last = model.layers().get(model.layers().size() - 1);
        return new FloatActivations(sums, argmax(hidden, nodes, last.outputs()));
    }

    private static double[] combineInput(GraphData graph, boolean rowNormalised, FloatLayer layer) {
        int outputs = layer.outputs();
        double[] combined = new double[graph.nodes() * outputs];
        for (int v = 0; v < graph.nodes(); v++) {
            double sum = 0;
            for (int i = graph.featureRowStart()[v]; i < graph.featureRowStart()[v + 1]; i++) {
                sum += graph.featureValue()[i];
            }
            double divisor = rowNormalised && sum > 0 ? sum : 1;
            for (int i = graph.featureRowStart()[v]; i < graph.featureRowStart()[v + 1]; i++) {
                double x = graph.featureValue()[i] / divisor;
                for (int f = 0; f < outputs; f++) {
                    combined[v * outputs + f] += x * layer.weight()[graph.featureColumn()[i] * outputs + f];
                }
            }
        }
        return combined;
    }

    private static double[] combine(double[] hidden, int nodes, FloatLayer layer) {
        int outputs = layer.outputs();
        double[] combined = new double[nodes * outputs];
        for (int v = 0; v < nodes; v++) {
            for (int i = 0; i < layer.inputs(); i++) {
                double x = hidden[v * layer.inputs() + i];
                for (int f = 0; f < outputs; f++) {
                    combined[v * outputs + f] += x * layer.weight()[i * outputs + f];
                }
            }
        }
        return combined;
    }

    private static double[] aggregate(double[] combined, Adjacency adjacency, FloatLayer layer) {
        int outputs = layer.outputs();
        double[] aggregated = new double[combined.length];
        for (int v = 0; v < adjacency.nodes(); v++) {
            for (int i = adjacency.rowStart()[v]; i < adjacency.rowStart()[v + 1]; i++) {
                int u = adjacency.source()[i];
                double weight = 1 / Math.sqrt((double) adjacency.degree(v) * Math.max(1, adjacency.degree(u)));
                for (int f = 0; f < outputs; f++) {
                    aggregated[v * outputs + f] += weight * combined[u * outputs + f];
                }
            }
            for (int f = 0; f < outputs; f++) {
                aggregated[v * outputs + f] += layer.bias()[f];
            }
        }
        return aggregated;
    }

    private static int[] argmax(double[] scores, int nodes, int classes) {
        int[] best = new int[nodes];
        for (int v = 0; v < nodes; v++) {
            for (int c = 1; c < classes; c++) {
                if (scores[v * classes + c] > scores[v * classes + best[v]]) {
                    best[v] = c;
                }
            }
        }
        return best;
    }
}
