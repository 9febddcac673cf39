// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import io.bitknit.sim.cosim.ExternalTool;
import io.bitknit.sim.cosim.ProcessRun;
import io.bitknit.sim.cosim.TemporaryFolder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Clock that a design with few pins reaches on iCE40, by place and route. */
public final class Ice40Clock {
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Pattern ACHIEVED = Pattern.compile("\"achieved\": *([0-9.]+)");

    private Ice40Clock() {}

    /**
     * Median over the seeds.
     *
     * @param top top module of the sources
     * @param device options of nextpnr that name device and package
     * @param seeds runs of place and route
     * @return megahertz, or nothing if nextpnr-ice40 is not installed
     */
    public static OptionalDouble megahertz(Map<String, String> sources, String top, List<String> device, int seeds) {
        if (!ExternalTool.NEXTPNR_ICE40.isInstalled()) {
            return OptionalDouble.empty();
        }
        try (TemporaryFolder folder = TemporaryFolder.create("bitknit-clock")) {
            TemporaryFolder.write(folder.path(), sources);
            String script = "read_verilog " + String.join(" ", sources.keySet()) + "; synth_ice40 -top " + top
                    + " -json netlist.json";
            Yosys.complete(folder.path(), script, LIMIT);
            double[] found = new double[seeds];
            for (int seed = 0; seed < seeds; seed++) {
                found[seed] = placed(folder, device, seed + 1);
            }
            Arrays.sort(found);
            return OptionalDouble.of(found[seeds / 2]);
        }
    }

    private static double placed(TemporaryFolder folder, List<String> device, int seed) {
        List<String> command = new java.util.ArrayList<>(
                List.of(ExternalTool.NEXTPNR_ICE40.require().toString(), "-q", "--json", "netlist.json"));
        command.addAll(device);
        command.addAll(List.of("--pcf-allow-unconstrained", "--seed", "" + seed, "--report", "report.json"));
        run(command, folder);
        Matcher achieved = ACHIEVED.matcher(folder.read("report.json"));
        if (!achieved.find()) {
            throw new IllegalStateException("nextpnr-ice40 reports no clock");
        }
        return Double.parseDouble(achieved.group(1));
    }

    private static void run(List<String> command, TemporaryFolder folder) {
        ProcessRun run = ProcessRun.run(command, folder.path(), LIMIT);
        if (run.exitCode() != 0) {
            throw new IllegalStateException(command + " failed:\n" + run.output());
        }
    }
}
