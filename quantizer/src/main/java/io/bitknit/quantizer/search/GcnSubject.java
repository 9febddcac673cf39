// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.model.Adjacency;
import io.bitknit.model.Convolution;
import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.quantizer.BitCounts;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.InputQuantizer;
import io.bitknit.quantizer.aware.AwareQuantizer;
import io.bitknit.quantizer.aware.Method;
import io.bitknit.quantizer.aware.SeedReport;
import io.bitknit.quantizer.aware.SeedRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * A GCN. Its widths are those of each layer's weights, of the features before each aggregation, and after each but the
 * last, and of the input where it is not binary; the features that are gathered stand in the place of attention. On
 * hardware a row may have one of two exponents or none: that costs no bits worth mentioning, but cycles.
 */
public final class GcnSubject implements Subject {
    private static final int SCORE_BITS = 8;
    private static final int INPUT_BITS = 8;
    private static final int EXPONENTS = 2;

    private final FloatModel model;
    private final HardwareCost hardware;
    private final String hardwareName;
    /** Group of the input's width, -1 where it is binary. */
    private final int inputGroup;
    /** Group of the number of exponents, -1 without hardware. */
    private final int exponentsGroup;

    private final Adjacency adjacency;
    private final BitSpace space;
    private final double validationFloat;
    private final Map<Long, FloatModel> others = new ConcurrentHashMap<>();

    /** @param hardwareName what the hardware is, for the record */
    public GcnSubject(FloatModel model, HardwareCost hardware, String hardwareName) {
        this(model, hardware, hardwareName, true);
    }

    /** For objectives that count bits alone. */
    public static GcnSubject withoutHardware(FloatModel model) {
        return new GcnSubject(model, quantized -> Optional.empty(), "none", false);
    }

    private GcnSubject(FloatModel model, HardwareCost hardware, String hardwareName, boolean onHardware) {
        this.model = model;
        this.hardware = hardware;
        this.hardwareName = hardwareName;
        GraphData graph = model.graph();
        adjacency = Convolution.withSelfLoops(graph.adjacency());
        List<BitSpace.Group> groups = new ArrayList<>();
        int layers = model.layers().size();
        model.layers().forEach(layer -> groups.add(new BitSpace.Group(layer.name() + ".weight", false)));
        for (int t = 0; t < 2 * layers - 1; t++) {
            String name = model.layers().get(t / 2).name();
            groups.add(new BitSpace.Group(name + (t % 2 == 0 ? ".combined" : ".aggregated"), true));
        }
        if (InputQuantizer.quantize(graph, model.rowNormalised(), INPUT_BITS)
                        .input()
                        .bits()
                > 1) {
            groups.add(new BitSpace.Group("input", false));
        }
        inputGroup = groups.size() == 3 * layers ? groups.size() - 1 : -1;
        exponentsGroup = onHardware ? groups.size() : -1;
        if (onHardware) {
            groups.add(new BitSpace.Group("exponents", false, List.of(1, EXPONENTS)));
        }
        space = new BitSpace(groups);
        int[] classes = FloatForward.classes(FloatForward.logits(model), graph.classes());
        validationFloat = FloatForward.accuracy(classes, graph.labels(), graph.validation());
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public GraphData graph() {
        return model.graph();
    }

    @Override
    public String digest() {
        return "model="
                + Integer.toHexString(Arrays.hashCode(model.layers().get(0).weight())) + "-" + graph().name()
                + " hardware=" + hardwareName;
    }

    @Override
    public BitSpace space() {
        return space;
    }

    @Override
    public double validationFloat() {
        return validationFloat;
    }

    @Override
    public String unit(Objective objective) {
        return objective.unit();
    }

    @Override
    public void require(Objective objective) {
        // The accelerator runs GCNs, and SGQuant counts them.
    }

    @Override
    public Trained train(int[] widths, int epochs, long seed, boolean given) {
        FloatModel source = given ? model : others.computeIfAbsent(seed, other -> AwareQuantizer.like(model, other));
        SeedRun run = AwareQuantizer.quantize(source, method(widths, epochs), seed);
        return new Result(run, BitCounts.of(run.model()), hardware);
    }

    private Method.Fixed method(int[] widths, int epochs) {
        int layers = model.layers().size();
        List<byte[]> combined = new ArrayList<>();
        List<byte[]> aggregated = new ArrayList<>();
        for (int t = 0; t < 2 * layers - 1; t++) {
            (t % 2 == 0 ? combined : aggregated)
                    .add(space.buckets(widths, layers + t).bitsPerNode(adjacency));
        }
        List<Integer> weights = IntStream.range(0, layers)
                .mapToObj(layer -> space.width(widths, layer))
                .toList();
        return new Method.Fixed(
                inputGroup < 0 ? INPUT_BITS : space.width(widths, inputGroup),
                new HiddenWidths.PerNode(combined, aggregated),
                exponentsGroup < 0 ? EXPONENTS : space.width(widths, exponentsGroup),
                weights,
                SCORE_BITS,
                epochs);
    }

    private record Result(SeedRun run, BitCounts bits, HardwareCost hardwareCost) implements Trained {
        @Override
        public double validationFloat() {
            return run.validationFloat();
        }

        @Override
        public double testFloat() {
            return run.testFloat();
        }

        @Override
        public double validation() {
            return run.validation();
        }

        @Override
        public double validationLate() {
            return run.validationLate();
        }

        @Override
        public double test() {
            return run.test();
        }

        @Override
        public double bitsInput() {
            return bits.inputBits();
        }

        @Override
        public double bitsHidden() {
            return bits.hiddenBits();
        }

        @Override
        public double bitsAll() {
            return bits.allBits();
        }

        @Override
        public OptionalDouble bitsHiddenA2q() {
            return OptionalDouble.of(SeedReport.readBits(run.model()));
        }

        @Override
        public OptionalDouble savingSgquant() {
            return OptionalDouble.of(SeedReport.savingSgquant(run.model()));
        }

        @Override
        public Optional<HardwareCost.Measure> hardware() {
            return hardwareCost.of(run.model());
        }

        @Override
        public double cost(Objective objective, Optional<HardwareCost.Measure> measure) {
            if (objective == Objective.SGQUANT) {
                return sgquantBits();
            }
            return measure.map(m -> switch (objective) {
                        case MEMORY -> (double) m.memoryKbit();
                        case AREA -> (double) m.areaLuts();
                        case CYCLES, SGQUANT -> (double) m.cycles();
                    })
                    .orElse(Double.POSITIVE_INFINITY);
        }

        private double sgquantBits() {
            QuantizedModel model = run.model();
            double elements = model.input().features();
            for (int l = 0; l < model.layers().size() - 1; l++) {
                elements += model.layers().get(l).weights().outputs();
            }
            return 32 * elements * model.nodes() / SeedReport.savingSgquant(model);
        }

        @Override
        public void write(Path folder) {
            QuantizedModelFile.write(run.model(), folder);
        }
    }
}
