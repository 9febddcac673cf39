// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.Convolution;
import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.ExponentChoice;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.IntegerForward;
import io.bitknit.quantizer.PostTrainingQuantizer;
import io.bitknit.quantizer.QuantizationOptions;
import io.bitknit.quantizer.aware.Method.DegreeQuant;
import io.bitknit.quantizer.aware.Method.Fixed;
import io.bitknit.quantizer.aware.Method.Learned;
import io.bitknit.quantizer.aware.Method.Penalty;
import io.bitknit.quantizer.aware.Method.Sgquant;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.TrainOptions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Quantizes a float model by training it in the integer format, once or over several seeds. */
public final class AwareQuantizer {
    private static final int EPOCHS = 250;
    private static final double SCALE_RATE = 0.01;
    private static final double WEIGHT_RATE = 0.01;
    private static final int DRAWS = 8;
    /** Widths are learned at the first epoch and after every so many, in the first part of the training. */
    private static final int LEARN_EVERY = 15;

    private static final double LEARN_UNTIL = 0.6;
    /** Formats of rows that the accelerator has room for, per tensor. */
    private static final int MOST_FORMATS = 8;

    /** Planes that a word of the accelerator may hold: rows within them are read in one step. */
    private static final int WORD_PLANES = 4;

    /** The width from which learned widths start to be narrowed. */
    private static final int START_BITS = 4;

    private AwareQuantizer() {}

    /**
     * Quantizes one model with one seed; the same arguments give the same integers.
     *
     * @throws UserException if a width does not go with the model, or Q-008
     */
    public static SeedRun quantize(FloatModel model, Method method, long seed) {
        FloatLayer last = model.layers().get(model.layers().size() - 1);
        if (last.activation() != Activation.NONE) {
            throw new UserException(
                    "Q-008",
                    last.name(),
                    "the last layer has a relu, scores are signed; leave the activation of the last layer away");
        }
        try (Engine engine = Engine.open(Engine.Precision.DOUBLE)) {
            return run(engine, model, method, seed);
        }
    }

    private static SeedRun run(Engine engine, FloatModel model, Method method, long seed) {
        QuantizedModel start = start(model, method);
        boolean degreeQuant = method instanceof DegreeQuant;
        // Degree-Quant moves scales after percentiles; elsewhere they are learned with the weights.
        IntegerGcn.Rates rates = new IntegerGcn.Rates(WEIGHT_RATE, degreeQuant ? 0 : SCALE_RATE, 0);
        int epochs = method instanceof Fixed fixed ? fixed.epochs() : EPOCHS;
        IntegerGcn network = new IntegerGcn(engine, model, start, rates, degreeQuant);
        AwareTraining training = new AwareTraining(engine, model, network, new Recipe(epochs, rates, 1, seed));
        training.run(hook(method, network, epochs, seed));
        QuantizedModel best = named(training.best(), model, method, seed);
        GraphData graph = model.graph();
        int[] floats = FloatForward.classes(FloatForward.logits(model), graph.classes());
        int[] classes = IntegerForward.run(best).classes();
        return new SeedRun(
                seed,
                best,
                FloatForward.accuracy(floats, graph.labels(), graph.validation()),
                FloatForward.accuracy(floats, graph.labels(), graph.test()),
                FloatForward.accuracy(classes, graph.labels(), graph.validation()),
                training.lateValidation(),
                FloatForward.accuracy(classes, graph.labels(), graph.test()),
                training.bestTest());
    }

    private static QuantizedModel start(FloatModel model, Method method) {
        QuantizationOptions options = QuantizationOptions.defaults().withWeightBits(method.weightBits());
        Adjacency adjacency = Convolution.withSelfLoops(model.graph().adjacency());
        int layers = model.layers().size();
        List<ExponentChoice> none = List.of(ExponentChoice.NONE);
        if (method instanceof Learned learned) {
            options = options.withScoreBits(learned.scoreBits())
                    .withHidden(HiddenWidths.uniform(START_BITS))
                    .withExponents(none);
        } else if (method instanceof Sgquant sgquant) {
            options = options.withScoreBits(sgquant.scoreBits())
                    .withHidden(sgquant.granularity().widths(sgquant.bits(), layers, adjacency))
                    .withExponents(none);
        } else if (method instanceof DegreeQuant degreeQuant) {
            options = options.withScoreBits(degreeQuant.scoreBits())
                    .withHidden(HiddenWidths.uniform(degreeQuant.bits()))
                    .withExponents(none);
        } else if (method instanceof Fixed fixed) {
            options = options.withInputBits(fixed.inputBits())
                    .withScoreBits(fixed.scoreBits())
                    .withHidden(fixed.hidden())
                    .withExponents(none, List.of(new ExponentChoice(fixed.exponents())));
        }
        return PostTrainingQuantizer.quantize(model, options).model();
    }

    private static AwareTraining.Hook hook(Method method, IntegerGcn network, int epochs, long seed) {
        if (method instanceof Learned learned) {
            return new LearningHook(widthLearning(learned, network), seed, (int) (LEARN_UNTIL * epochs));
        }
        if (method instanceof DegreeQuant degreeQuant) {
            return new DegreeQuantHook(degreeQuant, network.adjacency(), seed);
        }
        return new AwareTraining.Hook() {};
    }

    /** Learns widths now and then; a model may be chosen only when its widths are final. */
    private record LearningHook(WidthLearning learning, long seed, int until) implements AwareTraining.Hook {
        @Override
        public void before(int epoch, AwareTraining training) {
            if (epoch <= until && (epoch - 1) % LEARN_EVERY == 0) {
                learning.apply(training.network(), training.engine(), seed, epoch);
            }
        }

        @Override
        public boolean eligible(int epoch) {
            return epoch > until;
        }
    }

    private static WidthLearning widthLearning(Learned learned, IntegerGcn network) {
        int tensors = 2 * network.layers();
        Adjacency adjacency = network.adjacency();
        double[] reads = new double[adjacency.nodes()];
        for (int source : adjacency.source()) {
            reads[source]++;
        }
        double[][] costs = new double[tensors][adjacency.nodes()];
        int[] exponents = new int[tensors];
        int[] spans = new int[tensors];
        for (int t = 0; t < tensors; t++) {
            boolean gathered = t % 2 == 0;
            // A tensor may have eight formats of rows, a format being a width and an exponent.
            exponents[t] = Math.max(1, Integer.highestOneBit(MOST_FORMATS / learned.mostBits()));
            // Rows of one sum that fit a number of the widest row are read at one level; elsewhere exponents are free.
            spans[t] = gathered ? Math.max(WORD_PLANES, learned.mostBits()) : learned.mostBits() + exponents[t];
            for (int v = 0; v < adjacency.nodes(); v++) {
                boolean often = learned.penalty() == Penalty.CYCLES && gathered;
                costs[t][v] = network.features(t) * (often ? reads[v] : 1);
            }
        }
        return new WidthLearning(
                IntStream.range(0, tensors - 1).boxed().toList(),
                learned.mostBits(),
                exponents,
                spans,
                costs,
                learned.targetHiddenBits(),
                DRAWS);
    }

    private static QuantizedModel named(QuantizedModel model, FloatModel source, Method method, long seed) {
        Map<String, String> provenance = new LinkedHashMap<>(source.provenance());
        provenance.put("quantization", method.name());
        provenance.put("quantizationMethod", method.toString());
        provenance.put("quantizationSeed", Long.toString(seed));
        return new QuantizedModel(
                model.name(),
                model.requantShift(),
                model.input(),
                model.adjacency(),
                model.layers(),
                model.evaluation(),
                provenance);
    }

    /**
     * Quantizes over seeds. The first run takes the model as it is; every other one trains a float model of the same
     * shape from scratch, so that the deviation is that of the whole way.
     *
     * @param done told after each run, from several threads
     * @return runs in the order of their seeds
     */
    public static List<SeedRun> seeds(
            FloatModel model, Method method, long firstSeed, int count, int threads, Consumer<SeedRun> done) {
        return Workers.range(
                0,
                count,
                i -> {
                    FloatModel source = i == 0 ? model : like(model, firstSeed + i);
                    SeedRun run = quantize(source, method, firstSeed + i);
                    done.accept(run);
                    return run;
                },
                threads);
    }

    /** A float model of the same shape, trained from scratch with another seed. */
    public static FloatModel like(FloatModel model, long seed) {
        return GcnTraining.train(model.graph(), TrainOptions.like(model, seed));
    }

    /** Index of the run with the best validation accuracy, the first of equals. */
    public static int chosen(List<SeedRun> runs) {
        double[] validation = runs.stream().mapToDouble(SeedRun::validation).toArray();
        double best = Arrays.stream(validation).max().orElse(0);
        int index = 0;
        while (validation[index] < best) {
            index++;
        }
        return index;
    }
}
