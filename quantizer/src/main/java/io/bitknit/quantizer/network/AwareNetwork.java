// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.FloatForward;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkForward;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.quantizer.InputQuantizer;
import io.bitknit.quantizer.LateAccuracy;
import io.bitknit.quantizer.RowRange;
import io.bitknit.quantizer.aware.Teacher;
import io.bitknit.quantizer.degreequant.Percentile;
import io.bitknit.quantizer.degreequant.Protection;
import io.bitknit.quantizer.engine.Adam;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Parameter;
import io.bitknit.quantizer.engine.Value;
import io.bitknit.quantizer.train.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Quantizes a network by training it in its integers: SGQuant's fine-tuning with the straight-through estimator, or
 * Degree-Quant. The integers of the pass that is best on the validation rows are kept.
 */
public final class AwareNetwork {
    private static final double MOMENTUM = 0.01;
    /** Values that a percentile is taken of at most; Degree-Quant's program samples, too. */
    private static final int SAMPLE = 20_000;

    private final Engine engine;
    private final FloatNetwork source;
    private final Options options;
    private final NetworkPlan plan;
    private final InputQuantizer.Result input;
    private final List<Optional<StepFormat>> formats;
    private final PlanParameters parameters;
    private final PresentIntegers present;
    private final double[] logits;
    private final Teacher teacher;
    private final Map<String, Percentile.Range> ranges = new HashMap<>();
    private final LateAccuracy late = new LateAccuracy();
    private @Nullable PlanBatch whole;
    private List<double[]> best;
    private double bestValidation = -1;
    private double bestTest;
    private int step;

    /** How the scales move and what gradients do. */
    public enum Method {
        /** Scales are learned with the weights; values in range pass their gradient. */
        SGQUANT,
        /** Scales follow percentiles, nodes are protected by degree, the outermost integers pass no gradient. */
        DEGREE_QUANT
    }

    /**
     * @param epochs passes over what trains
     * @param learningRate of weights; a cosine leads down to a twentieth
     * @param distillation share of the loss that compares with the float network's probabilities; the rest is cross
     *     entropy on the training rows
     * @param batch graphs per step
     * @param protection of Degree-Quant
     */
    public record Options(
            Method method,
            NetworkWidths widths,
            int epochs,
            double learningRate,
            double distillation,
            int batch,
            Protection protection,
            long seed) {
        /** Scales follow percentiles a little per step, so steps count more than passes. */
        private static final int GRAPHS_PER_STEP = 32;

        /** What works on citation graphs and on sets of graphs: the narrower, the longer. */
        public static Options of(Method method, NetworkWidths widths, boolean graphs, long seed) {
            int narrowest = widths.narrowestBits();
            int passes = narrowest >= 4 ? 40 : narrowest > 1 ? 100 : 150;
            return new Options(
                    method,
                    widths,
                    graphs ? 30 : passes,
                    graphs ? 0.0005 : 0.003,
                    graphs ? 0.5 : 1,
                    GRAPHS_PER_STEP,
                    new Protection(0, 0.1),
                    seed);
        }

        public Options withSeed(long other) {
            return new Options(method, widths, epochs, learningRate, distillation, batch, protection, other);
        }

        public Options withProtection(Protection other) {
            return new Options(method, widths, epochs, learningRate, distillation, batch, other, seed);
        }

        public Options withLearningRate(double rate) {
            return new Options(method, widths, epochs, rate, distillation, batch, protection, seed);
        }

        public Options withEpochs(int passes) {
            return new Options(method, widths, passes, learningRate, distillation, batch, protection, seed);
        }
    }

    /**
     * @param validationLate validation accuracy, mean over the last fifth of the passes ({@link LateAccuracy})
     * @param bestTest test accuracy of the pass that is best on the test rows: the protocol of the published systems,
     *     never used to choose
     */
    public record Result(NetworkQuantizer.Result chosen, double validationLate, double bestTest) {}

    private AwareNetwork(Engine engine, FloatNetwork source, Options options) {
        this.engine = engine;
        this.source = source;
        this.options = options;
        NetworkWidths widths = options.widths();
        plan = NetworkPlan.of(source);
        input = InputQuantizer.quantize(source.graph(), source.rowNormalised(), widths.inputBits());
        formats = NetworkQuantizer.formats(source, plan, input, widths);
        boolean learned = options.method() == Method.SGQUANT;
        parameters = new PlanParameters(
                plan, new PlanParameters.Rates(options.learningRate(), 0, false, learned ? 0.01 : 0), false, formats);
        best = values();
        present = new PresentIntegers(parameters, plan, formats, widths);
        logits = NetworkForward.logits(source);
        teacher = Teacher.of(logits, source.graph());
    }

    /** @param listener told the pass, from 0, and its validation accuracy */
    public static Result quantize(FloatNetwork network, Options options, BiConsumer<Integer, Double> listener) {
        try (Engine engine = Engine.open(Engine.Precision.FLOAT)) {
            return new AwareNetwork(engine, network, options).run(listener);
        }
    }

    private Result run(BiConsumer<Integer, Double> listener) {
        for (int pass = 0; pass <= options.epochs(); pass++) {
            boolean train = pass < options.epochs();
            if (source.graph() instanceof GraphSet set) {
                consider(
                        judge(set, set.validation().length == 0 ? set.train() : set.validation()),
                        judge(set, set.test()));
                if (train) {
                    graphs(set, pass);
                }
            } else {
                nodes(pass, train);
            }
            listener.accept(pass, late.last());
        }
        for (int i = 0; i < best.size(); i++) {
            double[] to = parameters.all().get(i).values();
            System.arraycopy(best.get(i), 0, to, 0, to.length);
        }
        Map<String, String> provenance = new LinkedHashMap<>(source.provenance());
        provenance.put("quantization", options.toString());
        return new Result(
                NetworkQuantizer.result(source, logits, present.build(plan, input), provenance), late.mean(), bestTest);
    }

    /** Keeps the parameters if they are the best on the validation rows so far; of equals the latest, trained longest. */
    private void consider(double validation, double test) {
        late.add(validation);
        bestTest = Math.max(bestTest, test);
        if (validation >= bestValidation) {
            bestValidation = validation;
            best = values();
        }
    }

    private List<double[]> values() {
        return parameters.all().stream().map(p -> p.values().clone()).toList();
    }

    /** Share of the graphs whose class the integers get right; 0 for none. */
    private double judge(GraphSet set, int[] ids) {
        if (ids.length == 0) {
            return 0;
        }
        GraphSet some = set.selected(ids);
        FloatNetwork here = source.onGraph(some);
        InputQuantizer.Result features = InputQuantizer.quantize(
                some, source.rowNormalised(), options.widths().inputBits());
        QuantizedNetwork network = present.build(NetworkPlan.of(here), features).network(0, Map.of());
        int[] all = IntStream.range(0, ids.length).toArray();
        return FloatForward.accuracy(NetworkIntegers.classes(network), some.labels(), all);
    }

    /** One step of all nodes; the integers of its forward pass are those that are judged. */
    private void nodes(int pass, boolean train) {
        GraphInput graph = source.graph();
        if (whole == null) {
            whole = PlanBatch.of(engine, source, graph, options.widths().inputBits());
        }
        PlanBatch batch = whole;
        engine.step(() -> step(graph, batch, null, pass, train));
    }

    private void graphs(GraphSet set, int pass) {
        GraphBatches batches = new GraphBatches(set.train(), options.batch(), options.seed());
        for (int i = 1; i <= batches.perPass(); i++) {
            int[] ids = batches.at(pass * batches.perPass() + i);
            engine.step(() -> {
                GraphSet some = set.selected(ids);
                PlanBatch batch =
                        PlanBatch.of(engine, source, some, options.widths().inputBits());
                return step(some, batch, ids, pass, true);
            });
        }
    }

    /** @param ids of the graphs, null where nodes are classified */
    private IntegerRounding step(GraphInput here, PlanBatch batch, int @Nullable [] ids, int pass, boolean train) {
        List<Value> leaves = parameters.all().stream().map(engine::leaf).toList();
        boolean strict = options.method() == Method.DEGREE_QUANT;
        double[] unrounded = strict && train ? protectedNodes(here) : null;
        IntegerRounding rounding = new IntegerRounding(engine, present, batch, leaves, strict, unrounded);
        Value scores = new PlanForward(engine, parameters, batch, leaves, rounding, 0, null).run();
        if (ids == null) {
            int[] classes = unrounded == null
                    ? rounding.integers().classes()
                    : NetworkIntegers.classes(present.build(plan, input).network(0, Map.of()));
            int[] judged = here.validation().length == 0 ? here.train() : here.validation();
            consider(
                    FloatForward.accuracy(classes, here.labels(), judged),
                    FloatForward.accuracy(classes, here.labels(), here.test()));
        }
        if (train) {
            step++;
            double rate = 0.05 + 0.95 * 0.5 * (1 + Math.cos(Math.PI * pass / options.epochs()));
            Adam.step(engine, loss(scores, here, ids), parameters.all(), leaves, step, rate);
            if (unrounded != null) {
                moveScales(rounding, unrounded, batch.plan());
            }
        }
        return rounding;
    }

    private Value loss(Value scores, GraphInput here, int @Nullable [] ids) {
        int classes = here.classes();
        Value logarithms = scores.times(teacher.sharpness()).logSoftmax();
        int rows = scores.rows();
        List<Value> parts = new ArrayList<>();
        if (options.distillation() > 0) {
            double[] wanted = teacher.probabilities();
            if (ids != null) {
                wanted = new double[rows * classes];
                for (int i = 0; i < ids.length; i++) {
                    System.arraycopy(teacher.probabilities(), ids[i] * classes, wanted, i * classes, classes);
                }
            }
            parts.add(
                    engine.matrix(wanted, rows, classes).times(logarithms).sum().times(-options.distillation() / rows));
        }
        if (options.distillation() < 1) {
            int[] all =
                    ids == null ? here.train() : IntStream.range(0, ids.length).toArray();
            parts.add(TargetRows.of(engine, here, all).crossEntropy(scores).times(1 - options.distillation()));
        }
        return parts.stream().reduce(Value::plus).orElseThrow();
    }

    /** 1 for a node that stays real in this step; probabilities go by rank within each graph. */
    private double[] protectedNodes(GraphInput graph) {
        int[] start = graph instanceof GraphSet set ? set.graphStart() : new int[] {0, graph.nodes()};
        UniformRandomProvider random = Randomness.of(options.seed(), "protection", step);
        double[] mask = new double[graph.nodes()];
        for (int g = 0; g + 1 < start.length; g++) {
            int[] degrees = new int[start[g + 1] - start[g]];
            for (int v = 0; v < degrees.length; v++) {
                degrees[v] = graph.adjacency().degree(start[g] + v);
            }
            double[] probability = options.protection().probabilities(degrees);
            for (int v = 0; v < degrees.length; v++) {
                mask[start[g] + v] = random.nextDouble() < probability[v] ? 1 : 0;
            }
        }
        return mask;
    }

    /** Moves every scale after the percentiles of what was not protected; the scores keep theirs. */
    private void moveScales(IntegerRounding rounding, double[] unrounded, NetworkPlan here) {
        for (int i = 0; i < here.steps().size(); i++) {
            if (!(here.steps().get(i) instanceof Step.Sum sum) || formats.get(i).isEmpty()) {
                continue;
            }
            StepFormat format = formats.get(i).get();
            for (int p = 0; p < format.weights().size(); p++) {
                int bits = format.weights().get(p).bits();
                Parameter weights = parameters.all().get(parameters.product(i, p));
                move(i + "." + p, parameters.weightScale(i, p), weights.values(), bits, true);
            }
            if (sum.kind() != Step.Kind.SCORES && sum.kind() != Step.Kind.LOGITS) {
                double[] kept = sampled(rounding.real().get(i), unrounded, sum.features());
                boolean signed = sum.after() != io.bitknit.model.network.Nonlinearity.RELU;
                move("tensor " + i, parameters.scale(i), kept, format.bits().first(), signed);
            }
        }
    }

    /** Evenly spaced values of rows that are not protected; of one row per graph, of all rows. */
    private static double[] sampled(double[] real, double[] unrounded, int features) {
        boolean ofNodes = real.length == unrounded.length * features;
        int stride = Math.max(1, real.length / SAMPLE);
        double[] some = new double[(real.length + stride - 1) / stride];
        int kept = 0;
        for (int i = 0; i < real.length; i += stride) {
            if (!ofNodes || unrounded[i / features] == 0) {
                some[kept++] = real[i];
            }
        }
        return Arrays.copyOf(some, kept);
    }

    private void move(String name, int parameter, double[] real, int bits, boolean signed) {
        float[] some = new float[real.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = (float) real[i];
        }
        if (some.length == 0) {
            return;
        }
        Percentile percentile = bits >= 8 ? Percentile.INT8 : Percentile.INT4;
        Percentile.Range seen = percentile.range(some);
        Percentile.Range range = ranges.merge(name, seen, (old, now) -> old.moved(now, MOMENTUM));
        double needed = range.high() / RowRange.high(bits, signed);
        if (signed) {
            needed = Math.max(needed, range.low() / RowRange.low(bits, true));
        }
        if (needed > 0) {
            parameters.all().get(parameter).values()[0] = Math.log(needed) / Math.log(2);
        }
    }
}
