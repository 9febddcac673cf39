// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.compiler.RandomModels;
import io.bitknit.compiler.frontend.GcnFrontEnd;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.GraphInterpreter;
import io.bitknit.compiler.graph.GraphVerifier;
import io.bitknit.compiler.graph.Op;
import io.bitknit.model.QuantizedModel;
import io.bitknit.quantizer.IntegerForward;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassPreservesMeaningTest {
    @Test
    void theFrontEndMeansWhatTheModelMeans() {
        for (long seed = 1; seed <= 60; seed++) {
            QuantizedModel model = RandomModels.model(seed);
            Map<String, long[]> values = GraphInterpreter.run(GcnFrontEnd.graph(model));
            IntegerForward.Result expected = IntegerForward.run(model);
            for (int l = 0; l < model.layers().size(); l++) {
                assertThat(values.get("layer" + l + ".combined"))
                        .as("seed %d, layer %d", seed, l)
                        .isEqualTo(wide(expected.tensors().get(2 * l)));
                assertThat(values.get("layer" + l + ".aggregated"))
                        .as("seed %d, layer %d", seed, l)
                        .isEqualTo(wide(expected.tensors().get(2 * l + 1)));
            }
            assertThat(values.get("class")).as("seed %d", seed).isEqualTo(wide(expected.classes()));
        }
    }

    @Test
    void everyPassKeepsEveryStoredTensor() {
        int compared = 0;
        for (long seed = 1; seed <= 60; seed++) {
            compared += check(seed, RandomModels.model(seed), true);
        }
        assertThat(compared).isGreaterThan(1000);
    }

    @Test
    void aggregatingFirstKeepsTheScores() {
        for (long seed = 1; seed <= 30; seed++) {
            QuantizedModel model = RandomModels.exactBetween(seed, 4, 40);
            Graph graph = Pipelines.run(GcnFrontEnd.graph(model), Pipelines.DEFAULT, Dumper.NONE, true);
            assertThat(graph.op("layer1.aggregated").operands())
                    .as("seed %d", seed)
                    .containsExactly("layer1.combine");
            check(seed, model, false);
        }
    }

    private static int check(long seed, QuantizedModel model, boolean allTensors) {
        Graph graph = GcnFrontEnd.graph(model);
        Map<String, long[]> expected = GraphInterpreter.run(graph);
        int compared = 0;
        for (Pass pass : Pipelines.DEFAULT) {
            graph = pass.run(graph);
            assertThat(GraphVerifier.verify(graph))
                    .as("seed %d, %s", seed, pass.name())
                    .isEmpty();
            Map<String, long[]> values = GraphInterpreter.run(graph);
            List<String> names = allTensors
                    ? graph.ops().stream()
                            .filter(op -> !(op instanceof Op.Constant))
                            .map(Op::name)
                            .toList()
                    : List.of("layer0.aggregated", "layer1.aggregated", "class");
            for (String name : names) {
                assertThat(values.get(name))
                        .as("seed %d, %s, %s", seed, pass.name(), name)
                        .isEqualTo(expected.get(name));
                compared++;
            }
        }
        return compared;
    }

    private static long[] wide(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }
}
