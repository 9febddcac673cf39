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

/** Loads a random program into the whole accelerator in Icarus, runs it twice and compares it with the model. */
final class AcceleratorBench {
    private final AcceleratorShape shape;
    private final long seed;
    private final byte[] hostBytes;
    private final List<String> expected = new ArrayList<>();
    private final long events;

    AcceleratorBench(AcceleratorShape shape, long seed) {
        this.shape = shape;
        this.seed = seed;
        AcceleratorModel model = RandomProgram.of(shape, seed);
        HostBytes host = new HostBytes().load(model).command('I').command('?');
        expected.addAll(List.of("A 12", "A 34", "A ab", "A cd", "A 45"));
        for (int run = 0; run < 2; run++) {
            host.command('G');
            for (Event event : model.run()) {
                expected.add(line(event));
            }
            expected.add("A 44");
        }
        events = expected.stream().filter(line -> line.startsWith("E")).count();
        readBack(model, host);
        hostBytes = host.toByteArray();
    }

    /** Events of both runs. */
    long events() {
        return events;
    }

    private void readBack(AcceleratorModel model, HostBytes host) {
        host.header('R', 8, 0, 0, 1 + 3 * shape.engines());
        number(model.totalCycles, 4);
        for (int e = 0; e < shape.engines(); e++) {
            number(model.runningCycles[e], 4);
            number(model.waitingCycles[e], 4);
            number(model.totalCycles - model.runningCycles[e] - model.waitingCycles[e], 4);
        }
        for (int e = 0; e < shape.engines(); e++) {
            for (int b = 0; b < shape.ports(); b++) {
                host.header('R', 2, e, b << shape.addressBits(), shape.bankWords());
                for (long word : model.banks[e][b]) {
                    number(word, TemplateNames.bytes(shape.wordBits()));
                }
            }
        }
    }

    private void number(long value, int bytes) {
        for (int i = bytes - 1; i >= 0; i--) {
            expected.add(String.format("A %02x", value >>> 8 * i & 0xFF));
        }
    }

    private String line(Event event) {
        String data = String.format("%0" + (shape.wordBits() + 3) / 4 + "x", event.data());
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

    /**
     * Simulates.
     *
     * @param sources file name to text
     * @return first difference, or an empty text
     */
    String firstDifference(Path folder, Map<String, String> sources) throws IOException {
        List<String> files = new ArrayList<>(sources.keySet());
        for (Map.Entry<String, String> file : sources.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
        Files.writeString(
                folder.resolve("top_tb.v"),
                VerilogEmitter.render("top", "top_tb.v.vm", shape, Map.of("benchBytes", hostBytes.length)));
        files.add("top_tb.v");
        StringBuilder hex = new StringBuilder();
        for (byte b : hostBytes) {
            hex.append(String.format("%02x%n", b));
        }
        Files.writeString(folder.resolve("host.hex"), hex);
        List<String> arguments = new ArrayList<>(List.of("-g2001", "-s", "top_tb", "-o", "bench.vvp"));
        arguments.addAll(files);
        ExternalTool.Outcome build = ExternalTool.IVERILOG.run(folder, arguments);
        assertThat(build.output()).as("seed %d", seed).isEmpty();
        long answers = expected.stream().filter(line -> line.startsWith("A")).count();
        List<String> lines = ExternalTool.VVP
                .run(
                        folder,
                        List.of(
                                "-n",
                                "bench.vvp",
                                "+bytes=" + hostBytes.length,
                                "+answers=" + answers,
                                "+seed=" + seed))
                .output()
                .lines()
                .toList();
        for (int i = 0; i < expected.size(); i++) {
            String actual = i < lines.size() ? lines.get(i) : "nothing";
            if (!actual.equals(expected.get(i))) {
                return String.format("line %d: %s, expected %s", i, actual, expected.get(i));
            }
        }
        String end = "DONE " + answers;
        boolean ended = lines.size() == expected.size() + 1
                && lines.get(expected.size()).equals(end);
        return ended ? "" : "more than expected";
    }
}
