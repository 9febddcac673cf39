// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkLayer;
import io.bitknit.model.network.Nonlinearity;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.model.network.RowFormat;
import io.bitknit.model.network.Stage;
import io.bitknit.quantizer.InputQuantizer;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What training sees is what is exported, integer for integer. */
class IntegerRoundingTest {
    /** A ring of six nodes with one-hot features. */
    private static GraphData ring() {
        int nodes = 6;
        int[] rowStart = new int[nodes + 1];
        int[] source = new int[2 * nodes];
        int[] entryStart = new int[nodes + 1];
        int[] column = new int[nodes];
        float[] value = new float[nodes];
        for (int v = 0; v < nodes; v++) {
            int a = (v + nodes - 1) % nodes;
            int b = (v + 1) % nodes;
            source[2 * v] = Math.min(a, b);
            source[2 * v + 1] = Math.max(a, b);
            rowStart[v + 1] = 2 * v + 2;
            entryStart[v + 1] = v + 1;
            column[v] = v % 3;
            value[v] = 1;
        }
        int[] labels = {0, 1, 0, 1, 0, 1};
        return new GraphData(
                "ring",
                new Adjacency(nodes, rowStart, source),
                3,
                entryStart,
                column,
                value,
                2,
                labels,
                new int[] {0, 1},
                new int[] {2, 3},
                new int[] {4, 5},
                "");
    }

    private static FloatNetwork network(Architecture architecture) {
        NetworkOptions options = new NetworkOptions(
                architecture, 4, architecture == Architecture.GAT ? 2 : 1, 2, 5, 5, 0.01, 0, 0.5, false, 2, true, 7);
        return InitialNetwork.of(options, ring());
    }

    @ParameterizedTest
    @CsvSource({
        "SAGE, 8", "SAGE, 3", "SAGE, 1", "GIN, 8", "GIN, 2", "GIN, 1", "GAT, 8", "GAT, 4", "GAT, 1", "AGNN, 8",
        "AGNN, 2", "AGNN, 1"
    })
    void theForwardPassOfTrainingHasTheIntegersOfTheExport(Architecture architecture, int bits) {
        FloatNetwork source = network(architecture);
        NetworkWidths widths = NetworkWidths.uniform(bits);
        NetworkPlan plan = NetworkPlan.of(source);
        InputQuantizer.Result input = InputQuantizer.quantize(source.graph(), true, 8);
        List<Optional<StepFormat>> formats = NetworkCalibration.formats(plan, widths, input);
        PlanParameters parameters =
                new PlanParameters(plan, new PlanParameters.Rates(0.1, 0, false, 0.1), false, formats);
        parameters.all().forEach(p -> {
            for (int i = 0; i < p.values().length; i++) {
                p.values()[i] += 0.05 * Math.sin(i + 1.0);
            }
        });
        PresentIntegers present = new PresentIntegers(parameters, plan, formats, widths);
        try (Engine engine = Engine.open(Engine.Precision.FLOAT)) {
            List<double[]> seen = engine.step(() -> forward(engine, parameters, present, source));
            QuantizedNetwork exported = present.build(plan, input).network(0, Map.of());
            NetworkIntegers integers = NetworkIntegers.run(exported);
            for (int i = 0; i < seen.size(); i++) {
                if (!(exported.stages().get(i) instanceof Stage.Sum sum)) {
                    continue;
                }
                RowFormat format = sum.format();
                int[] x = integers.seen(i);
                for (int j = 0; j < x.length; j++) {
                    assertThat(seen.get(i)[j] / format.scale())
                            .as("%s element %d", sum.name(), j)
                            .isEqualTo(x[j], within(1e-4));
                }
            }
        }
    }

    /** Real value of everything that is stored, as training sees it. */
    private static List<double[]> forward(
            Engine engine, PlanParameters parameters, PresentIntegers present, FloatNetwork source) {
        PlanBatch batch = PlanBatch.of(engine, source, source.graph(), 8);
        List<Value> leaves = parameters.all().stream().map(engine::leaf).toList();
        IntegerRounding rounding = new IntegerRounding(engine, present, batch, leaves, false, null);
        List<double[]> seen = new ArrayList<>();
        PlanForward.Rounding watching = new PlanForward.Rounding() {
            @Override
            public Value weights(int step, int index, Value real) {
                return rounding.weights(step, index, real);
            }

            @Override
            public Value stored(int step, Value real) {
                Value stored = rounding.stored(step, real);
                seen.add(stored.numbers());
                return stored;
            }

            @Override
            public Value shares(int step, Value real) {
                seen.add(new double[0]);
                return rounding.shares(step, real);
            }
        };
        new PlanForward(engine, parameters, batch, leaves, watching, 0, null).run();
        return seen;
    }

    /** Sums of exactly half a step go up, and a sum of 0 is +1 in one bit. */
    @Test
    void tiesGoUpInTrainingAndInTheExport() {
        NetworkLayer.Linear identity =
                new NetworkLayer.Linear("lin", 3, 2, new float[] {1, -1, 1, -1, 1, 0}, new float[2], Nonlinearity.NONE);
        FloatNetwork source = new FloatNetwork(
                "ties",
                Architecture.GIN,
                false,
                List.of(new NetworkLayer.Gin("gin", -1, List.of(identity))),
                ring(),
                Map.of());
        NetworkPlan plan = NetworkPlan.of(source);
        InputQuantizer.Result input = InputQuantizer.quantize(source.graph(), false, 8);
        QuantizedWeights w = new QuantizedWeights(3, 2, 2, 1, new byte[] {1, -1, 1, -1, 1, 0});
        double[] noBias = new double[2];
        List<Optional<StepFormat>> formats = List.of(
                Optional.of(new StepFormat(2, 0, RowRule.all(4), RowRule.all(0), List.of(w), noBias)),
                Optional.of(new StepFormat(4, 0, RowRule.all(8), RowRule.all(0), List.of(), noBias)));
        PlanParameters parameters =
                new PlanParameters(plan, new PlanParameters.Rates(0.1, 0, false, 0.1), false, formats);
        PresentIntegers present = new PresentIntegers(parameters, plan, formats, NetworkWidths.uniform(4));
        NetworkIntegers integers =
                NetworkIntegers.run(present.build(plan, input).network(0, Map.of()));
        // 1 / 2 and -1 / 2 are ties: up to 1 and 0.
        assertThat(integers.values().get(0)).startsWith(1, 0, 1, 0, 1, 0);
        // Two neighbours of 2 are a tie of 4 with itself removed: 4 / 4 is 1, 0 stays 0.
        assertThat(integers.values().get(1)).startsWith(1, 0);
        try (Engine engine = Engine.open(Engine.Precision.FLOAT)) {
            List<double[]> seen = engine.step(() -> forward(engine, parameters, present, source));
            assertThat(seen.get(0)).startsWith(2, 0, 2, 0, 2, 0);
        }
        List<Optional<StepFormat>> oneBit = List.of(
                Optional.of(new StepFormat(2, 0, RowRule.all(1), RowRule.all(0), List.of(w), noBias)), formats.get(1));
        PresentIntegers narrow = new PresentIntegers(parameters, plan, oneBit, NetworkWidths.uniform(1));
        assertThat(NetworkIntegers.run(narrow.build(plan, input).network(0, Map.of()))
                        .values()
                        .get(0))
                .startsWith(1, -1, 1, -1, 1, 1);
    }

    @Test
    void trainingImprovesOnCalibration() {
        NetworkTraining.Result trained = NetworkTraining.train(
                ring(), new NetworkOptions(Architecture.SAGE, 4, 1, 2, 60, 60, 0.05, 0, 0, false, 2, true, 3));
        AwareNetwork.Options options =
                AwareNetwork.Options.of(AwareNetwork.Method.SGQUANT, NetworkWidths.uniform(2), false, 1);
        List<Double> validation = new ArrayList<>();
        AwareNetwork.Result result =
                AwareNetwork.quantize(trained.network(), options.withEpochs(20), (pass, v) -> validation.add(v));
        assertThat(validation).hasSize(21);
        assertThat(result.chosen().validation())
                .isEqualTo(validation.stream().mapToDouble(v -> v).max().orElseThrow());
    }

    @Test
    void theSameSeedGivesTheSameIntegers() {
        FloatNetwork source = network(Architecture.GAT);
        for (AwareNetwork.Method method : AwareNetwork.Method.values()) {
            AwareNetwork.Options options = AwareNetwork.Options.of(method, NetworkWidths.uniform(4), false, 5)
                    .withEpochs(4);
            assertThat(AwareNetwork.quantize(source, options, (p, v) -> {}).chosen())
                    .usingRecursiveComparison()
                    .isEqualTo(
                            AwareNetwork.quantize(source, options, (p, v) -> {}).chosen());
        }
    }
}
