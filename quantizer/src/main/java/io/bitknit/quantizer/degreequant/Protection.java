// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.degreequant;

import io.bitknit.model.Adjacency;

/**
 * How likely a node is left in floating point during a training step: linear in the rank of its in-degree, so that the
 * nodes that sum most are protected most. In use nothing is protected.
 *
 * @param least probability that a node of the smallest rank approaches
 * @param change what is added up to the node of the largest degree
 */
public record Protection(double least, double change) {
    public Protection {
        if (!(least >= 0 && change >= 0 && least + change <= 1)) {
            throw new IllegalArgumentException("probabilities from " + least + " to " + (least + change));
        }
    }

    /**
     * Probability per node: {@code least + change * (nodes of the same graph with at most its in-degree) / nodes}.
     *
     * @param inDegrees edges that enter each node of one graph
     */
    public double[] probabilities(int[] inDegrees) {
        int largest = 0;
        for (int degree : inDegrees) {
            largest = Math.max(largest, degree);
        }
        int[] atMost = new int[largest + 1];
        for (int degree : inDegrees) {
            atMost[degree]++;
        }
        for (int d = 1; d <= largest; d++) {
            atMost[d] += atMost[d - 1];
        }
        double[] probability = new double[inDegrees.length];
        for (int v = 0; v < probability.length; v++) {
            probability[v] = least + change * atMost[inDegrees[v]] / inDegrees.length;
        }
        return probability;
    }

    /** Mean over the nodes; 0 for none. */
    public static double meanOverNodes(double[] probability) {
        double sum = 0;
        for (double p : probability) {
            sum += p;
        }
        return probability.length == 0 ? 0 : sum / probability.length;
    }

    /** Mean over the edges, each of which follows its source; 0 for none. */
    public static double meanOverEdges(double[] probability, Adjacency adjacency) {
        double sum = 0;
        for (int i = 0; i < adjacency.terms(); i++) {
            sum += probability[adjacency.source()[i]];
        }
        return adjacency.terms() == 0 ? 0 : sum / adjacency.terms();
    }
}
