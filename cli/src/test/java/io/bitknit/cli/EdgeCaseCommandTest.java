// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.Tensor;
import io.bitknit.sim.cosim.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Graphs and models at the borders of what can be given, from the input files through all engines. */
class EdgeCaseCommandTest {
    private static final int HIDDEN = 5;

    @TempDir
    static Path folder;

    /** A graph as an edge list with features, and how it is quantized. */
    enum EdgeCase {
        NODE_WITHOUT_NEIGHBOURS(9, ring(8)),
        SELF_LOOPS_AND_DUPLICATE_EDGES(4, "0,0\n0,1\n0,1\n1,0\n2,2\n2,2\n3,1\n"),
        HUB_JOINED_TO_EVERY_NODE(20, ring(20) + star(20)),
        SINGLE_NODE(1, ""),
        SINGLE_NODE_WITH_A_LOOP(1, "0,0\n"),
        NO_EDGES(7, ""),
        PATH(13, path(13)),
        STAR(33, star(33)),
        DEGREE_ABOVE_ALL_GUESSES(700, star(700)),
        ALL_ZERO_FEATURES(8, ring(8)) {
            @Override
            float feature(Random random) {
                return 0;
            }
        },
        ALL_NEGATIVE_WEIGHTS(8, ring(8)) {
            @Override
            float weight(Random random) {
                return -0.1f - random.nextFloat();
            }
        },
        ONE_CLASS(8, ring(8)) {
            @Override
            int classes() {
                return 1;
            }
        },
        ONE_FEATURE(8, ring(8)) {
            @Override
            int features() {
                return 1;
            }
        },
        WIDTHS_1_AND_8_IN_ONE_SUM(24, path(24) + star(12)) {
            @Override
            String[] widths() {
                return new String[] {"--degree-bits", "8,1", "--degree-splits", "3"};
            }
        };

        private final int nodes;
        private final String edges;

        EdgeCase(int nodes, String edges) {
            this.nodes = nodes;
            this.edges = edges;
        }

        float feature(Random random) {
            return random.nextInt(3) == 0 ? 1 : 0;
        }

        float weight(Random random) {
            return (float) random.nextGaussian();
        }

        int features() {
            return 6;
        }

        int classes() {
            return 3;
        }

        String[] widths() {
            return new String[] {"--hidden-bits", "3"};
        }

        private static String ring(int nodes) {
            return path(nodes) + (nodes - 1) + ",0\n";
        }

        private static String path(int nodes) {
            StringBuilder out = new StringBuilder();
            for (int v = 1; v < nodes; v++) {
                out.append(v - 1).append(',').append(v).append('\n');
            }
            return out.toString();
        }

        private static String star(int nodes) {
            StringBuilder out = new StringBuilder();
            for (int v = 1; v < nodes; v++) {
                out.append(v).append(",0\n");
            }
            return out.toString();
        }
    }

    @ParameterizedTest
    @EnumSource
    void enginesInJavaAgree(EdgeCase edge) throws IOException {
        verify(edge, "reference,cycle,trace");
    }

    @ParameterizedTest
    @EnumSource
    void verilogAgrees(EdgeCase edge) throws IOException {
        boolean required = Boolean.getBoolean("tools.required");
        for (ExternalTool tool : List.of(
                ExternalTool.VERILATOR,
                ExternalTool.COMPILER,
                ExternalTool.MAKE,
                ExternalTool.IVERILOG,
                ExternalTool.VVP)) {
            assumeTrue(required || tool.isInstalled(), tool.name() + " is not installed");
        }
        verify(edge, "reference,cycle,verilator,icarus");
    }

    private static void verify(EdgeCase edge, String engines) throws IOException {
        Path work = folder.resolve(edge.name());
        Path design = work.resolve("edge.design");
        if (!Files.exists(design)) {
            compile(edge, work, design);
        }
        Path json = work.resolve("verify.json");
        KarateEndToEndTest.succeed("verify", design, "--engines", engines, "--json", json);
        JsonNode verify = KarateEndToEndTest.read(json);
        assertThat(verify.get("equal").asBoolean()).isTrue();
        long predicted = verify.get("predictedCycles").asLong();
        int clocked = 0;
        for (Map.Entry<String, JsonNode> engine : verify.get("engines").properties()) {
            if (!engine.getKey().equals("reference")) {
                assertThat(engine.getValue().get("cycles").asLong())
                        .as(engine.getKey())
                        .isEqualTo(predicted);
                clocked++;
            }
        }
        assertThat(clocked).isEqualTo(engines.split(",").length - 1);
    }

    private static void compile(EdgeCase edge, Path work, Path design) throws IOException {
        Path model = Files.createDirectories(work.resolve("model"));
        Random random = new Random(edge.ordinal());
        List<Tensor> tensors = new ArrayList<>();
        tensors.add(matrix("conv1.lin.weight", edge, random, HIDDEN, edge.features()));
        tensors.add(Tensor.of("conv1.bias", new float[HIDDEN], HIDDEN));
        tensors.add(matrix("conv2.lin.weight", edge, random, edge.classes(), HIDDEN));
        tensors.add(Tensor.of("conv2.bias", new float[edge.classes()], edge.classes()));
        Files.write(model.resolve("model.safetensors"), SafetensorsFile.toBytes("model", tensors));
        Files.writeString(model.resolve("config.json"), "{\"framework\": \"pytorch-geometric\", \"arch\": \"gcn\"}");
        Files.write(work.resolve("graph.npz"), arrays(edge, random));
        Path list = Files.writeString(work.resolve("graph.csv"), edge.edges);
        Path floats = work.resolve("edge.float");
        Path integers = work.resolve("edge.q");
        KarateEndToEndTest.succeed("import", "--model", model, "--graph", list, "-o", floats);
        List<Object> quantize = new ArrayList<>(List.of("quantize", floats, "--weight-bits", "4", "-o", integers));
        quantize.addAll(List.of(edge.widths()));
        KarateEndToEndTest.succeed(quantize.toArray());
        String[] size = {"--engines", "1", "--ports", "4", "--slots", "2", "--lanes", "8"};
        List<Object> compile = new ArrayList<>(List.of("compile", integers, "--board", "simulator", "-o", design));
        compile.addAll(List.of(size));
        KarateEndToEndTest.succeed(compile.toArray());
    }

    private static Tensor matrix(String name, EdgeCase edge, Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = edge.weight(random);
        }
        return Tensor.of(name, values, rows, columns);
    }

    private static byte[] arrays(EdgeCase edge, Random random) throws IOException {
        float[] x = new float[edge.nodes * edge.features()];
        byte[] y = new byte[edge.nodes];
        byte[] test = new byte[edge.nodes];
        for (int i = 0; i < x.length; i++) {
            x[i] = edge.feature(random);
        }
        for (int v = 0; v < edge.nodes; v++) {
            y[v] = (byte) random.nextInt(edge.classes());
            test[v] = 1;
        }
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("x.npy", NumPy.floats("(" + edge.nodes + ", " + edge.features() + ")", x));
        arrays.put("y.npy", NumPy.array("|i1", "(" + edge.nodes + ",)", y));
        arrays.put("num_classes.npy", NumPy.array("|i1", "()", new byte[] {(byte) edge.classes()}));
        arrays.put("test_mask.npy", NumPy.array("|b1", "(" + edge.nodes + ",)", test));
        return NumPy.zip(arrays);
    }
}
