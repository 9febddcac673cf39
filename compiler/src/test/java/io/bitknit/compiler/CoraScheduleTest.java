// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.boards.Board;
import io.bitknit.boards.Boards;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.estimate.ContractArea;
import io.bitknit.compiler.estimate.Estimate;
import io.bitknit.compiler.estimate.PhaseEstimate;
import io.bitknit.compiler.schedule.DesignVerifier;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.schedule.Workload;
import org.junit.jupiter.api.Test;

/** How well the ports are used on a real graph. The floors are what was reached, less one or two points. */
class CoraScheduleTest {
    private static final Board BOARD = Boards.load("ulx3s-85f");

    private static double portUse(Design design, int phase) {
        PhaseEstimate p =
                Estimate.of(design, BOARD, new ContractArea()).phases().get(phase);
        double words = p.limits().stream()
                .filter(l -> l.name().equals("program words"))
                .findFirst()
                .orElseThrow()
                .cycles();
        return words / design.phases().get(phase).longestSteps();
    }

    @Test
    void uniformFourBits() {
        Workload work = new Lowering(RealModels.cora(4)).workload("00");
        Design wide = Scheduler.schedule(work, ShapeChoice.of(4, 20, 16, 5, 2, 5));
        assertThat(DesignVerifier.verify(wide, work)).isEmpty();
        assertThat(wide.phases().get(0).part()).isEqualTo(Phase.Part.COMBINE_SPARSE);
        assertThat(portUse(wide, 0)).isGreaterThan(0.96);
        assertThat(portUse(wide, 1)).isGreaterThan(0.68);
        Design narrow = Scheduler.schedule(work, ShapeChoice.of(1, 8, 16, 8, 4, 8));
        assertThat(portUse(narrow, 0)).isGreaterThan(0.97);
        assertThat(portUse(narrow, 1)).isGreaterThan(0.91);
    }

    @Test
    void widthsByDegree() {
        Workload work = new Lowering(RealModels.cora(4, 3, 2, 1)).workload("00");
        Design design = Scheduler.schedule(work, ShapeChoice.of(1, 8, 16, 8, 4, 8));
        assertThat(DesignVerifier.verify(design, work)).isEmpty();
        assertThat(portUse(design, 1)).isGreaterThan(0.75);
    }

    @Test
    void fourBitsOnTheBoard() {
        Estimate estimate = onTheBoard(4);
        assertThat(aggregationOfRoofline(estimate)).isGreaterThan(0.85);
        // The largest sizes would take 3,765 and were not placed: decision 0017.
        assertThat(estimate.cycles()).isLessThan(4_400);
    }

    @Test
    void widthsByDegreeOnTheBoard() {
        assertThat(aggregationOfRoofline(onTheBoard(4, 3, 2, 1))).isGreaterThan(0.75);
    }

    private static Estimate onTheBoard(int... bits) {
        return Compiler.compile(RealModels.cora(bits), CompileOptions.forBoard(BOARD))
                .estimate();
    }

    private static double aggregationOfRoofline(Estimate estimate) {
        double roofline = 0;
        double cycles = 0;
        for (PhaseEstimate p : estimate.phases()) {
            boolean counts = p.name().contains("aggregate");
            roofline += counts ? p.rooflineCycles() : 0;
            cycles += counts ? p.cycles() : 0;
        }
        return roofline / cycles;
    }
}
