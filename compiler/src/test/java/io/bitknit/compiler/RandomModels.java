// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Quantized models whose sizes are random as well; a failure names the seed. */
public final class RandomModels {
    private RandomModels() {}

    /** One to three layers, up to 60 nodes, all widths and exponents. */
    public static QuantizedModel model(long seed) {
        Random random = new Random(seed);
        int[] widths = random.ints(1 + random.nextInt(3), 1, 9).toArray();
        int[] hidden = random.ints(1 + random.nextInt(3), 1, 20).toArray();
        return TestModels.on(seed, TestModels.randomGraph(seed, 1 + random.nextInt(60), 4))
                .withFeatures(1 + random.nextInt(30), hidden)
                .withWidths(1 + random.nextInt(8), widths)
                .withWeights(1 + random.nextInt(8), 1 + random.nextInt(8))
                .model();
    }

    /**
     * Two layers of which the second may aggregate first: 1-bit input rows, 2-bit weights, and a requantization between
     * that changes nothing.
     */
    public static QuantizedModel exactBetween(long seed, int hidden, int classes) {
        QuantizedModel base = TestModels.on(seed, TestModels.randomGraph(seed, 30, 4))
                .withFeatures(20, hidden, classes)
                .withWeights(2, 1)
                .model();
        int nodes = base.nodes();
        QuantizedLayer first = base.layers().get(0);
        QuantizedLayer second = base.layers().get(1);
        QuantizedTensor rows = filled(first.aggregated(), 1, first.aggregated().multipliers());
        int[] ones = new int[nodes];
        Arrays.fill(ones, 1 << base.requantShift());
        QuantizedTensor between = filled(second.combined(), 8, ones);
        List<QuantizedLayer> layers = new ArrayList<>();
        layers.add(new QuantizedLayer(first.name(), first.activation(), first.weights(), first.combined(), rows));
        QuantizedWeights w = second.weights();
        layers.add(new QuantizedLayer(second.name(), second.activation(), w, between, second.aggregated()));
        return new QuantizedModel(
                base.name(),
                base.requantShift(),
                base.input(),
                base.adjacency(),
                layers,
                base.evaluation(),
                base.provenance());
    }

    private static QuantizedTensor filled(QuantizedTensor t, int bits, int[] multipliers) {
        byte[] widths = new byte[t.nodes()];
        Arrays.fill(widths, (byte) bits);
        return new QuantizedTensor(
                t.name(),
                t.nodes(),
                t.features(),
                t.signed(),
                t.scale(),
                widths,
                new byte[t.nodes()],
                multipliers,
                t.bias());
    }
}
