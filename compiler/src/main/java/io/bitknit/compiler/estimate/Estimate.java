// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import io.bitknit.boards.Board;
import io.bitknit.boards.Budget;
import io.bitknit.boards.ClockEntry;
import io.bitknit.boards.EngineSize;
import io.bitknit.compiler.design.Design;
import java.util.List;

/**
 * Cycles, latency and area of a design on a board.
 *
 * @param board name of the board
 * @param cycles from the run command to the end, exact
 * @param clockMhz clock to plan with
 * @param clockSource where the clock was shown
 * @param clockCovers whether engines of this size are within what was shown
 * @param latencyMicros cycles at that clock
 * @param lut look-up tables of the family's size
 * @param ff flip-flops
 * @param bramBlocks block RAMs
 * @param bramKbit Kbit of those blocks
 * @param dsp hard multipliers
 * @param budget what the board lets a design use
 * @param rooflineCycles sum over the phases
 * @param phases in order
 * @param area by unit
 */
public record Estimate(
        String board,
        long cycles,
        double clockMhz,
        String clockSource,
        boolean clockCovers,
        double latencyMicros,
        long lut,
        long ff,
        long bramBlocks,
        long bramKbit,
        long dsp,
        Budget budget,
        long rooflineCycles,
        List<PhaseEstimate> phases,
        Area area) {
    public Estimate {
        phases = List.copyOf(phases);
    }

    public double rooflineFraction() {
        return cycles == 0 ? 1 : (double) rooflineCycles / cycles;
    }

    public static Estimate of(Design design, Board board, AreaModel model) {
        List<PhaseEstimate> phases =
                design.phases().stream().map(p -> Roofline.of(design, p)).toList();
        Area area = model.of(design.shape(), board);
        EngineSize size = design.engineSize();
        ClockEntry clock = board.acceleratorClock(size);
        return new Estimate(
                board.name(),
                design.predictedCycles(),
                clock.lowestMhz(),
                clock.source(),
                clock.covers(size),
                design.predictedCycles() / (double) clock.lowestMhz(),
                area.luts(),
                area.ffs(),
                area.bramBlocks(),
                area.bramBlocks() * board.device().family().bramBlockKbit(),
                area.dsps(),
                board.budget(),
                phases.stream().mapToLong(PhaseEstimate::rooflineCycles).sum(),
                phases,
                area);
    }
}
