// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.hdl.AcceleratorModel.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole accelerator in Icarus against {@link AcceleratorModel}: random shapes and programs, every event with its
 * cycle, two runs, final memories and counters. {@code -Dbitknit.hdl.accelerators=N} sets the number of shapes.
 */
class AcceleratorSimulationTest {
    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("bitknit.hdl.accelerators", 12));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void verilogEqualsModel(long seed) throws IOException {
        AcceleratorShape shape = RandomShape.of(seed);
        AcceleratorModel model = RandomProgram.of(shape, seed);
        HostBytes host = new HostBytes().load(model).command('I').command('?');
        List<String> expected = new ArrayList<>(List.of("A 12", "A 34", "A ab", "A cd", "A 45"));
        for (int run = 0; run < 2; run++) {
            host.command('G');
            for (Event event : model.run()) {
                expected.add(line(shape, event));
            }
            expected.add("A 44");
        }
        host.header('R', 8, 0, 0, 1 + 3 * shape.engines());
        number(expected, model.totalCycles, 4);
        for (int e = 0; e < shape.engines(); e++) {
            number(expected, model.runningCycles[e], 4);
            number(expected, model.waitingCycles[e], 4);
            number(expected, model.totalCycles - model.runningCycles[e] - model.waitingCycles[e], 4);
        }
        for (int e = 0; e < shape.engines(); e++) {
            for (int b = 0; b < shape.ports(); b++) {
                host.header('R', 2, e, b << shape.addressBits(), shape.bankWords());
                for (long word : model.banks[e][b]) {
                    number(expected, word, TemplateNames.bytes(shape.lanes()));
                }
            }
        }
        List<String> actual = simulate(shape, host.toByteArray(), expected, seed);
        for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
            assertThat(actual.get(i)).as("seed %d, line %d, %s", seed, i, shape).isEqualTo(expected.get(i));
        }
        assertThat(actual).as("seed %d, %s", seed, shape).hasSameSizeAs(expected);
    }

    private static void number(List<String> lines, long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            lines.add(String.format("A %02x", value >>> 8 * i & 0xFF));
        }
    }

    private static String line(AcceleratorShape shape, Event event) {
        String data = String.format("%0" + (shape.lanes() + 3) / 4 + "x", event.data());
        return String.format(
                "E %d %d %d %d %d %d %s 1",
                event.cycle(),
                event.engine(),
                event.slot(),
                event.local() ? 1 : 0,
                event.bank(),
                event.address(),
                data);
    }

    private List<String> simulate(AcceleratorShape shape, byte[] bytes, List<String> expected, long seed)
            throws IOException {
        List<String> sources = new ArrayList<>();
        for (Map.Entry<String, String> file : VerilogEmitter.emit(shape).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
            sources.add(file.getKey());
        }
        Files.writeString(
                folder.resolve("top_tb.v"), VerilogEmitter.emitBench("top", shape, Map.of("benchBytes", bytes.length)));
        sources.add("top_tb.v");
        StringBuilder hex = new StringBuilder();
        for (byte b : bytes) {
            hex.append(String.format("%02x%n", b));
        }
        Files.writeString(folder.resolve("host.hex"), hex);
        List<String> arguments = new ArrayList<>(List.of("-g2001", "-s", "top_tb", "-o", "bench.vvp"));
        arguments.addAll(sources);
        ExternalTool.Outcome build = ExternalTool.IVERILOG.run(folder, arguments);
        assertThat(build.output()).as("seed %d", seed).isEmpty();
        long answers = expected.stream().filter(line -> line.startsWith("A")).count();
        ExternalTool.Outcome run = ExternalTool.VVP.run(
                folder,
                List.of("-n", "bench.vvp", "+bytes=" + bytes.length, "+answers=" + answers, "+seed=" + (seed + 1)));
        List<String> lines = run.output().lines().collect(Collectors.toList());
        assertThat(lines).as("seed %d", seed).last().isEqualTo("DONE " + answers);
        return lines.subList(0, lines.size() - 1);
    }
}
