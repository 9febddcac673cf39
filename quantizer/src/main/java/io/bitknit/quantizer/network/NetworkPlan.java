// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.Adjacency;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkLayer;
import io.bitknit.model.network.Nonlinearity;
import io.bitknit.model.network.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A float network as steps that each store one tensor. Products come before aggregations, which is exact, and makes
 * the tensors that are aggregated as narrow as the layer: a GIN layer sums {@code x W} and not x.
 *
 * @param steps the last gives the scores
 */
public record NetworkPlan(FloatNetwork network, List<Step> steps) {
    /** Vectors that make a number per node and head; 1 bit could not be 0 outside of a head. */
    static final int LOGIT_WEIGHT_BITS = 8;

    public NetworkPlan {
        steps = List.copyOf(steps);
    }

    public static NetworkPlan of(FloatNetwork network) {
        return new Lowering(network).plan();
    }

    private static final class Lowering {
        private final FloatNetwork network;
        private final Adjacency terms;
        private final List<Step> steps = new ArrayList<>();
        private int layer;
        private boolean pooled;

        Lowering(FloatNetwork network) {
            this.network = network;
            this.terms = network.terms();
        }

        NetworkPlan plan() {
            int from = Part.INPUT;
            for (NetworkLayer next : network.layers()) {
                from = lower(next, from);
                layer++;
            }
            int last = steps.size() - 1;
            Step.Sum end = (Step.Sum) steps.get(last);
            steps.set(
                    last,
                    new Step.Sum(
                            end.name(),
                            end.layer(),
                            Step.Kind.SCORES,
                            end.terms(),
                            end.features(),
                            end.bias(),
                            end.after()));
            return new NetworkPlan(network, steps);
        }

        private int lower(NetworkLayer next, int from) {
            if (next instanceof NetworkLayer.Linear linear) {
                return linear(linear, linear.name(), from);
            }
            if (next instanceof NetworkLayer.Sage sage) {
                int combined = combined(sage.name(), from, sage.inputs(), sage.outputs(), sage.neighbourWeight());
                double[] mean = new double[terms.nodes()];
                Arrays.setAll(mean, v -> 1.0 / Math.max(1, terms.degree(v)));
                return add(
                        sage.name() + ".aggregated",
                        Step.Kind.AGGREGATED,
                        List.of(
                                new Term.Neighbours(combined, mean),
                                new Term.Product(from, sage.inputs(), sage.outputs(), sage.ownWeight(), 0)),
                        sage.bias(),
                        sage.after());
            }
            if (next instanceof NetworkLayer.Gin gin) {
                return gin(gin, from);
            }
            if (next instanceof NetworkLayer.Gat gat) {
                return gat(gat, from);
            }
            if (next instanceof NetworkLayer.Agnn agnn) {
                steps.add(new Step.Cosine(agnn.name() + ".attention", layer, from, agnn.beta()));
                return add(
                        agnn.name() + ".aggregated",
                        Step.Kind.AGGREGATED,
                        List.of(new Term.Weighted(from, steps.size() - 1)),
                        new float[agnn.outputs()],
                        nonNegative(from) ? Nonlinearity.RELU : Nonlinearity.NONE);
            }
            NetworkLayer.Pool pool = (NetworkLayer.Pool) next;
            int[] start = network.graphStart();
            double[] factor = {1};
            if (pool.mean()) {
                factor = new double[start.length - 1];
                for (int g = 0; g < factor.length; g++) {
                    factor[g] = 1.0 / Math.max(1, start[g + 1] - start[g]);
                }
            }
            pooled = true;
            return add(
                    pool.name(),
                    Step.Kind.GRAPHS,
                    List.of(new Term.Pooled(from, factor)),
                    new float[pool.outputs()],
                    nonNegative(from) ? Nonlinearity.RELU : Nonlinearity.NONE);
        }

        /** Means and sums of what is not negative are not; as unsigned integers they lose no bit to a sign. */
        private boolean nonNegative(int from) {
            return ((Step.Sum) steps.get(from)).after() == Nonlinearity.RELU;
        }

        private int add(String name, Step.Kind kind, List<Term> sum, float[] bias, Nonlinearity after) {
            steps.add(new Step.Sum(name, layer, kind, sum, bias.length, bias, after));
            return steps.size() - 1;
        }

        private int combined(String name, int from, int inputs, int outputs, float[] weight) {
            return add(
                    name + ".combined",
                    Step.Kind.COMBINED,
                    List.of(new Term.Product(from, inputs, outputs, weight, 0)),
                    new float[outputs],
                    Nonlinearity.NONE);
        }

        private int linear(NetworkLayer.Linear linear, String name, int from) {
            return add(
                    name,
                    pooled ? Step.Kind.GRAPHS : Step.Kind.AGGREGATED,
                    List.of(new Term.Product(from, linear.inputs(), linear.outputs(), linear.weight(), 0)),
                    linear.bias(),
                    linear.after());
        }

        private int gin(NetworkLayer.Gin gin, int from) {
            NetworkLayer.Linear first = gin.perceptron().get(0);
            int combined = combined(gin.name(), from, first.inputs(), first.outputs(), first.weight());
            int at = add(
                    gin.name() + ".aggregated",
                    Step.Kind.AGGREGATED,
                    List.of(new Term.Neighbours(combined, new double[] {1}), new Term.Own(combined, 1 + gin.epsilon())),
                    first.bias(),
                    first.after());
            for (int i = 1; i < gin.perceptron().size(); i++) {
                at = linear(gin.perceptron().get(i), gin.name() + ".perceptron" + i, at);
            }
            return at;
        }

        private int gat(NetworkLayer.Gat gat, int from) {
            int combined = combined(gat.name(), from, gat.inputs(), gat.outputs(), gat.weight());
            int source = logits(gat, gat.name() + ".source", combined, gat.sourceAttention());
            int target = logits(gat, gat.name() + ".target", combined, gat.targetAttention());
            steps.add(new Step.Additive(gat.name() + ".attention", layer, gat.heads(), source, target, gat.slope()));
            return add(
                    gat.name() + ".aggregated",
                    Step.Kind.AGGREGATED,
                    List.of(new Term.Weighted(combined, steps.size() - 1)),
                    gat.bias(),
                    gat.after());
        }

        private int logits(NetworkLayer.Gat gat, String name, int combined, float[] vector) {
            float[] weight = new float[gat.outputs() * gat.heads()];
            for (int f = 0; f < vector.length; f++) {
                weight[f * gat.heads() + f / gat.headOutputs()] = vector[f];
            }
            return add(
                    name,
                    Step.Kind.LOGITS,
                    List.of(new Term.Product(combined, gat.outputs(), gat.heads(), weight, LOGIT_WEIGHT_BITS)),
                    new float[gat.heads()],
                    Nonlinearity.NONE);
        }
    }
}
