// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BoardsTest {
    static List<String> builtInNames() {
        return Boards.builtInNames();
    }

    @Test
    void namesAreThoseOfTheFirstSet() {
        assertThat(Boards.builtInNames())
                .containsExactly(
                        "hx8k-evn",
                        "icebreaker",
                        "ulx3s-85f",
                        "orangecrab-25f",
                        "tang-nano-20k",
                        "arty-a7-35",
                        "arty-a7-100",
                        "pynq-z2",
                        "zcu104",
                        "kv260",
                        "alveo-u50",
                        "simulator");
        assertThat(Boards.builtIn()).hasSize(12);
    }

    @ParameterizedTest
    @MethodSource("builtInNames")
    void everyBoardHasWhatItsFlowNeeds(String name) {
        Board board = Boards.load(name);
        assertThat(board.name()).isEqualTo(name);
        assertThat(board.budget().lutUsable()).isPositive();
        assertThat(board.budget().bramKbitUsable()).isPositive();
        assertThat(board.acceleratorClock(new EngineSize(1, 8, 2, 4)).hz()).isPositive();
        boolean built = !board.flow().constraints().isEmpty();
        boolean inside = board.hostLink() == HostLink.AXI;
        assertThat(board.pin("clk").isPresent()).isEqualTo(built && !name.equals("kv260"));
        if (built && !inside && !name.equals("orangecrab-25f")) {
            assertThat(board.pin("uart_rx")).isPresent();
            assertThat(board.pin("uart_tx")).isPresent();
        }
    }

    @Test
    void everyDeviceLoadsAndIsNamedLikeItsFile() {
        List<String> names = BoardFiles.builtInNames(BoardFiles.Kind.DEVICE);
        assertThat(names).hasSize(14);
        assertThat(Boards.builtInDevices()).extracting(Device::name).isEqualTo(names);
    }

    @Test
    void budgetIsTheUsableShareOfTheDevice() {
        Board board = Boards.load("ulx3s-85f");
        assertThat(board.budget())
                .isEqualTo(new Budget(83640 * 62 / 100, 83640 * 41 / 100, 208 * 80 / 100, 166 * 18, 156 * 80 / 100));
    }

    @Test
    void variantStatesOnlyItsDifferences() {
        Board small = Boards.load("arty-a7-35");
        Board large = Boards.load("arty-a7-100");
        assertThat(large.device().luts().value()).isEqualTo(63400);
        assertThat(large.pins()).isEqualTo(small.pins());
        assertThat(large.title()).isNotEqualTo(small.title());
    }

    @Test
    void clockIsThatOfTheSmallestEntryThatCoversTheShape() {
        Board board = Boards.load("hx8k-evn");
        assertThat(board.acceleratorClock(new EngineSize(1, 4, 2, 1)).lowestMhz())
                .isEqualTo(108);
        assertThat(board.acceleratorClock(new EngineSize(1, 8, 2, 1)).lowestMhz())
                .isEqualTo(111);
        assertThat(board.acceleratorClock(new EngineSize(1, 8, 2, 1)).covers(new EngineSize(1, 8, 2, 1)))
                .isTrue();
    }

    /** What one engine of one plane reached says nothing of two, or of four planes. */
    @Test
    void clockOfMoreEnginesOrPlanesIsNotThatOfOne() {
        Board board = Boards.load("hx8k-evn");
        for (EngineSize size : List.of(new EngineSize(2, 8, 2, 1), new EngineSize(1, 8, 2, 4))) {
            assertThat(board.acceleratorClock(size).lowestMhz()).isEqualTo(101);
            assertThat(board.acceleratorClock(size).covers(size)).isFalse();
        }
    }

    @Test
    void clockOfAShapeBeyondTheTableIsTheSlowestMeasured() {
        ClockEntry entry = Boards.load("hx8k-evn").acceleratorClock(new EngineSize(1, 64, 8, 1));
        assertThat(entry.lowestMhz()).isEqualTo(101);
        assertThat(entry.kind()).isEqualTo(ClockEntry.Kind.MEASURED);
        assertThat(entry.covers(new EngineSize(1, 64, 8, 1))).isFalse();
    }

    @Test
    void clockOfAFamilyThatWasNotPlacedIsMarked() {
        for (String name : List.of("tang-nano-20k", "arty-a7-35", "pynq-z2", "zcu104", "kv260", "alveo-u50")) {
            assertThat(Boards.load(name)
                            .acceleratorClock(new EngineSize(2, 16, 4, 4))
                            .kind())
                    .as(name)
                    .isEqualTo(ClockEntry.Kind.ASSUMED);
        }
    }

    @Test
    void aFactIsInheritedWholeOrNotAtAll() {
        Board parent = Boards.load("zcu104");
        Board child = Boards.load("kv260");
        assertThat(parent.device().luts().verified()).isFalse();
        assertThat(child.device().luts().verified()).isTrue();
        assertThat(child.device().luts().source()).contains("xck26");
    }
}
