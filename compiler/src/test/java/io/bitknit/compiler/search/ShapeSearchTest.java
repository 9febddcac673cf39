// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.boards.Board;
import io.bitknit.boards.Boards;
import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.TestModels;
import io.bitknit.compiler.estimate.Area;
import io.bitknit.compiler.estimate.ContractArea;
import io.bitknit.compiler.schedule.DesignVerifier;
import io.bitknit.compiler.schedule.Effort;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.model.diag.UserException;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ShapeSearchTest {
    private static final Board BOARD = Boards.load("ulx3s-85f");
    private static final Workload WORK = work(400, 4);

    private static Workload work(int nodes, int bits) {
        return new Lowering(TestModels.on(1, TestModels.randomGraph(1, nodes, 3))
                        .withFeatures(60, 16, 7)
                        .withWidths(1, bits)
                        .model())
                .workload("00");
    }

    @Test
    void theChosenSizeFitsAndDoesTheWork() {
        ShapeSearch.Result result = ShapeSearch.search(WORK, BOARD, Wishes.NONE, new ContractArea());
        Area area = new ContractArea().of(result.design().shape(), BOARD);
        assertThat(area.luts()).isLessThanOrEqualTo(BOARD.budget().lutUsable());
        assertThat(area.ffs()).isLessThanOrEqualTo(BOARD.budget().ffUsable());
        assertThat(area.bramBlocks()).isLessThanOrEqualTo(BOARD.budget().bramBlocksUsable());
        assertThat(area.dsps()).isLessThanOrEqualTo(BOARD.budget().dspUsable());
        assertThat(DesignVerifier.verify(result.design(), WORK)).isEmpty();
        assertThat(result.chosen().cycles()).isEqualTo(result.design().predictedCycles());
        assertThat(result.rejected()).isNotEmpty();
        assertThat(result.rejected())
                .allMatch(c -> c.verdict().startsWith("needs ") || c.verdict().startsWith("fits; "));
    }

    @Test
    void whatTheUserFixedIsKept() {
        Wishes wishes = new Wishes(
                OptionalInt.of(2),
                OptionalInt.empty(),
                OptionalInt.of(16),
                OptionalInt.of(2),
                OptionalInt.of(3),
                OptionalInt.empty(),
                OptionalInt.of(1),
                OptionalInt.empty(),
                Optional.empty(),
                Effort.AUTOMATIC);
        ShapeChoice choice = ShapeSearch.search(WORK, BOARD, wishes, new ContractArea())
                .chosen()
                .choice();
        assertThat(choice.engines()).isEqualTo(2);
        assertThat(choice.lanes()).isEqualTo(16);
        assertThat(choice.slots()).isEqualTo(3);
        assertThat(choice.denseUnits()).isEqualTo(1);
    }

    @Test
    void fixedSizesThatDoNotGoTogetherAreRefused() {
        Wishes wishes = new Wishes(
                OptionalInt.of(2),
                OptionalInt.of(9),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Effort.AUTOMATIC);
        assertThatThrownBy(() -> ShapeSearch.search(WORK, BOARD, wishes, new ContractArea()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("C-021");
    }

    @Test
    void whatIsMissingIsSaidWithBothNumbers() {
        assertThatThrownBy(() ->
                        ShapeSearch.search(work(20_000, 8), Boards.load("icebreaker"), Wishes.NONE, new ContractArea()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("C-020")
                .hasMessageMatching("(?s).*no accelerator fits icebreaker; the smallest that was found needs "
                        + "[0-9]+ of [0-9]+ usable .*");
    }

    @Test
    void theFastEstimateIsNearTheSchedule() {
        WorkFacts facts = WorkFacts.of(WORK);
        int[][] sizes = {{1, 8, 16, 4, 2, 2}, {2, 16, 16, 4, 1, 4}, {2, 12, 32, 3, 3, 3}, {4, 16, 16, 4, 2, 1}};
        for (int[] s : sizes) {
            ShapeChoice choice = ShapeChoice.of(s[0], s[1], s[2], s[3], s[4], s[5]);
            long fast = FastEstimate.of(WORK, facts, choice).cycles();
            long exact = Scheduler.schedule(WORK, choice).predictedCycles();
            assertThat((double) fast / exact).as(choice.toString()).isBetween(0.85, 1.15);
        }
    }
}
