// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.boards.Boards;
import io.bitknit.compiler.CompileOptions;
import io.bitknit.compiler.Compiler;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.hdl.ShapeSampler;
import io.bitknit.model.Adjacency;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedModel;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.PostTrainingQuantizer;
import io.bitknit.quantizer.QuantizationOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Whole accelerators of random sizes for small models: karate club, parts of Cora, and generated graphs, each with random
 * widths. They are compiled, while the fit of the contracts sees single units of other random sizes.
 */
final class HeldOutDesigns {
    private static final int MOST_SIZES_TRIED = 200;

    private final FloatModel karate;
    private final FloatModel cora;

    HeldOutDesigns(FloatModel karate, FloatModel cora) {
        this.karate = karate;
        this.cora = cora;
    }

    /**
     * One of them.
     *
     * @param name the model and its widths
     * @param model what it computes
     * @param design the schedule
     */
    record HeldOut(String name, QuantizedModel model, Design design) {}

    /** The design of a number; equal for equal numbers. */
    HeldOut of(int number) {
        SplittableRandom random = new SplittableRandom(9_100_000L + number);
        int bits = 1 + random.nextInt(6);
        int weightBits = 2 + random.nextInt(5);
        int kind = number % 3;
        int size = 60 + random.nextInt(120);
        QuantizedModel model = switch (kind) {
            case 0 -> quantize(karate, bits, weightBits);
            case 1 -> quantize(firstNodes(cora, size), bits, weightBits);
            default -> GeneratedModel.of(5 * size, bits, number);
        };
        String name = switch (kind) {
            case 0 -> "karate";
            case 1 -> "Cora, " + size + " nodes";
            default -> "generated, " + 5 * size + " terms";
        };
        ShapeChoice choice = size(random);
        CompileOptions options =
                CompileOptions.forBoard(Boards.load("simulator")).withSize(choice);
        Design design = Compiler.compile(model, options).design();
        return new HeldOut(name + ", " + bits + " bits", model, design);
    }

    private static QuantizedModel quantize(FloatModel model, int bits, int weightBits) {
        QuantizationOptions options = QuantizationOptions.defaults()
                .withHidden(HiddenWidths.uniform(bits))
                .withWeightBits(List.of(weightBits));
        return PostTrainingQuantizer.quantize(model, options).model();
    }

    /** A size that exists; units stay small enough for synthesis in seconds. */
    private static ShapeChoice size(SplittableRandom random) {
        for (int i = 0; i < MOST_SIZES_TRIED; i++) {
            int engines = pick(random, 1, 1, 1, 1, 2);
            int slots = pick(random, 1, 1, 2, 2, 3, 4);
            int ports = engines * slots * (1 + random.nextInt(4));
            int planes = pick(random, 1, 2, 4);
            int lanes = pick(random, 2, 3, 4, 4, 5, 6, 8);
            if (ports <= 12 && planes * ports <= 24 && planes * lanes <= 16) {
                return new ShapeChoice(
                        engines,
                        ports,
                        lanes,
                        planes,
                        slots,
                        1 + random.nextInt(Math.min(2, slots)),
                        ShapeSampler.divisor(slots, random),
                        1 << random.nextInt(planes == 1 ? 1 : 2),
                        lanes % 2 == 0 && random.nextBoolean(),
                        random.nextBoolean() ? Multiplier.DSP : Multiplier.LUT,
                        0);
            }
        }
        throw new IllegalStateException("no size was drawn");
    }

    private static int pick(SplittableRandom random, int... values) {
        return values[random.nextInt(values.length)];
    }

    /** The part of a model's graph that its first nodes span. */
    private static FloatModel firstNodes(FloatModel model, int nodes) {
        GraphData g = model.graph();
        int[] rowStart = new int[nodes + 1];
        List<Integer> source = new ArrayList<>();
        for (int v = 0; v < nodes; v++) {
            for (int i = g.adjacency().rowStart()[v]; i < g.adjacency().rowStart()[v + 1]; i++) {
                if (g.adjacency().source()[i] < nodes) {
                    source.add(g.adjacency().source()[i]);
                }
            }
            rowStart[v + 1] = source.size();
        }
        int entries = g.featureRowStart()[nodes];
        GraphData part = new GraphData(
                g.name() + ", first " + nodes + " nodes",
                new Adjacency(
                        nodes,
                        rowStart,
                        source.stream().mapToInt(Integer::intValue).toArray()),
                g.features(),
                Arrays.copyOf(g.featureRowStart(), nodes + 1),
                Arrays.copyOf(g.featureColumn(), entries),
                Arrays.copyOf(g.featureValue(), entries),
                g.classes(),
                Arrays.copyOf(g.labels(), nodes),
                below(g.train(), nodes),
                below(g.validation(), nodes),
                below(g.test(), nodes),
                g.digest());
        return new FloatModel(model.name(), model.rowNormalised(), model.layers(), part, model.provenance());
    }

    private static int[] below(int[] ids, int nodes) {
        return Arrays.stream(ids).filter(id -> id < nodes).toArray();
    }
}
