// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.boards.Board;
import io.bitknit.boards.Boards;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.project.Project;
import io.bitknit.compiler.project.ProjectOptions;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of the projects of every board; what tools make of them is tested in {@code cli}. */
class ProjectTest {
    private static final Design DESIGN = design(1);

    private static Design design(int engines) {
        return Compiler.compile(
                        TestModels.on(1, TestModels.randomGraph(1, 20, 3)).model(),
                        CompileOptions.forBoard(Boards.load("ulx3s-85f"))
                                .withSize(ShapeChoice.of(engines, Math.max(4, 2 * engines), 8, 2, 1, 1)))
                .design();
    }

    @TempDir
    Path folder;

    private static Map<String, String> files(Board board) {
        return files(ProjectOptions.forBoard(board, "1.2.3"));
    }

    private static Map<String, String> files(ProjectOptions options) {
        int values = DESIGN.scores().rows() * DESIGN.scores().features();
        return Project.files(DESIGN, options, new int[values]);
    }

    static Stream<String> builtIn() {
        return Boards.builtInNames().stream();
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void everyBoardHasAProjectOfItsOwn(String name) {
        Board board = Boards.load(name);
        Map<String, String> files = files(board);
        assertThat(files(board)).as("equal input, equal bytes").isEqualTo(files);
        if (name.equals("alveo-u50")) {
            assertThat(files).as("for estimates only").isEmpty();
            return;
        }
        assertThat(files).containsKeys("Makefile", "README.md", "bitknit.core", "files.f", "host/session.txt");
        assertThat(files.get("Makefile"))
                .contains("BOARD := " + name + "\n", "\nSIM ?= icarus\n")
                .doesNotContain("${");
        files.get("files.f")
                .lines()
                .filter(file -> !file.startsWith("rtl/"))
                .forEach(file -> assertThat(files).containsKey(file));
        boolean pinned = files.containsKey("board/bitknit_board.v");
        board.pins().stream()
                .filter(pin -> pinned && pin.role().matches("clk|led[01]|uart_.x"))
                .forEach(pin -> assertThat(
                                files.get("board/board." + board.flow().constraints()))
                        .contains(pin.location()));
    }

    @Test
    void aBoardWithoutSerialPinsSaysSo() {
        Map<String, String> files = files(Boards.load("orangecrab-25f"));
        assertThat(files).doesNotContainKey("board/bitknit_board.v");
        assertThat(files.get("Makefile")).contains("the board 'orangecrab-25f' states no pins for uart_rx, uart_tx");
    }

    @Test
    void constraintsAreThoseOfTheFlow() {
        assertThat(files(Boards.load("hx8k-evn")).get("board/board.pcf"))
                .contains("set_io clk J3\n", "set_io uart_tx B12\n", "set_frequency clk 12\n");
        assertThat(files(Boards.load("ulx3s-85f")).get("board/board.lpf"))
                .contains(
                        "LOCATE COMP \"clk\" SITE \"G2\";\nIOBUF PORT \"clk\" IO_TYPE=LVCMOS33;\n",
                        "FREQUENCY PORT \"clk\" 25 MHZ;\n");
        assertThat(files(Boards.load("tang-nano-20k")).get("board/board.cst"))
                .contains("IO_LOC \"led0\" 15;\nIO_PORT \"led0\" IO_TYPE=LVCMOS33;\n");
        assertThat(files(Boards.load("arty-a7-35")).get("board/board.xdc"))
                .contains(
                        "set_property PACKAGE_PIN E3 [get_ports clk]\nset_property IOSTANDARD LVCMOS33 [get_ports clk]\n",
                        "create_clock -period 10.000 [get_ports clk]\n");
    }

    /** Two engines on an ECP5 were placed into one part of the device and not routed; decision 0017. */
    @Test
    void twoEnginesHaveRegionsWhereTheFlowAsksForThem() {
        Design two = design(2);
        int[] scores = new int[two.scores().rows() * two.scores().features()];
        Map<String, String> files =
                Project.files(two, ProjectOptions.forBoard(Boards.load("ulx3s-85f"), "1.2.3"), scores);
        assertThat(files.get("board/regions.py"))
                .contains("ctx.createRectangularRegion(")
                .endsWith("\nplace(2)\n");
        assertThat(files.get("Makefile")).contains("PLACE_OPTIONS := --pre-place board/regions.py\n");
        assertThat(files.get("bitknit.core"))
                .contains("--pre-place, board/regions.py]", "filesets: [rtl, board, constraints, regions]");
        // The cells that the script looks for are those of the top module's generate blocks.
        assertThat(VerilogEmitter.emit(two.shape()).get("bitknit_top.v"))
                .contains(": engines\n", "bitknit_engine #(.INDEX(e)) engine (");
        assertThat(files(Boards.load("ulx3s-85f"))).doesNotContainKey("board/regions.py");
        assertThat(Project.files(design(3), ProjectOptions.forBoard(Boards.load("ulx3s-85f"), "1.2.3"), scores))
                .doesNotContainKey("board/regions.py");
        assertThat(files(Boards.load("ulx3s-85f")).get("Makefile")).contains("PLACE_OPTIONS :=\n");
        Map<String, String> ice40 =
                Project.files(two, ProjectOptions.forBoard(Boards.load("hx8k-evn"), "1.2.3"), scores);
        assertThat(ice40).doesNotContainKey("board/regions.py");
        assertThat(ice40.get("Makefile")).doesNotContain("PLACE_OPTIONS");
    }

    @Test
    void lightsThatGlowAtZeroAreInverted() {
        assertThat(files(Boards.load("icebreaker")).get("board/bitknit_board.v"))
                .contains("assign led0 = !alive;", "assign led1 = !busy;", "unused_dropped", "SB_PLL40_PAD");
        assertThat(files(Boards.load("hx8k-evn")).get("board/bitknit_board.v"))
                .contains("assign led0 = alive;", "assign led2 = dropped;", "SB_PLL40_CORE");
    }

    /** A board may have any of the lights, and a clock of two pins. */
    @Test
    void lightsAndClocksAreThoseThatTheBoardHas() throws IOException {
        Path file = folder.resolve("odd.yaml");
        Files.writeString(file, """
                kind: board
                extends: arty-a7-35
                name: odd
                title: odd
                source: none, a test
                clocks:
                  - name: main
                    hz: 200_000_000
                    pin: sysclk
                pins:
                  clk:
                  led1:
                  sysclk:
                    pin: R4
                    negative: T4
                    ioStandard: DIFF_SSTL15
                """);
        Map<String, String> files = files(Boards.load(file.toString()));
        assertThat(files.get("board/bitknit_board.v"))
                .contains(
                        "assign led0 = alive;", "assign led2 = dropped;", "unused_busy", "IBUFDS", "input  wire clk_n")
                .doesNotContain("led1");
        assertThat(files.get("board/board.xdc"))
                .contains(
                        "set_property PACKAGE_PIN R4 [get_ports clk]\n",
                        "set_property PACKAGE_PIN T4 [get_ports clk_n]\n",
                        "create_clock -period 5.000 [get_ports clk]\n");
    }

    /** 12 MHz times 64, divided by 16: what icepll gives for the same frequencies. */
    @Test
    void theClockOfAnIce40ComesFromItsPll() {
        Board board = Boards.load("hx8k-evn");
        ProjectOptions options = new ProjectOptions(board, "1.2.3", 115_200, OptionalInt.of(48));
        assertThat(files(options).get("board/bitknit_board.v"))
                .contains(".DIVR(4'd0), .DIVF(7'd63), .DIVQ(3'd4), .FILTER_RANGE(3'd1)");
        assertThat(files(options).get("Makefile")).contains("CLOCK_MHZ := 48\n");
        assertThat(files(options).get("board/bitknit_system.v")).contains("BIT_CYCLES = 16'd417");
    }

    /** 25 MHz times 8, divided by 5; the oscillator runs at 600 MHz. What ecppll gives for the same frequencies. */
    @Test
    void theClockOfAnEcp5ComesFromItsPll() {
        Board board = Boards.load("ulx3s-85f");
        ProjectOptions options = new ProjectOptions(board, "1.2.3", 115_200, OptionalInt.of(40));
        assertThat(files(options).get("board/bitknit_board.v"))
                .contains("FREQUENCY_PIN_CLKI = \"25\"", "FREQUENCY_PIN_CLKOP = \"40\"")
                .contains(".CLKI_DIV(5), .CLKFB_DIV(8)", ".CLKOP_DIV(15)", ".CLKI(clk)");
        assertThat(files(options).get("Makefile")).contains("CLOCK_MHZ := 40\n");
        assertThat(files(options).get("board/board.lpf")).contains("FREQUENCY PORT \"clk\" 25 MHZ;");
        assertThat(files(options).get("board/bitknit_system.v")).contains("BIT_CYCLES = 16'd347");
    }

    /** 27 MHz times 2; the oscillator runs at 864 MHz. */
    @Test
    void theClockOfAGowinDeviceComesFromItsPll() {
        ProjectOptions options = new ProjectOptions(Boards.load("tang-nano-20k"), "1.2.3", 115_200, OptionalInt.of(54));
        assertThat(files(options).get("board/bitknit_board.v"))
                .contains(".FCLKIN(\"27\"), .IDIV_SEL(0), .FBDIV_SEL(1), .ODIV_SEL(16)");
    }

    /** 100 MHz times 12, the middle of the oscillator's range, divided by 8. */
    @Test
    void theClockOfASevenSeriesDeviceComesFromItsPll() {
        ProjectOptions options = new ProjectOptions(Boards.load("arty-a7-35"), "1.2.3", 115_200, OptionalInt.of(150));
        assertThat(files(options).get("board/bitknit_board.v"))
                .contains(".CLKIN1_PERIOD(10.000), .DIVCLK_DIVIDE(1), .CLKFBOUT_MULT(12), .CLKOUT0_DIVIDE(8)", "BUFG");
    }

    /** A clock that nobody has measured is not trusted with a board. */
    @Test
    void withoutAMeasuredClockABoardRunsAtItsOwn() {
        assertThat(files(Boards.load("tang-nano-20k")).get("board/bitknit_board.v"))
                .contains("assign system_clk = clk;")
                .doesNotContain("rPLL");
    }

    @Test
    void aClockOrSpeedThatTheBoardCannotGiveIsRefused() {
        Board ulx3s = Boards.load("ulx3s-85f");
        Board crystal = Boards.load("../doc/boards/my-board.yaml");
        assertThatThrownBy(() -> files(new ProjectOptions(crystal, "1.2.3", 115_200, OptionalInt.of(40))))
                .isInstanceOf(UserException.class)
                .hasMessage("error[P-001]: --clock-mhz: the board 'my-board' gives 50 MHz, not 40 MHz; "
                        + "leave the option out");
        Board ice = Boards.load("hx8k-evn");
        assertThatThrownBy(() -> files(new ProjectOptions(ice, "1.2.3", 115_200, OptionalInt.of(47))))
                .hasMessageContaining("P-001")
                .hasMessageContaining("the nearest below is 46.5 MHz");
        assertThatThrownBy(() -> files(new ProjectOptions(ulx3s, "1.2.3", 12_000_000, OptionalInt.empty())))
                .isInstanceOf(UserException.class)
                .hasMessage("error[P-002]: --baud: 12000000 bits per second cannot be made from 25 MHz; use 115200, "
                        + "or another speed of 8 to 65535 clock cycles per bit");
    }

    /** The file of the recipe in doc/BOARDS.md becomes a project, no code of ours touched. */
    @Test
    void aBoardOfTheUsersOwnBecomesAProject() throws IOException {
        Path file = folder.resolve("my-board.yaml");
        Files.copy(Path.of("../doc/boards/my-board.yaml"), file);
        Map<String, String> files = files(Boards.load(file.toString()));
        assertThat(files.get("Makefile")).contains("BOARD := my-board\n", "DEVICE := 85k\n", "CLOCK_MHZ := 50\n");
        assertThat(files.get("board/board.lpf"))
                .contains("LOCATE COMP \"led0\" SITE \"B2\";", "FREQUENCY PORT \"clk\" 50 MHZ;")
                .doesNotContain("led1");
        assertThat(files.get("board/bitknit_board.v")).contains("assign led0 = !alive;");
    }
}
