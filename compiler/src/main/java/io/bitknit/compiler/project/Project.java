// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import io.bitknit.boards.Board;
import io.bitknit.boards.Flow;
import io.bitknit.boards.HostLink;
import io.bitknit.boards.Pin;
import io.bitknit.compiler.design.Design;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.FrameFormat;
import io.bitknit.hdl.RegisterMap;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.hdl.VerilogEmitter.Shell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files around an accelerator that make it run on a board: shell, top level, constraints, build script, simulation,
 * host drivers and a page that says how to use them. A pure function of design and options: equal input, equal bytes.
 */
public final class Project {
    /** Frames are given up after a fiftieth of a second, a multiple of what any adapter waits between two bytes. */
    private static final int GAPS_PER_SECOND = 50;

    private static final long MOST_GAP_CYCLES = (1 << 24) - 1;
    private static final List<String> LIGHTS = List.of("alive", "busy", "dropped");

    private final Design design;
    private final ProjectOptions options;
    private final Board board;
    private final ClockPlan clock;
    private final Map<String, String> files = new TreeMap<>();

    private Project(Design design, ProjectOptions options) {
        this.design = design;
        this.options = options;
        this.board = options.board();
        this.clock = ClockPlan.of(board, board.acceleratorClock(design.engineSize()), options.clockMhz());
    }

    /**
     * @param expected scores that the reference computes, {@code [nodes * classes]}
     * @return path below the design's folder to text; empty for a board that nothing is built for
     */
    public static Map<String, String> files(Design design, ProjectOptions options, int[] expected) {
        if (options.board().flow() == Flow.ESTIMATE_ONLY) {
            return Map.of();
        }
        Project project = new Project(design, options);
        project.verilog();
        project.simulation(expected);
        project.host(expected);
        project.build();
        return Collections.unmodifiableMap(project.files);
    }

    /** Roles without which no bitstream can be made; empty if the board states all that its link needs. */
    static List<String> missingPins(Board board) {
        List<String> needed = board.hostLink() == HostLink.UART && board.flow() != Flow.SIMULATION
                ? List.of(board.clocks().get(0).pinRole().orElse("clk"), "uart_rx", "uart_tx")
                : List.of();
        return needed.stream().filter(role -> board.pin(role).isEmpty()).toList();
    }

    private void verilog() {
        if (board.hostLink() == HostLink.STREAM) {
            return;
        }
        boolean uart = board.hostLink() == HostLink.UART;
        VerilogEmitter.emit(uart ? Shell.UART : Shell.AXI).forEach((name, text) -> files.put("board/" + name, text));
        files.put(
                "board/bitknit_system.v",
                TextTemplate.render(uart ? "system_uart.v.vm" : "system_axi.v.vm", systemNames(uart)));
        if (uart && missingPins(board).isEmpty()) {
            files.put("board/bitknit_board.v", TextTemplate.render("board.v.vm", boardNames()));
        }
        files.put("board/" + constraintsName(), new Constraints(board, ports()).text());
    }

    private Map<String, Object> systemNames(boolean uart) {
        AcceleratorShape shape = design.shape();
        int writers = shape.engines() * shape.slots();
        Map<String, Object> names = new TreeMap<>();
        names.put("shapeDigest", VerilogEmitter.digest(shape));
        names.put("modelDigest", design.digest());
        names.put("toolVersion", options.packedVersion());
        names.put("clockHz", clock.hz());
        names.put("traceValidBits", writers);
        names.put("traceBankBits", writers * 8);
        names.put("traceAddressBits", writers * shape.addressBits());
        names.put("traceDataBits", writers * shape.wordBits());
        if (uart) {
            names.put("bitCycles", options.bitCycles(clock.hz()));
            names.put("gapCycles", gapCycles());
            names.put("frameBytes", FrameFormat.MOST_BYTES);
        }
        return names;
    }

    private long gapCycles() {
        return Math.min(MOST_GAP_CYCLES, clock.hz() / GAPS_PER_SECOND);
    }

    /**
     * A light of the board, for its template.
     *
     * @param port role of its pin
     * @param light what it shows
     * @param value what drives it
     */
    public record Led(String port, String light, String value) {}

    private List<Led> leds() {
        List<Led> leds = new ArrayList<>();
        for (int i = 0; i < LIGHTS.size(); i++) {
            String light = LIGHTS.get(i);
            board.pin("led" + i)
                    .ifPresent(pin -> leds.add(new Led(pin.role(), light, pin.activeLow() ? "!" + light : light)));
        }
        return leds;
    }

    private Map<String, Object> boardNames() {
        Pin pin = board.pin(clockRole()).orElseThrow();
        Map<String, Object> names = new TreeMap<>();
        List<Led> leds = leds();
        names.put("board", board.name());
        names.put("clockText", clockText());
        // Other flows take both pins from the standard of the first.
        boolean differential = pin.negative().isPresent() && board.flow() == Flow.VIVADO;
        String clockIn = differential ? "pin_clk" : "clk";
        names.put("differential", differential);
        names.put("leds", leds);
        names.put(
                "unlit",
                LIGHTS.stream()
                        .filter(light ->
                                leds.stream().noneMatch(led -> led.light().equals(light)))
                        .toList());
        names.put("clockIn", clockIn);
        names.put("pll", clock.pll().isPresent());
        names.put(
                "pllInstance", clock.pll().map(pll -> pllInstance(pll, clockIn)).orElse(""));
        return names;
    }

    private static String pllInstance(Pll pll, String clockIn) {
        Map<String, Object> names = new TreeMap<>(pll.names());
        names.put("clockIn", clockIn);
        return withoutFirstLine(TextTemplate.render(pll.template(), names)).stripTrailing();
    }

    private String clockText() {
        String text = ClockPlan.mhz(clock.boardHz()) + " MHz";
        return clock.pll().isPresent() ? text + " to " + ClockPlan.mhz(clock.hz()) + " MHz by the PLL" : text;
    }

    private String clockRole() {
        return board.clocks().get(0).pinRole().orElse("clk");
    }

    /** Ports of the top level that have pins, with the roles of these. */
    private Map<String, String> ports() {
        Map<String, String> ports = new LinkedHashMap<>();
        if (board.hostLink() == HostLink.UART) {
            ports.put("clk", clockRole());
            ports.put("uart_rx", "uart_rx");
            ports.put("uart_tx", "uart_tx");
        }
        int lights = board.hostLink() == HostLink.UART ? LIGHTS.size() : 2;
        leds().stream().limit(lights).forEach(led -> ports.put(led.port(), led.port()));
        return ports;
    }

    private String constraintsName() {
        return "board." + board.flow().constraints();
    }

    private void simulation(int[] expected) {
        String bench = "sim/" + board.hostLink().label() + "_tb.v";
        files.put(
                bench,
                TextTemplate.resource(board.hostLink().label() + "_tb.v")
                        .replace("`ORDERS\n", withoutFirstLine(TextTemplate.resource("orders.v")))
                        .replace("`SHAPE_DIGEST", "32'h" + VerilogEmitter.digest(design.shape())));
        files.putAll(SelfCheck.files(design, expected));
    }

    /** The licence stands in the file that the text goes into. */
    private static String withoutFirstLine(String text) {
        return text.substring(text.indexOf('\n') + 1);
    }

    private void host(int[] expected) {
        files.put("host/session.txt", SessionText.of(design, board.hostLink(), options.baud(), clock.hz(), expected));
        files.put("host/bitknit_registers.h", RegisterMap.MAP.cHeader());
        files.put("host/Registers.java", RegisterMap.MAP.javaConstants());
        for (String name : List.of("bitknit.h", "bitknit.c", "main.c")) {
            files.put("host/" + name, TextTemplate.resource(name));
        }
        // A program of its own that ends the process, unlike any class of ours.
        files.put("host/Bitknit.java", TextTemplate.resource("Bitknit.java.host"));
        if (board.hostLink() == HostLink.AXI) {
            files.put("host/bitknit_registers.py", RegisterMap.MAP.pythonConstants());
            files.put("host/bitknit_pynq.py", TextTemplate.resource("bitknit_pynq.py"));
        }
    }

    private void build() {
        BuildFiles build = new BuildFiles(design, board, clock, options, List.copyOf(files.keySet()), leds());
        files.put("files.f", build.fileList());
        files.put("Makefile", build.makefile());
        files.put("bitknit.core", build.core());
        files.put("README.md", build.readme());
        build.vivado().forEach(files::put);
        build.regions().forEach(files::put);
    }
}
