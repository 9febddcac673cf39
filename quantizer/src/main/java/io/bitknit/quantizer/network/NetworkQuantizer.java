// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.FloatForward;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkForward;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.quantizer.InputQuantizer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A float network to integers by calibration alone. */
public final class NetworkQuantizer {
    /** Graphs whose values decide scales; more change the third digit and cost memory. */
    private static final int CALIBRATION_GRAPHS = 256;

    private NetworkQuantizer() {}

    /**
     * What came out. Accuracies are shares, 0..1; those of integers are of what is exported.
     *
     * @param agreement share of all rows that get the class of the float network
     */
    public record Result(
            QuantizedNetwork network,
            double validationFloat,
            double validation,
            double testFloat,
            double test,
            double agreement,
            NetworkBits bits) {}

    public static Result quantize(FloatNetwork network, NetworkWidths widths) {
        NetworkPlan plan = NetworkPlan.of(network);
        InputQuantizer.Result input =
                InputQuantizer.quantize(network.graph(), network.rowNormalised(), widths.inputBits());
        List<Optional<StepFormat>> formats = formats(network, plan, input, widths);
        Map<String, String> provenance = new LinkedHashMap<>(network.provenance());
        provenance.put("quantization", "calibration");
        return result(
                network,
                NetworkForward.logits(network),
                NetworkCalibration.build(plan, widths, input, formats),
                provenance);
    }

    /**
     * Runs the integers and compares them with the floats.
     *
     * @param logits of the network
     */
    static Result result(
            FloatNetwork network, double[] logits, NetworkBuilder builder, Map<String, String> provenance) {
        GraphInput graph = network.graph();
        int[] real = FloatForward.classes(logits, graph.classes());
        double testFloat = FloatForward.accuracy(real, graph.labels(), graph.test());
        QuantizedNetwork quantized = builder.network(testFloat, provenance);
        int[] classes = NetworkIntegers.classes(quantized);
        int same = 0;
        for (int v = 0; v < classes.length; v++) {
            same += classes[v] == real[v] ? 1 : 0;
        }
        return new Result(
                quantized,
                FloatForward.accuracy(real, graph.labels(), graph.validation()),
                FloatForward.accuracy(classes, graph.labels(), graph.validation()),
                testFloat,
                FloatForward.accuracy(classes, graph.labels(), graph.test()),
                (double) same / classes.length,
                NetworkBits.of(quantized));
    }

    /**
     * Scales of a set of graphs come from some of those that train, so that test graphs stay unseen; for the same
     * reason widths and exponents of their rows go by degree, if by anything.
     */
    static List<Optional<StepFormat>> formats(
            FloatNetwork network, NetworkPlan plan, InputQuantizer.Result input, NetworkWidths widths) {
        if (!(network.graph() instanceof GraphSet set)) {
            return NetworkCalibration.formats(plan, widths, input);
        }
        int[] ids = set.train().length == 0 ? new int[] {0} : set.train();
        int step = Math.max(1, ids.length / CALIBRATION_GRAPHS);
        GraphSet some = set.selected(Arrays.stream(ids)
                .filter(id -> id % step == 0)
                .limit(CALIBRATION_GRAPHS)
                .toArray());
        if (some.graphs() == 0) {
            some = set.selected(ids);
        }
        FloatNetwork part = network.onGraph(some);
        return NetworkCalibration.formats(
                NetworkPlan.of(part),
                widths,
                InputQuantizer.quantize(some, network.rowNormalised(), widths.inputBits()));
    }
}
