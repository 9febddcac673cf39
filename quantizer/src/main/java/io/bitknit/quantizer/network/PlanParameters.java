// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkLayer;
import io.bitknit.quantizer.engine.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is trained of a plan: the matrices of its products, the biases of its sums, the factor of each cosine; in float
 * training of GIN a batch normalisation after every sum of a layer, in training in integers the base-2 logarithm of
 * every scale.
 */
final class PlanParameters {
    private static final double SMALLEST_SCALE = 1e-12;

    private final List<Parameter> all = new ArrayList<>();
    private final int[][] product;
    private final int[] bias;
    private final int[] beta;
    private final int[] norm;
    private final int[] scale;
    private final int[][] weightScale;

    /**
     * Learning rates.
     *
     * @param weights of everything but scales
     * @param decay weight decay of the products
     * @param decayLater whether products after the first have it, too
     * @param scales of logarithms of scales; 0 where something else moves them
     */
    record Rates(double weights, double decay, boolean decayLater, double scales) {}

    /**
     * @param normalised whether sums of a layer are batch-normalised
     * @param formats of each step for training in integers; empty for floats
     */
    PlanParameters(NetworkPlan plan, Rates rates, boolean normalised, List<Optional<StepFormat>> formats) {
        int steps = plan.steps().size();
        product = new int[steps][];
        weightScale = new int[steps][];
        bias = filled(steps);
        beta = filled(steps);
        norm = filled(steps);
        scale = filled(steps);
        boolean first = true;
        boolean firstCosine = true;
        for (int i = 0; i < steps; i++) {
            product[i] = new int[0];
            weightScale[i] = new int[0];
            if (plan.steps().get(i) instanceof Step.Cosine cosine) {
                // The first propagation's factor stays 1, as the architecture has it.
                double rate = firstCosine ? 0 : rates.weights();
                beta[i] = add(cosine.name() + ".beta", new double[] {cosine.beta()}, 1, 1, rate, 0);
                firstCosine = false;
            }
            if (!(plan.steps().get(i) instanceof Step.Sum sum)) {
                continue;
            }
            List<Integer> products = new ArrayList<>();
            List<Integer> scales = new ArrayList<>();
            for (Term term : sum.terms()) {
                if (term instanceof Term.Product p) {
                    double decay = first || rates.decayLater() ? rates.decay() : 0;
                    String name = sum.name() + ".weight" + products.size();
                    if (!formats.isEmpty()) {
                        double s = formats.get(i)
                                .orElseThrow()
                                .weights()
                                .get(products.size())
                                .scale();
                        scales.add(logarithm(name + ".scale", s, rates.scales()));
                    }
                    products.add(add(name, wide(p.weight()), p.inputs(), p.outputs(), rates.weights(), decay));
                    first = false;
                }
            }
            product[i] = products.stream().mapToInt(n -> n).toArray();
            weightScale[i] = scales.stream().mapToInt(n -> n).toArray();
            // In integers a bias costs nothing, and with one bit it is where a sum changes its sign.
            boolean ofFloats = sum.kind() != Step.Kind.COMBINED && !ofCosine(plan, sum);
            boolean biased = sum.kind() != Step.Kind.LOGITS && (ofFloats || !formats.isEmpty());
            boolean ofLayer = sum.terms().stream()
                    .anyMatch(t ->
                            t instanceof Term.Product || t instanceof Term.Neighbours || t instanceof Term.Weighted);
            if (biased && ofLayer) {
                double[] values = formats.isEmpty()
                        ? wide(sum.bias())
                        : formats.get(i).orElseThrow().bias();
                bias[i] = add(sum.name() + ".bias", values, 1, sum.features(), rates.weights(), 0);
            }
            if (normalised && sum.kind() == Step.Kind.AGGREGATED) {
                double[] ones = new double[sum.features()];
                Arrays.fill(ones, 1);
                norm[i] = add(sum.name() + ".gain", ones, 1, sum.features(), rates.weights(), 0);
                // Running mean and variance: no gradient reaches them, a training step writes them.
                add(sum.name() + ".mean", new double[sum.features()], 1, sum.features(), 0, 0);
                add(sum.name() + ".variance", ones, 1, sum.features(), 0, 0);
            }
            if (!formats.isEmpty()) {
                scale[i] = logarithm(
                        sum.name() + ".scale", formats.get(i).orElseThrow().scale(), rates.scales());
            }
        }
    }

    /** A propagation by cosines has no bias in the float network, so one that was trained would be lost. */
    private static boolean ofCosine(NetworkPlan plan, Step.Sum sum) {
        return sum.terms().stream()
                .anyMatch(t -> t instanceof Term.Weighted weighted
                        && plan.steps().get(weighted.attention()) instanceof Step.Cosine);
    }

    private static int[] filled(int steps) {
        int[] none = new int[steps];
        Arrays.fill(none, -1);
        return none;
    }

    private int add(String name, double[] values, int rows, int columns, double rate, double decay) {
        all.add(new Parameter(name, values, rows, columns, rate, decay));
        return all.size() - 1;
    }

    private int logarithm(String name, double value, double rate) {
        return add(name, new double[] {Math.log(Math.max(SMALLEST_SCALE, value)) / Math.log(2)}, 1, 1, rate, 0);
    }

    private static double[] wide(float[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    List<Parameter> all() {
        return List.copyOf(all);
    }

    int product(int step, int index) {
        return product[step][index];
    }

    /** -1 where a step has none; likewise below. */
    int bias(int step) {
        return bias[step];
    }

    int beta(int step) {
        return beta[step];
    }

    /** Gain of a normalisation; its running mean and variance follow. */
    int norm(int step) {
        return norm[step];
    }

    int scale(int step) {
        return scale[step];
    }

    int weightScale(int step, int index) {
        return weightScale[step][index];
    }

    /** The network with these values of the parameters, normalisations folded into the products before them. */
    FloatNetwork network(NetworkPlan plan, List<double[]> values, java.util.Map<String, String> provenance) {
        FloatNetwork source = plan.network();
        List<NetworkLayer> layers = new ArrayList<>();
        int step = 0;
        for (NetworkLayer layer : source.layers()) {
            if (layer instanceof NetworkLayer.Linear linear) {
                layers.add(linear(linear, step, step, values));
                step++;
            } else if (layer instanceof NetworkLayer.Sage sage) {
                layers.add(new NetworkLayer.Sage(
                        sage.name(),
                        sage.inputs(),
                        sage.outputs(),
                        narrow(values.get(product[step][0])),
                        narrow(values.get(product[step + 1][0])),
                        narrow(values.get(bias[step + 1])),
                        sage.after()));
                step += 2;
            } else if (layer instanceof NetworkLayer.Gin gin) {
                List<NetworkLayer.Linear> perceptron = new ArrayList<>();
                perceptron.add(linear(gin.perceptron().get(0), step, step + 1, values));
                step += 2;
                for (NetworkLayer.Linear next :
                        gin.perceptron().subList(1, gin.perceptron().size())) {
                    perceptron.add(linear(next, step, step, values));
                    step++;
                }
                layers.add(new NetworkLayer.Gin(gin.name(), gin.epsilon(), perceptron));
            } else if (layer instanceof NetworkLayer.Gat gat) {
                layers.add(new NetworkLayer.Gat(
                        gat.name(),
                        gat.inputs(),
                        gat.heads(),
                        gat.outputs(),
                        narrow(values.get(product[step][0])),
                        vector(gat, values.get(product[step + 1][0])),
                        vector(gat, values.get(product[step + 2][0])),
                        narrow(values.get(bias[step + 4])),
                        gat.slope(),
                        gat.after()));
                step += 5;
            } else if (layer instanceof NetworkLayer.Agnn agnn) {
                layers.add(new NetworkLayer.Agnn(agnn.name(), agnn.inputs(), values.get(beta[step])[0]));
                step += 2;
            } else {
                layers.add(layer);
                step++;
            }
        }
        Architecture architecture = source.architecture();
        return new FloatNetwork(
                source.name(), architecture, source.rowNormalised(), layers, source.graph(), provenance);
    }

    private NetworkLayer.Linear linear(NetworkLayer.Linear shape, int weightStep, int biasStep, List<double[]> values) {
        NetworkLayer.Linear plain = new NetworkLayer.Linear(
                shape.name(),
                shape.inputs(),
                shape.outputs(),
                narrow(values.get(product[weightStep][0])),
                narrow(values.get(bias[biasStep])),
                shape.after());
        if (norm[biasStep] < 0) {
            return plain;
        }
        double[] gain = values.get(norm[biasStep]).clone();
        double[] variance = values.get(norm[biasStep] + 2);
        for (int f = 0; f < gain.length; f++) {
            gain[f] /= Math.sqrt(variance[f] + PlanForward.NORM_EPSILON);
        }
        // The bias is added after the normalisation, so it is the shift and not part of what is normalised.
        NetworkLayer.Linear bare = new NetworkLayer.Linear(
                plain.name(), plain.inputs(), plain.outputs(), plain.weight(), new float[gain.length], plain.after());
        return bare.folded(gain, narrow(values.get(norm[biasStep] + 1)), plain.bias());
    }

    private static float[] vector(NetworkLayer.Gat gat, double[] matrix) {
        float[] vector = new float[gat.outputs()];
        for (int f = 0; f < vector.length; f++) {
            vector[f] = (float) matrix[f * gat.heads() + f / gat.headOutputs()];
        }
        return vector;
    }

    private static float[] narrow(double[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) values[i];
        }
        return out;
    }
}
