// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphSet;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.Nonlinearity;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.model.network.RowFormat;
import io.bitknit.model.network.Stage;
import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.InputQuantizer;
import io.bitknit.quantizer.engine.Adam;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Parameter;
import io.bitknit.quantizer.engine.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Formats of rows of graphs that calibration never saw, and gradients at the ends of a row's range. */
class GraphRowsTest {
    private static final int[] LEAVES = {2, 9, 5, 1, 14, 3};

    /** Stars of {@link #LEAVES}; the hub is the first node of each. */
    private static GraphSet stars() {
        int graphs = LEAVES.length;
        int[] graphStart = new int[graphs + 1];
        for (int g = 0; g < graphs; g++) {
            graphStart[g + 1] = graphStart[g] + LEAVES[g] + 1;
        }
        int nodes = graphStart[graphs];
        int[] rowStart = new int[nodes + 1];
        int[] source = new int[2 * (nodes - graphs)];
        int terms = 0;
        for (int g = 0; g < graphs; g++) {
            int hub = graphStart[g];
            for (int v = hub; v < graphStart[g + 1]; v++) {
                for (int u = hub + 1; v == hub && u < graphStart[g + 1]; u++) {
                    source[terms++] = u;
                }
                if (v > hub) {
                    source[terms++] = hub;
                }
                rowStart[v + 1] = terms;
            }
        }
        int[] column = new int[nodes];
        Arrays.setAll(column, v -> v % 3);
        int[] entryStart = new int[nodes + 1];
        Arrays.setAll(entryStart, v -> v);
        float[] value = new float[nodes];
        Arrays.fill(value, 1);
        return new GraphSet(
                "stars",
                new Adjacency(nodes, rowStart, source),
                graphStart,
                3,
                entryStart,
                column,
                value,
                2,
                new int[] {0, 1, 0, 1, 0, 1},
                new int[] {0, 1},
                new int[] {2, 3},
                new int[] {4, 5},
                "");
    }

    private static FloatNetwork network() {
        return InitialNetwork.of(
                new NetworkOptions(Architecture.GIN, 4, 1, 2, 5, 5, 0.01, 0, 0, true, 2, false, 7), stars());
    }

    private static PresentIntegers present(FloatNetwork network, NetworkWidths widths) {
        NetworkPlan plan = NetworkPlan.of(network);
        List<Optional<StepFormat>> formats = NetworkQuantizer.formats(network, plan, input(network), widths);
        PlanParameters parameters =
                new PlanParameters(plan, new PlanParameters.Rates(0.1, 0, false, 0.1), false, formats);
        return new PresentIntegers(parameters, plan, formats, widths);
    }

    private static InputQuantizer.Result input(FloatNetwork network) {
        return InputQuantizer.quantize(network.graph(), false, 8);
    }

    private static QuantizedNetwork integers(PresentIntegers present, FloatNetwork network) {
        return present.build(NetworkPlan.of(network), input(network)).network(0, Map.of());
    }

    @Test
    void aGraphHasTheSameFormatsAndIntegersAloneAndAmongOthers() {
        FloatNetwork all = network();
        GraphSet set = (GraphSet) all.graph();
        NetworkWidths widths = NetworkWidths.uniform(4).withDegrees(new DegreeBuckets(List.of(8, 4), List.of(3)), 4);
        PresentIntegers present = present(all, widths);
        QuantizedNetwork together = integers(present, all);
        boolean anyExponent = false;
        for (int g = 0; g < LEAVES.length; g++) {
            QuantizedNetwork alone = integers(present, all.onGraph(set.selected(new int[] {g})));
            int first = set.graphStart()[g];
            for (int i = 0; i < alone.stages().size(); i++) {
                RowFormat of = ((Stage.Sum) alone.stages().get(i)).format();
                RowFormat among = ((Stage.Sum) together.stages().get(i)).format();
                if (of.rows() != LEAVES[g] + 1) {
                    continue;
                }
                for (int v = 0; v < of.rows(); v++) {
                    int degree = v == 0 ? LEAVES[g] : 1;
                    assertThat(of.bits(v)).as("graph %d row %d", g, v).isEqualTo(degree < 3 ? 8 : 4);
                    assertThat(among.bits(first + v)).isEqualTo(of.bits(v));
                    assertThat(among.exponent(first + v)).isEqualTo(of.exponent(v));
                    anyExponent |= of.exponent(v) > 0;
                }
            }
            int[] scores = last(alone);
            assertThat(scores)
                    .isEqualTo(Arrays.copyOfRange(last(together), g * scores.length, (g + 1) * scores.length));
        }
        assertThat(anyExponent)
                .as("sums of a hub are larger than those of a leaf")
                .isTrue();
    }

    private static int[] last(QuantizedNetwork network) {
        List<int[]> values = NetworkIntegers.run(network).values();
        return values.get(values.size() - 1);
    }

    /** Degree-Quant lets no gradient through what is clipped; of what is never negative, 0 is no clipped value. */
    @Test
    void whatRoundsToZeroLearns() {
        FloatNetwork network = network();
        PresentIntegers present = present(network, NetworkWidths.uniform(4));
        NetworkPlan plan = NetworkPlan.of(network);
        int step = 0;
        while (!(plan.steps().get(step) instanceof Step.Sum sum && sum.after() == Nonlinearity.RELU)) {
            step++;
        }
        int relu = step;
        int nodes = network.graph().nodes();
        int features = ((Step.Sum) plan.steps().get(relu)).features();
        double unit = Math.pow(
                2, present.parameters().all().get(present.scaleParameter(relu)).values()[0]);
        double[] units = {-1, 0.2, 0.49, 7.3, 14.4, 14.6, 20};
        double[] start = new double[nodes * features];
        Arrays.setAll(start, i -> units[i % units.length] * unit);
        Parameter x = new Parameter("x", start.clone(), nodes, features, 1e-3 * unit, 0);
        try (Engine engine = Engine.open(Engine.Precision.FLOAT)) {
            engine.step(() -> {
                List<Value> leaves =
                        present.parameters().all().stream().map(engine::leaf).toList();
                PlanBatch batch = PlanBatch.of(engine, network, network.graph(), 8);
                IntegerRounding rounding = new IntegerRounding(engine, present, batch, leaves, true, new double[nodes]);
                for (int i = 0; i < relu; i++) {
                    int width = ((Step.Sum) plan.steps().get(i)).features();
                    rounding.stored(i, engine.matrix(new double[nodes * width], nodes, width));
                }
                Value leaf = engine.leaf(x);
                Adam.step(engine, rounding.stored(relu, leaf).sum(), List.of(x), List.of(leaf), 1, 1);
                return true;
            });
        }
        for (int i = 0; i < start.length; i++) {
            double u = units[i % units.length];
            boolean moved = x.values()[i] != (float) start[i] && x.values()[i] != start[i];
            assertThat(moved).as("%s units", u).isEqualTo(u >= 0 && u < 14.5);
        }
    }
}
