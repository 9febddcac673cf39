// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.Evaluation;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.Nonlinearity;
import io.bitknit.model.network.Part;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.model.network.RowFormat;
import io.bitknit.model.network.Stage;
import io.bitknit.quantizer.InputQuantizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the integers of each step out of its formats: multipliers, biases, shifts and tables. Calibration and training
 * both go through it, so that what training saw is what is exported.
 */
public final class NetworkBuilder {
    /** Bits of a table's index: four times finer than the widest tensor. */
    static final int INDEX_BITS = 10;

    private static final int MOST_SHIFT = 30;
    private static final int MULTIPLIER_LIMIT = 1 << 15;
    private static final double CONSTANT_LIMIT = 0x1p31 - 1;
    /** Far beyond any difference that an exponential can tell apart. */
    private static final double LARGEST_LOGIT = 1 << 28;
    /** Entries of an exponential: the last is the first that rounds to 0. */
    private static final int EXPONENTIAL_ENTRIES = 256;

    private final NetworkPlan plan;
    private final InputQuantizer.Result input;
    private final List<Stage> stages = new ArrayList<>();
    private @Nullable Double beta;

    /** @param input the network's input features as codes */
    public NetworkBuilder(NetworkPlan plan, InputQuantizer.Result input) {
        this.plan = plan;
        this.input = input;
    }

    /** Stages so far. */
    public List<Stage> stages() {
        return List.copyOf(stages);
    }

    /** Number of rows of a step. */
    int rows(int step) {
        boolean graphs = false;
        for (int i = 0; i <= step; i++) {
            graphs |= plan.steps().get(i) instanceof Step.Sum sum
                    && sum.terms().stream().anyMatch(t -> t instanceof Term.Pooled);
        }
        return graphs
                ? plan.network().graphStart().length - 1
                : plan.network().graph().nodes();
    }

    /** Real value of {@code x = 1} of what a term reads. */
    double scaleOf(int from) {
        return from == Part.INPUT
                ? input.input().scale()
                : ((Stage.Sum) stages.get(from)).format().scale();
    }

    /**
     * Real value of {@code acc = 1} of a term, per row or for all; of an attention's sum before it is divided.
     *
     * @param weights of a product, else null
     */
    double[] unit(Term term, @Nullable QuantizedWeights weights) {
        double scale = scaleOf(term.from()) * (weights == null ? 1 : weights.scale());
        double[] factor = {1};
        if (term instanceof Term.Neighbours neighbours) {
            factor = neighbours.factor();
        } else if (term instanceof Term.Pooled pooled) {
            factor = pooled.factor();
        } else if (term instanceof Term.Own own) {
            factor = new double[] {own.factor()};
        } else if (term.from() == Part.INPUT && plan.network().rowNormalised()) {
            factor = input.rowFactor();
        }
        double[] unit = factor.clone();
        for (int v = 0; v < unit.length; v++) {
            unit[v] *= scale;
        }
        return unit;
    }

    /** Adds the next step's stage. */
    public Stage.Sum add(StepFormat format) {
        Step.Sum step = (Step.Sum) plan.steps().get(stages.size());
        boolean table = step.after() == Nonlinearity.ELU;
        double target = table ? format.tableScale() : format.scale();
        List<double[]> units = new ArrayList<>();
        int products = 0;
        for (Term term : step.terms()) {
            units.add(unit(term, term instanceof Term.Product ? format.weights().get(products++) : null));
        }
        int shift = MOST_SHIFT;
        while (shift > 1 && !fits(step.terms(), units, format.bias(), target, shift)) {
            shift--;
        }
        List<Part> parts = new ArrayList<>();
        products = 0;
        for (int i = 0; i < step.terms().size(); i++) {
            Term term = step.terms().get(i);
            QuantizedWeights weights =
                    term instanceof Term.Product ? format.weights().get(products++) : null;
            parts.add(part(term, weights, units.get(i), target, shift));
        }
        long[] bias = new long[step.features()];
        for (int f = 0; f < bias.length; f++) {
            bias[f] = (long) scaled(format.bias()[f], target, shift);
        }
        RowFormat rows = new RowFormat(
                rows(stages.size()),
                step.features(),
                step.after() != Nonlinearity.RELU,
                format.scale(),
                format.bits().rows(plan.network().terms()),
                format.exponents().rows(plan.network().terms()));
        Stage.Sum stage = new Stage.Sum(
                step.name(), parts, rows, bias, shift, table ? elu(format.tableScale(), format.scale()) : null);
        stages.add(stage);
        return stage;
    }

    private static boolean fits(List<Term> terms, List<double[]> units, double[] bias, double target, int shift) {
        for (int i = 0; i < terms.size(); i++) {
            double limit = terms.get(i) instanceof Term.Weighted ? CONSTANT_LIMIT : MULTIPLIER_LIMIT;
            for (double unit : units.get(i)) {
                if (Math.abs(scaled(unit, target, shift)) >= limit) {
                    return false;
                }
            }
        }
        for (double b : bias) {
            // Sums with a bias stay exact in double precision, which training relies on.
            if (Math.abs(scaled(b, target, shift)) >= 0x1p46) {
                return false;
            }
        }
        return true;
    }

    private static double scaled(double real, double target, int shift) {
        return Math.floor(Math.scalb(real / target, shift) + 0.5);
    }

    private static Part part(Term term, @Nullable QuantizedWeights weights, double[] unit, double target, int shift) {
        if (term instanceof Term.Weighted weighted) {
            long constant = (long) Math.max(1, Math.min(CONSTANT_LIMIT, scaled(unit[0], target, shift)));
            return new Part.Weighted(term.from(), weighted.attention(), constant);
        }
        int[] multipliers = new int[unit.length];
        Arrays.setAll(multipliers, v -> (int) Math.max(-65535, Math.min(65535, scaled(unit[v], target, shift))));
        if (term instanceof Term.Product && weights != null) {
            return new Part.Product(term.from(), weights, multipliers);
        }
        if (term instanceof Term.Neighbours) {
            return new Part.Neighbours(term.from(), multipliers);
        }
        return term instanceof Term.Own
                ? new Part.Own(term.from(), multipliers)
                : new Part.Pooled(term.from(), multipliers);
    }

    private static Stage.Table elu(double indexScale, double scale) {
        int[] entries = new int[1 << INDEX_BITS];
        for (int i = 0; i < entries.length; i++) {
            double x = (i - entries.length / 2) * indexScale;
            entries[i] = (int) Math.floor(Nonlinearity.ELU.of(x) / scale + 0.5);
        }
        return new Stage.Table(INDEX_BITS, entries);
    }

    /** The factor of the next cosine in the place of the plan's. */
    void beta(double factor) {
        beta = factor;
    }

    /** Adds the next step's stage, an attention of so many bits. */
    public Stage.Attention addAttention(int bits) {
        Step step = plan.steps().get(stages.size());
        int most = (1 << bits) - 1;
        // The first entry whose exponential is below half of the smallest weight.
        double unit = Math.log(2 * most + 1e-9) / (EXPONENTIAL_ENTRIES - 1) * (1 + 1e-9);
        int[] exponential = new int[EXPONENTIAL_ENTRIES];
        Arrays.setAll(exponential, i -> (int) Math.floor(most * Math.exp(-i * unit) + 0.5));
        Stage.Attention stage;
        if (step instanceof Step.Additive additive) {
            RowFormat source = ((Stage.Sum) stages.get(additive.source())).format();
            RowFormat target = ((Stage.Sum) stages.get(additive.target())).format();
            int width = Math.max(source.mostBits(), target.mostBits());
            int[] leaky = new int[1 << (width + 1)];
            Arrays.setAll(leaky, i -> {
                double x = (i - leaky.length / 2) * source.scale();
                double z = Math.floor((x < 0 ? x * additive.slope() : x) / unit + 0.5);
                return (int) Math.max(-LARGEST_LOGIT, Math.min(LARGEST_LOGIT, z));
            });
            stage = new Stage.Attention(
                    step.name(),
                    additive.heads(),
                    new Stage.Logits.Additive(additive.source(), additive.target(), leaky),
                    bits,
                    exponential);
        } else {
            Step.Cosine cosine = (Step.Cosine) step;
            double real = beta == null ? cosine.beta() : beta;
            beta = null;
            int factor = (int) Math.max(-0x1p30, Math.min(0x1p30, Math.floor(real / unit * 256 + 0.5)));
            stage = new Stage.Attention(
                    step.name(), 1, new Stage.Logits.Cosine(cosine.from(), factor), bits, exponential);
        }
        stages.add(stage);
        return stage;
    }

    /** The whole network, once every step has its stage. */
    public QuantizedNetwork network(double accuracyFloatTest, Map<String, String> provenance) {
        FloatNetwork source = plan.network();
        return new QuantizedNetwork(
                source.name(),
                source.architecture(),
                input.input(),
                source.terms(),
                source.graphStart(),
                stages,
                new Evaluation(
                        source.graph().classes(),
                        source.graph().labels(),
                        source.graph().validation(),
                        source.graph().test(),
                        accuracyFloatTest),
                provenance);
    }
}
