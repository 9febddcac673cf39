// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import io.bitknit.boards.Board;
import io.bitknit.boards.Family;
import io.bitknit.boards.Flow;
import io.bitknit.boards.HostLink;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.program.HostScript;
import io.bitknit.hdl.VerilogEmitter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What builds a project: Makefile, file list, FuseSoC core, Vivado script.
 *
 * @param design the accelerator
 * @param board the board
 * @param clock clock of the accelerator
 * @param options versions and speeds
 * @param project files that the project has already, below the design's folder
 * @param leds lights that the board has
 */
record BuildFiles(
        Design design,
        Board board,
        ClockPlan clock,
        ProjectOptions options,
        List<String> project,
        List<Project.Led> leds) {
    /** Icarus starts at once and takes seconds for the bundled model; for Cora's 193 kB it takes more than minutes. */
    private static final int MOST_ICARUS_BYTES = 20_000;

    private static final String BOARD_FILE = "board/bitknit_board.v";
    private static final String REGIONS_FILE = "board/regions.py";

    private List<String> rtl() {
        return VerilogEmitter.emit(design.shape()).keySet().stream()
                .map(name -> "rtl/" + name)
                .toList();
    }

    /** Everything that is simulated and linted: the accelerator and, on a board, its shell. */
    private List<String> sources() {
        List<String> sources = new ArrayList<>(rtl());
        project.stream()
                .filter(name -> name.startsWith("board/") && name.endsWith(".v") && !name.equals(BOARD_FILE))
                .forEach(sources::add);
        return sources;
    }

    private boolean hasBoardFile() {
        return project.contains(BOARD_FILE);
    }

    private String systemTop() {
        return board.hostLink() == HostLink.STREAM ? VerilogEmitter.TOP_MODULE : "bitknit_system";
    }

    private String boardTop() {
        return hasBoardFile() ? "bitknit_board" : systemTop();
    }

    String fileList() {
        List<String> files = sources();
        if (hasBoardFile()) {
            files.add(BOARD_FILE);
        }
        return String.join("\n", files) + "\n";
    }

    String makefile() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("BOARD", board.name());
        values.put("LINK", board.hostLink().label());
        values.put("OUT", "out");
        values.put("RTL", String.join(" ", rtl()));
        values.put("SOURCES", String.join(" ", sources()));
        values.put("TOP", systemTop());
        values.put("TOP_FILE", hasBoardFile() ? BOARD_FILE : "");
        values.put("BOARD_TOP", boardTop());
        values.put("CONSTRAINTS", "board/board." + board.flow().constraints());
        values.put("DEVICE", board.device().toolDevice());
        values.put("PART", board.part());
        values.put("PACKAGE", board.packageName());
        values.put("SPEED", board.speedGrade());
        values.put("CLOCK_MHZ", ClockPlan.mhz(clock.hz()));
        values.put("SYNTH_OPTIONS", synthesisOptions());
        if (board.flow() == Flow.NEXTPNR_ECP5) {
            values.put("PLACE_OPTIONS", regions().isEmpty() ? "" : "--pre-place " + REGIONS_FILE);
        }
        StringBuilder out =
                new StringBuilder("# SPDX-License-Identifier: Apache-2.0\n" + "# Builds the accelerator for the board "
                        + board.name() + ": 'make help'. Generated; do not edit.\n\n");
        values.forEach((name, value) -> out.append(name)
                .append(" :=")
                .append(value.isEmpty() ? "" : " " + value)
                .append('\n'));
        out.append("\n# the simulator of 'make sim'\nSIM ?= ")
                .append(SessionText.imageBytes(HostScript.of(design)) > MOST_ICARUS_BYTES ? "verilator" : "icarus")
                .append('\n');
        out.append(TextTemplate.resource("Makefile.common"));
        out.append(TextTemplate.resource("Makefile." + board.hostLink().label()));
        if (board.flow() != Flow.SIMULATION && Project.missingPins(board).isEmpty()) {
            out.append(TextTemplate.resource("Makefile." + board.flow().label()));
            out.append(TextTemplate.resource("Makefile.report"));
        } else if (board.flow() != Flow.SIMULATION) {
            out.append("\nsynth bitstream program report:\n\t@echo \"error: the board '")
                    .append(board.name())
                    .append("' states no pins for ")
                    .append(String.join(", ", Project.missingPins(board)))
                    .append("; extend it by a board file of your own (doc/BOARDS.md)\" >&2; exit 1\n");
        }
        return out.toString();
    }

    private String synthesisOptions() {
        boolean ultrascale = board.device().family() == Family.ULTRASCALE_PLUS;
        return switch (board.flow()) {
            case NEXTPNR_ICE40 -> board.device().dsps().value() > 0 ? "-dsp" : "";
            case VIVADO -> ultrascale ? "-family xcup" : "-family xc7";
            case NEXTPNR_ECP5, NEXTPNR_GOWIN, SIMULATION, ESTIMATE_ONLY -> "";
        };
    }

    /**
     * Where the engines go, if the flow wants to be told, by file: two go into halves of the device. In thirds no place
     * was found for the carry chains of three (decision 0017).
     */
    Map<String, String> regions() {
        int engines = design.shape().engines();
        if (board.flow() != Flow.NEXTPNR_ECP5 || engines != 2 || !hasBoardFile()) {
            return Map.of();
        }
        return Map.of(REGIONS_FILE, TextTemplate.resource("regions_ecp5.py") + "\n\nplace(" + engines + ")\n");
    }

    Map<String, String> vivado() {
        if (board.flow() != Flow.VIVADO || !Project.missingPins(board).isEmpty()) {
            return Map.of();
        }
        List<String> sources = sources();
        if (hasBoardFile()) {
            sources.add(BOARD_FILE);
        }
        StringBuilder out = new StringBuilder("# SPDX-License-Identifier: Apache-2.0\n");
        out.append("set sources {").append(String.join(" ", sources)).append("}\n");
        out.append("set constraints board/board.xdc\n");
        out.append("set part ").append(board.part()).append('\n');
        out.append("set clock_mhz ").append(ClockPlan.mhz(clock.hz())).append('\n');
        out.append("set zynq7 ")
                .append(board.device().family() == Family.XILINX7 ? 1 : 0)
                .append('\n');
        String lights = leds.stream()
                .limit(2)
                .map(led -> led.port() + " " + led.light())
                .collect(Collectors.joining(" "));
        out.append("set leds {").append(lights).append("}\n\n");
        out.append(TextTemplate.resource("vivado_" + board.hostLink().label() + ".tcl"));
        return Map.of("board/vivado.tcl", out.toString());
    }

    /** FuseSoC, CAPI 2. */
    String core() {
        StringBuilder out = new StringBuilder("CAPI=2:\n# Generated; do not edit.\n");
        out.append("name: bitknit:generated:accelerator:")
                .append(options.toolVersion())
                .append('\n');
        out.append("description: Accelerator of a graph neural network for the board ")
                .append(board.name())
                .append("\n\n");
        out.append("filesets:\n");
        fileset(out, "rtl", sources(), "verilogSource");
        fileset(out, "bench", List.of("sim/selfcheck_tb.v"), "verilogSource");
        fileset(
                out,
                "vectors",
                List.of("sim/host.hex: {copyto: sim/host.hex}", "sim/answers.hex: {copyto: sim/answers.hex}"),
                "user");
        if (hasBoardFile()) {
            fileset(out, "board", List.of(BOARD_FILE), "verilogSource");
            fileset(
                    out,
                    "constraints",
                    List.of("board/board." + board.flow().constraints()),
                    board.flow() == Flow.VIVADO
                            ? "xdc"
                            : board.flow().constraints().toUpperCase(Locale.ROOT));
        }
        boolean regions = !regions().isEmpty();
        if (regions) {
            fileset(out, "regions", List.of(REGIONS_FILE + ": {copyto: " + REGIONS_FILE + "}"), "user");
        }
        out.append("\ntargets:\n");
        out.append("  default: &default\n    filesets: [rtl]\n    toplevel: ")
                .append(systemTop())
                .append('\n');
        out.append("  lint:\n    <<: *default\n    default_tool: verilator\n    tools:\n      verilator:\n"
                + "        mode: lint-only\n        verilator_options: [-Wall]\n");
        out.append("  sim:\n    <<: *default\n    filesets: [rtl, bench, vectors]\n    toplevel: selfcheck_tb\n"
                + "    default_tool: icarus\n    tools:\n      icarus:\n        iverilog_options: [-g2005]\n");
        if (hasBoardFile()) {
            out.append("  ")
                    .append(board.name())
                    .append(":\n    <<: *default\n    filesets: [rtl, board, constraints")
                    .append(regions ? ", regions]\n" : "]\n");
            out.append("    toplevel: bitknit_board\n").append(boardTool());
        }
        return out.toString();
    }

    private static void fileset(StringBuilder out, String name, List<String> files, String type) {
        out.append("  ").append(name).append(":\n    files:\n");
        files.forEach(file -> out.append("      - ").append(file).append('\n'));
        out.append("    file_type: ").append(type).append('\n');
    }

    private String boardTool() {
        String frequency = "--freq, '" + ClockPlan.mhz(clock.hz()) + "'";
        return switch (board.flow()) {
            case NEXTPNR_ICE40 ->
                "    default_tool: icestorm\n    tools:\n      icestorm:\n        pnr: next\n        nextpnr_options: [--"
                        + board.device().toolDevice() + ", --package, " + board.packageName() + ", " + frequency + "]\n"
                        + (synthesisOptions().isEmpty()
                                ? ""
                                : "        yosys_synth_options: [" + synthesisOptions() + "]\n");
            case NEXTPNR_ECP5 ->
                "    default_tool: trellis\n    tools:\n      trellis:\n        nextpnr_options: [--"
                        + board.device().toolDevice() + ", --package, " + board.packageName() + ", --speed, '"
                        + board.speedGrade() + "', " + frequency
                        + (regions().isEmpty() ? "" : ", --pre-place, " + REGIONS_FILE) + "]\n";
            case NEXTPNR_GOWIN ->
                "    default_tool: apicula\n    tools:\n      apicula:\n        device: " + board.part() + "\n"
                        + "        nextpnr_options: [" + frequency + "]\n";
            case VIVADO -> "    default_tool: vivado\n    tools:\n      vivado:\n        part: " + board.part() + "\n";
            case SIMULATION, ESTIMATE_ONLY -> "";
        };
    }

    String readme() {
        boolean uart = board.hostLink() == HostLink.UART;
        StringBuilder out = new StringBuilder("# Accelerator of ")
                .append(plain(design.name()))
                .append("\n\n");
        out.append("For the board ")
                .append(board.name())
                .append(": ")
                .append(ClockPlan.mhz(clock.hz()))
                .append(" MHz");
        clock.pll()
                .ifPresent(pll -> out.append(" by the PLL from ")
                        .append(ClockPlan.mhz(clock.boardHz()))
                        .append(" MHz"));
        out.append(", ").append(design.predictedCycles()).append(" cycles per run");
        out.append(uart ? ", serial link at " + options.baud() + " baud, 8N1.\n\n" : ".\n\n");
        out.append("```\nmake lint sim     # no warning; the self-test on the simulated board\n");
        if (board.flow() != Flow.SIMULATION) {
            out.append("make bitstream    # what reaches which clock is printed\nmake program\n");
        }
        out.append(uart ? "make selftest PORT=/dev/ttyUSB1\n" : "").append("make help\n```\n\n");
        out.append("A tool that is missing is named with the way to get it.\n\n| path | what |\n|---|---|\n");
        Map<String, String> paths = new LinkedHashMap<>();
        paths.put("rtl/", "the accelerator, plain Verilog");
        paths.put("board/", "shell, top level and constraints of the board");
        paths.put("sim/", "simulated board, and a bench of the accelerator alone");
        paths.put("host/", "drivers: `bitknit.h` says how to call them; `session.txt` is what they read of the design");
        paths.put("host.bin", "the image, then commands that run it and read the results");
        paths.put("files.f, bitknit.core", "for tools of your own and FuseSoC");
        paths.put(
                "design.json, model/, estimate.json, search.json", "what `bitknit verify`, `estimate`, `report` read");
        paths.put("out/", "what make writes");
        paths.entrySet()
                .removeIf(path ->
                        path.getKey().equals("board/") && project.stream().noneMatch(p -> p.startsWith("board/")));
        paths.forEach((path, what) ->
                out.append("| ").append(path).append(" | ").append(what).append(" |\n"));
        if (!board.notes().isEmpty()) {
            out.append("\nThe board file notes: ")
                    .append(board.notes().stream().map(BuildFiles::plain).collect(Collectors.joining("; ")))
                    .append(".\n");
        }
        out.append("\nGenerated by bitknit ")
                .append(options.toolVersion())
                .append(", model ")
                .append(design.digest())
                .append(", shape ")
                .append(VerilogEmitter.digest(design.shape()))
                .append("; both digests can be read from the bitstream. What is generated belongs to you.\n");
        return out.toString();
    }

    /** Names come from users: nothing of them becomes markup. */
    private static String plain(String text) {
        return text.codePoints()
                .mapToObj(
                        c -> Character.isLetterOrDigit(c) || " .,;:-+/()".indexOf(c) >= 0 ? Character.toString(c) : "?")
                .collect(Collectors.joining());
    }
}
