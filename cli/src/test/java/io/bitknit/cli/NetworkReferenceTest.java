// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphData;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.file.FloatNetworkFile;
import io.bitknit.model.file.QuantizedNetworkFile;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkLayer;
import io.bitknit.model.network.Nonlinearity;
import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.network.NetworkIntegers;
import io.bitknit.quantizer.network.NetworkQuantizer;
import io.bitknit.quantizer.network.NetworkWidths;
import io.bitknit.sim.reference.NetworkInterpreter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The quantizer's integers are those of the reference interpreter, which shares no code with it. */
class NetworkReferenceTest {
    @ParameterizedTest
    @EnumSource(Architecture.class)
    void randomNetworksGiveTheSameIntegersInBoth(Architecture architecture, @TempDir Path folder) {
        for (long seed = 0; seed < 60; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            FloatNetwork network = network(architecture, random);
            NetworkWidths widths = NetworkWidths.uniform(1 + random.nextInt(8));
            if (random.nextBoolean()) {
                widths = widths.withDegrees(new DegreeBuckets(List.of(8, 1, 3), List.of(1, 3)), 1 << random.nextInt(4));
            }
            NetworkQuantizer.Result result = NetworkQuantizer.quantize(network, widths);
            FloatNetworkFile.write(network, folder.resolve("n.float"));
            assertThat(FloatNetworkFile.read(folder.resolve("n.float")))
                    .usingRecursiveComparison()
                    .isEqualTo(network);
            QuantizedNetworkFile.write(result.network(), folder.resolve("n.q"));
            assertThat(QuantizedNetworkFile.read(folder.resolve("n.q")))
                    .usingRecursiveComparison()
                    .isEqualTo(result.network());
            NetworkIntegers ours = NetworkIntegers.run(result.network());
            NetworkInterpreter.Result reference = NetworkInterpreter.run(result.network());
            for (int i = 0; i < ours.values().size(); i++) {
                assertThat(ours.values().get(i))
                        .as(
                                "%s, seed %d, %s",
                                architecture,
                                seed,
                                result.network().stages().get(i).name())
                        .isEqualTo(reference.values().get(i));
            }
            assertThat(ours.classes()).isEqualTo(reference.predictedClass());
            assertThat(reference.accuracyTest()).isEqualTo(result.test());
            assertThat(reference.accuracyValidation()).isEqualTo(result.validation());
        }
    }

    private static float[] floats(SplittableRandom random, int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = (float) random.nextDouble(-1, 1);
        }
        return out;
    }

    private static NetworkLayer.Linear linear(SplittableRandom random, int inputs, int outputs, Nonlinearity after) {
        return new NetworkLayer.Linear(
                "linear" + inputs + "to" + outputs + after,
                inputs,
                outputs,
                floats(random, inputs * outputs),
                floats(random, outputs),
                after);
    }

    private static FloatNetwork network(Architecture architecture, SplittableRandom random) {
        boolean graphs = architecture == Architecture.GIN && random.nextBoolean();
        GraphInput graph = graph(random, graphs);
        List<NetworkLayer> layers = new ArrayList<>();
        int width = graph.features();
        if (architecture == Architecture.AGNN) {
            layers.add(linear(random, width, 4, Nonlinearity.RELU));
            layers.add(new NetworkLayer.Agnn("prop1", 4, 1));
            layers.add(new NetworkLayer.Agnn("prop2", 4, random.nextDouble(-3, 9)));
            layers.add(linear(random, 4, graph.classes(), Nonlinearity.NONE));
        }
        for (int l = 0; l < 2 && architecture != Architecture.AGNN; l++) {
            boolean last = l == 1 && !graphs;
            int outputs = last ? graph.classes() : 4;
            Nonlinearity after = last ? Nonlinearity.NONE : random.nextBoolean() ? Nonlinearity.ELU : Nonlinearity.RELU;
            String name = "conv" + (l + 1);
            layers.add(
                    switch (architecture) {
                        case SAGE ->
                            new NetworkLayer.Sage(
                                    name,
                                    width,
                                    outputs,
                                    floats(random, width * outputs),
                                    floats(random, width * outputs),
                                    floats(random, outputs),
                                    after);
                        case GIN ->
                            new NetworkLayer.Gin(
                                    name,
                                    random.nextDouble(-2, 2),
                                    List.of(
                                            linear(random, width, 5, Nonlinearity.RELU),
                                            linear(random, 5, outputs, after)));
                        default ->
                            new NetworkLayer.Gat(
                                    name,
                                    width,
                                    last ? 1 : 2,
                                    outputs,
                                    floats(random, width * outputs),
                                    floats(random, outputs),
                                    floats(random, outputs),
                                    floats(random, outputs),
                                    0.2,
                                    after);
                    });
            width = outputs;
        }
        if (graphs) {
            layers.add(new NetworkLayer.Pool("pool", width, random.nextBoolean()));
            layers.add(linear(random, width, 3, Nonlinearity.RELU));
            layers.add(linear(random, 3, graph.classes(), Nonlinearity.NONE));
        }
        return new FloatNetwork("random", architecture, random.nextBoolean(), layers, graph, Map.of());
    }

    private static GraphInput graph(SplittableRandom random, boolean graphs) {
        int nodes = 9;
        int[] rowStart = new int[nodes + 1];
        List<Integer> source = new ArrayList<>();
        for (int v = 0; v < nodes; v++) {
            random.ints(random.nextInt(5), graphs ? v / 3 * 3 : 0, graphs ? v / 3 * 3 + 3 : nodes)
                    .sorted()
                    .forEach(source::add);
            rowStart[v + 1] = source.size();
        }
        Adjacency adjacency =
                new Adjacency(nodes, rowStart, source.stream().mapToInt(i -> i).toArray());
        int[] entryStart = new int[nodes + 1];
        int[] column = new int[2 * nodes];
        float[] value = new float[2 * nodes];
        for (int v = 0; v < nodes; v++) {
            entryStart[v + 1] = 2 * v + 2;
            column[2 * v] = random.nextInt(2);
            column[2 * v + 1] = 2 + random.nextInt(2);
            value[2 * v] = 1;
            value[2 * v + 1] = (float) random.nextDouble(0.1, 3);
        }
        int rows = graphs ? 3 : nodes;
        int[] labels = random.ints(rows, 0, 3).toArray();
        int[] train = {0};
        int[] validation = {1};
        int[] test = {2};
        return graphs
                ? new GraphSet(
                        "random",
                        adjacency,
                        new int[] {0, 3, 6, 9},
                        4,
                        entryStart,
                        column,
                        value,
                        3,
                        labels,
                        train,
                        validation,
                        test,
                        "")
                : new GraphData(
                        "random", adjacency, 4, entryStart, column, value, 3, labels, train, validation, test, "");
    }
}
