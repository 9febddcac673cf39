// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

import io.bitknit.model.Adjacency;
import io.bitknit.model.Convolution;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A float network in double precision, with PyTorch Geometric's semantics. The measure for every quantized result. */
public final class NetworkForward {
    private static final int GRAPHS_AT_ONCE = 16;

    private final FloatNetwork network;
    private final Adjacency terms;

    private NetworkForward(FloatNetwork network) {
        this.network = network;
        this.terms = network.terms();
    }

    /** Scores, row-major {@code [nodes * classes]} or {@code [graphs * classes]}. */
    public static double[] logits(FloatNetwork network) {
        if (!(network.graph() instanceof GraphSet set)) {
            return new NetworkForward(network).run();
        }
        // Graphs do not see each other: some at a time need a thousandth of the memory.
        double[] scores = new double[Math.multiplyExact(set.graphs(), set.classes())];
        for (int first = 0; first < set.graphs(); first += GRAPHS_AT_ONCE) {
            int[] ids = IntStream.range(first, Math.min(set.graphs(), first + GRAPHS_AT_ONCE))
                    .toArray();
            double[] some = new NetworkForward(network.onGraph(set.selected(ids))).run();
            System.arraycopy(some, 0, scores, first * set.classes(), some.length);
        }
        return scores;
    }

    private double[] run() {
        double @Nullable [] x = null;
        for (NetworkLayer layer : network.layers()) {
            x = apply(layer, x);
        }
        if (x == null) {
            throw new IllegalStateException("a network has at least one layer");
        }
        return x;
    }

    private double[] apply(NetworkLayer layer, double @Nullable [] x) {
        if (layer instanceof NetworkLayer.Linear linear) {
            return after(product(x, linear.inputs(), linear.outputs(), linear.weight()), linear.bias(), linear.after());
        }
        if (layer instanceof NetworkLayer.Sage sage) {
            double[] sum = sums(product(x, sage.inputs(), sage.outputs(), sage.neighbourWeight()), sage.outputs());
            double[] own = product(x, sage.inputs(), sage.outputs(), sage.ownWeight());
            for (int i = 0; i < own.length; i++) {
                own[i] += sum[i] / Math.max(1, terms.degree(i / sage.outputs()));
            }
            return after(own, sage.bias(), sage.after());
        }
        if (layer instanceof NetworkLayer.Gin gin) {
            NetworkLayer.Linear first = gin.perceptron().get(0);
            double[] p = product(x, first.inputs(), first.outputs(), first.weight());
            double[] sum = sums(p, first.outputs());
            for (int i = 0; i < p.length; i++) {
                p[i] = (1 + gin.epsilon()) * p[i] + sum[i];
            }
            double[] h = after(p, first.bias(), first.after());
            for (NetworkLayer.Linear next :
                    gin.perceptron().subList(1, gin.perceptron().size())) {
                h = apply(next, h);
            }
            return h;
        }
        if (layer instanceof NetworkLayer.Gat gat) {
            return attention(gat, product(x, gat.inputs(), gat.outputs(), gat.weight()));
        }
        if (x == null) {
            throw new IllegalStateException("layer '" + layer.name() + "' cannot be the first");
        }
        return layer instanceof NetworkLayer.Agnn agnn ? propagation(agnn, x) : pooled((NetworkLayer.Pool) layer, x);
    }

    /** @param x null: the network's sparse input */
    private double[] product(double @Nullable [] x, int inputs, int outputs, float[] weight) {
        if (x == null) {
            return sparseProduct(outputs, weight);
        }
        int rows = x.length / inputs;
        double[] out = new double[Math.multiplyExact(rows, outputs)];
        double[] wide = new double[weight.length];
        Arrays.setAll(wide, i -> weight[i]);
        double[] sums = new double[outputs];
        for (int v = 0; v < rows; v++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < inputs; i++) {
                double value = x[v * inputs + i];
                // Of what a rectifier left, half is zeros.
                if (value == 0) {
                    continue;
                }
                int row = i * outputs;
                for (int f = 0; f < outputs; f++) {
                    sums[f] += value * wide[row + f];
                }
            }
            System.arraycopy(sums, 0, out, v * outputs, outputs);
        }
        return out;
    }

    private double[] sparseProduct(int outputs, float[] weight) {
        GraphInput graph = network.graph();
        double[] factor = Convolution.rowFactors(graph, network.rowNormalised());
        double[] out = new double[Math.multiplyExact(graph.nodes(), outputs)];
        for (int v = 0; v < graph.nodes(); v++) {
            for (int i = graph.featureRowStart()[v]; i < graph.featureRowStart()[v + 1]; i++) {
                double value = graph.featureValue()[i] * factor[v];
                int row = graph.featureColumn()[i] * outputs;
                for (int f = 0; f < outputs; f++) {
                    out[v * outputs + f] += value * weight[row + f];
                }
            }
        }
        return out;
    }

    private double[] sums(double[] x, int width) {
        double[] out = new double[x.length];
        for (int v = 0; v < terms.nodes(); v++) {
            for (int i = terms.rowStart()[v]; i < terms.rowStart()[v + 1]; i++) {
                int u = terms.source()[i];
                for (int f = 0; f < width; f++) {
                    out[v * width + f] += x[u * width + f];
                }
            }
        }
        return out;
    }

    private static double[] after(double[] x, float[] bias, Nonlinearity nonlinearity) {
        for (int i = 0; i < x.length; i++) {
            x[i] = nonlinearity.of(x[i] + bias[i % bias.length]);
        }
        return x;
    }

    private double[] attention(NetworkLayer.Gat gat, double[] p) {
        int width = gat.outputs();
        int size = gat.headOutputs();
        double[] source = new double[terms.nodes() * gat.heads()];
        double[] target = new double[source.length];
        for (int i = 0; i < p.length; i++) {
            int at = i / width * gat.heads() + i % width / size;
            source[at] += p[i] * gat.sourceAttention()[i % width];
            target[at] += p[i] * gat.targetAttention()[i % width];
        }
        double[] out = new double[p.length];
        for (int head = 0; head < gat.heads(); head++) {
            int h = head;
            weigh(p, out, width, head * size, size, (v, u) -> {
                double logit = source[u * gat.heads() + h] + target[v * gat.heads() + h];
                return logit < 0 ? logit * gat.slope() : logit;
            });
        }
        return after(out, gat.bias(), gat.after());
    }

    private double[] propagation(NetworkLayer.Agnn agnn, double[] x) {
        int width = agnn.inputs();
        double[] norm = new double[terms.nodes()];
        for (int i = 0; i < x.length; i++) {
            norm[i / width] += x[i] * x[i];
        }
        double[] out = new double[x.length];
        weigh(x, out, width, 0, width, (v, u) -> {
            double dot = 0;
            for (int f = 0; f < width; f++) {
                dot += x[v * width + f] * x[u * width + f];
            }
            // As torch.nn.functional.normalize: a row of zeros stays a row of zeros.
            return agnn.beta() * dot / Math.max(1e-12, Math.sqrt(norm[v])) / Math.max(1e-12, Math.sqrt(norm[u]));
        });
        return out;
    }

    /** Logit of a term. */
    private interface Logit {
        double of(int target, int source);
    }

    /** Adds to {@code out} the sum of the columns {@code from .. from + count - 1}, weighted by the softmax. */
    private void weigh(double[] x, double[] out, int width, int from, int count, Logit logit) {
        for (int v = 0; v < terms.nodes(); v++) {
            int start = terms.rowStart()[v];
            int end = terms.rowStart()[v + 1];
            double[] weight = new double[end - start];
            double most = Double.NEGATIVE_INFINITY;
            for (int i = start; i < end; i++) {
                weight[i - start] = logit.of(v, terms.source()[i]);
                most = Math.max(most, weight[i - start]);
            }
            double sum = 0;
            for (int i = 0; i < weight.length; i++) {
                weight[i] = Math.exp(weight[i] - most);
                sum += weight[i];
            }
            for (int i = start; i < end; i++) {
                int u = terms.source()[i];
                for (int f = from; f < from + count; f++) {
                    out[v * width + f] += weight[i - start] / sum * x[u * width + f];
                }
            }
        }
    }

    private double[] pooled(NetworkLayer.Pool pool, double[] x) {
        int[] start = network.graphStart();
        int width = pool.inputs();
        double[] out = new double[(start.length - 1) * width];
        for (int g = 0; g + 1 < start.length; g++) {
            int nodes = Math.max(1, start[g + 1] - start[g]);
            for (int i = start[g] * width; i < start[g + 1] * width; i++) {
                out[g * width + i % width] += x[i] / (pool.mean() ? nodes : 1);
            }
        }
        return out;
    }
}
