// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.quantizer.RowRange;
import io.bitknit.quantizer.aware.IntegerGcn.Format;
import io.bitknit.quantizer.aware.IntegerGcn.Forward;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Parameter;
import io.bitknit.quantizer.engine.Value;
import io.bitknit.quantizer.train.Randomness;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Learns width and power-of-two step of every row. What a row would lose with a width and an exponent is its squared
 * rounding error, weighted by how much the classes react to it: the Fisher information, from gradients at labels drawn
 * from the model's own probabilities. Each row takes the width with the least {@code loss + lambda * cost * width};
 * lambda is the price of a bit at which the budget is met. One price for all rows of all tensors is what makes the sum
 * of losses least.
 */
final class WidthLearning {
    private static final int STEPS_PER_OCTAVE = 4;

    private final List<Integer> tensors;
    private final int mostBits;
    private final int[] exponentCounts;
    private final int[] spans;
    private final double[][] costs;
    private final double budget;
    private final int draws;
    private final int octavesDown;
    private final int octavesUp;

    /**
     * @param tensors stored tensors whose widths are learned
     * @param mostBits widest row
     * @param exponentCounts exponents that rows may choose from, per tensor of the network
     * @param spans planes that width and exponent of a row may take together, per tensor; exponent 0 always fits
     * @param costs per tensor of the network and node, of one bit of its width
     * @param budget mean width, weighted by cost
     * @param draws labels drawn per node
     */
    WidthLearning(
            List<Integer> tensors,
            int mostBits,
            int[] exponentCounts,
            int[] spans,
            double[][] costs,
            double budget,
            int draws) {
        this.tensors = List.copyOf(tensors);
        this.mostBits = mostBits;
        this.exponentCounts = exponentCounts.clone();
        this.spans = spans.clone();
        this.costs = costs.clone();
        this.budget = budget;
        this.draws = draws;
        octavesDown = 2;
        octavesUp = 3;
    }

    /** Loss per row and width at one scale, with the exponent that is best for each. */
    private record Table(double[][] loss, byte[][] exponent) {}

    /** Sets widths, exponents and scales of the network for its present weights. */
    void apply(IntegerGcn network, Engine engine, long seed, int round) {
        engine.step(() -> {
            learn(network, engine, seed, round);
            return round;
        });
    }

    private void learn(IntegerGcn network, Engine engine, long seed, int round) {
        List<Value> leaves = network.parameters().stream().map(engine::leaf).toList();
        Forward forward = network.forward(leaves, null);
        double[][] information = information(network, engine, forward, Randomness.of(seed, "labels", round));
        List<List<Table>> tables = new ArrayList<>();
        for (int t : tensors) {
            tables.add(tables(network, t, forward.exact().get(t), information[t]));
        }
        double low = 0;
        double high = 1e-30;
        while (meanBits(tables, high) > budget) {
            high *= 4;
        }
        for (int i = 0; i < 60; i++) {
            double middle = low == 0 ? high / 16 : Math.sqrt(low * high);
            if (low == 0 && middle < 1e-40) {
                break;
            }
            if (meanBits(tables, middle) > budget) {
                low = middle;
            } else {
                high = middle;
            }
        }
        for (int i = 0; i < tensors.size(); i++) {
            int t = tensors.get(i);
            int step = bestStep(tables.get(i), costs[t], high);
            Table table = tables.get(i).get(step);
            byte[] bits = widths(table, costs[t], high);
            byte[] exponents = new byte[bits.length];
            for (int v = 0; v < bits.length; v++) {
                exponents[v] = table.exponent()[v][bits[v] - 1];
            }
            network.setFormat(t, new Format(bits, exponents));
            Parameter scale = network.scaleOf(t);
            scale.values()[0] += shiftOf(step);
        }
    }

    /** Mean squared gradient of the loss at drawn labels, by the element in units of its scale at exponent 0. */
    private double[][] information(IntegerGcn network, Engine engine, Forward forward, UniformRandomProvider random) {
        int nodes = forward.scores().rows();
        int classes = forward.scores().columns();
        double[] probability = Teacher.softmax(forward.scores().numbers(), classes, 1);
        Value logarithms = forward.scores().logSoftmax();
        double[][] information = new double[forward.stored().size()][];
        for (int draw = 0; draw < draws; draw++) {
            int[] labels = new int[nodes];
            for (int v = 0; v < nodes; v++) {
                double u = random.nextDouble();
                while (labels[v] < classes - 1 && (u -= probability[v * classes + labels[v]]) > 0) {
                    labels[v]++;
                }
            }
            List<Value> gradients =
                    engine.gradients(logarithms.pick(engine.rows(labels)).sum(), forward.stored());
            for (int t = 0; t < information.length; t++) {
                double[] g = gradients.get(t).numbers();
                if (information[t] == null) {
                    information[t] = new double[g.length];
                }
                byte[] exponents = network.formats().get(t).exponents();
                int features = network.features(t);
                for (int i = 0; i < g.length; i++) {
                    double unit = Math.scalb(g[i], -exponents[i / features]);
                    information[t][i] += unit * unit / draws;
                }
            }
        }
        return information;
    }

    private double shiftOf(int step) {
        return (double) step / STEPS_PER_OCTAVE - octavesDown;
    }

    private List<Table> tables(IntegerGcn network, int t, double[] exact, double[] information) {
        int features = network.features(t);
        int nodes = exact.length / features;
        boolean signed = network.signed(t);
        List<Table> tables = new ArrayList<>();
        // A floor under the weights: rows that matter little today may matter after the next step.
        double[] weight = new double[exact.length];
        double mean = 0;
        for (double x : information) {
            mean += x / information.length;
        }
        for (int v = 0; v < nodes; v++) {
            double row = 0;
            for (int f = 0; f < features; f++) {
                row += information[v * features + f] / features;
            }
            for (int f = 0; f < features; f++) {
                weight[v * features + f] = 0.5 * information[v * features + f] + 0.5 * row + 0.02 * mean;
            }
        }
        for (int step = 0; step <= STEPS_PER_OCTAVE * (octavesDown + octavesUp); step++) {
            double scale = Math.pow(2, shiftOf(step));
            double[][] loss = new double[nodes][mostBits];
            byte[][] exponent = new byte[nodes][mostBits];
            for (int v = 0; v < nodes; v++) {
                for (int b = 1; b <= mostBits; b++) {
                    double least = Double.POSITIVE_INFINITY;
                    int exponents = Math.min(exponentCounts[t], 1 + Math.max(0, spans[t] - planes(b, signed)));
                    for (int e = 0; e < exponents; e++) {
                        double unit = Math.scalb(scale, e);
                        double sum = rowLoss(exact, weight, v * features, features, unit, b, signed);
                        if (sum < least) {
                            least = sum;
                            exponent[v][b - 1] = (byte) e;
                        }
                    }
                    loss[v][b - 1] = least;
                }
            }
            tables.add(new Table(loss, exponent));
        }
        return tables;
    }

    /** Planes of a row at exponent 0; one bit with a sign is -1 or 1, and so 2 times its code, less 1. */
    private static int planes(int bits, boolean signed) {
        return signed && bits == 1 ? 2 : bits;
    }

    private static double rowLoss(
            double[] exact, double[] weight, int from, int features, double unit, int bits, boolean signed) {
        double sum = 0;
        boolean sign = signed && bits == 1;
        double low = RowRange.low(bits, signed);
        double high = RowRange.high(bits, signed);
        double inverse = 1 / unit;
        for (int i = from; i < from + features; i++) {
            double x = signed ? exact[i] : Math.max(0, exact[i]);
            double u = x * inverse;
            double q = sign ? (u >= 0 ? 1 : -1) : Math.max(low, Math.min(high, Math.floor(u + 0.5)));
            double d = x - q * unit;
            sum += weight[i] * d * d;
        }
        return sum;
    }

    private static byte[] widths(Table table, double[] cost, double lambda) {
        byte[] bits = new byte[cost.length];
        for (int v = 0; v < bits.length; v++) {
            double[] loss = table.loss()[v];
            int best = 0;
            for (int b = 1; b < loss.length; b++) {
                if (loss[b] + lambda * cost[v] * b < loss[best] + lambda * cost[v] * best) {
                    best = b;
                }
            }
            bits[v] = (byte) (best + 1);
        }
        return bits;
    }

    private static int bestStep(List<Table> tables, double[] cost, double lambda) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step < tables.size(); step++) {
            byte[] bits = widths(tables.get(step), cost, lambda);
            double sum = 0;
            for (int v = 0; v < bits.length; v++) {
                sum += tables.get(step).loss()[v][bits[v] - 1] + lambda * cost[v] * bits[v];
            }
            if (sum < least) {
                least = sum;
                best = step;
            }
        }
        return best;
    }

    private double meanBits(List<List<Table>> tables, double lambda) {
        double bitsSum = 0;
        double costSum = 0;
        for (int i = 0; i < tensors.size(); i++) {
            double[] cost = costs[tensors.get(i)];
            byte[] bits = widths(tables.get(i).get(bestStep(tables.get(i), cost, lambda)), cost, lambda);
            for (int v = 0; v < bits.length; v++) {
                bitsSum += bits[v] * cost[v];
                costSum += cost[v];
            }
        }
        return bitsSum / costSum;
    }
}
