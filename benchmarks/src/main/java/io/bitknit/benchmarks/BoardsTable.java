// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.boards.Board;
import io.bitknit.boards.Boards;
import io.bitknit.boards.Budget;
import io.bitknit.boards.ClockEntry;
import io.bitknit.boards.EngineSize;
import io.bitknit.compiler.CompileOptions;
import io.bitknit.compiler.Compiler;
import io.bitknit.compiler.estimate.Estimate;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.search.Candidate;
import io.bitknit.model.FloatModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.HiddenWidths;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Microseconds per inference of one model on several boards, with what else the search has found there. */
final class BoardsTable {
    static final List<String> BOARDS = List.of("ulx3s-85f", "arty-a7-100", "zcu104");
    private static final int[] BITS = {8, 4, 2};
    private static final int MOST_ALTERNATIVES = 3;

    private final FloatModel model;
    private final List<String> notes = new ArrayList<>();
    private final Set<String> clocks = new TreeSet<>();

    private BoardsTable(FloatModel model) {
        this.model = model;
    }

    /** @param name of the model, for the heading */
    static String text(String name, FloatModel model, List<String> boards) {
        return new BoardsTable(model).page(name, boards);
    }

    private String page(String name, List<String> boards) {
        List<List<String>> chosen = new ArrayList<>();
        chosen.add(List.of(
                "board",
                "hidden bits",
                "engines x ports x lanes x planes, teams",
                "cycles",
                "clock, MHz",
                "clock is",
                "us per inference",
                "LUT, %",
                "FF, %",
                "RAM, %",
                "DSP, %"));
        List<List<String>> others = new ArrayList<>();
        others.add(List.of(
                "board",
                "hidden bits",
                "engines x ports x lanes x planes, teams",
                "cycles",
                "us per inference",
                "LUT",
                "FF",
                "RAM blocks",
                "DSP",
                "verdict"));
        for (String board : boards) {
            for (int bits : BITS) {
                System.err.println("boards: " + board + ", " + bits + " bits");
                add(Boards.load(board), bits, chosen, others);
            }
        }
        ResultFile page = new ResultFile(
                "Microseconds per inference, " + name,
                "./bitknit benchmark boards",
                "The fastest accelerator that fits each board, chosen by `compile`: two-layer GCN, 4-bit weights, exponents"
                        + " chosen by rule. Cycles of the chosen sizes are compared with the cycle simulator here. Shares are"
                        + " of what the board lets a design use, the board's host link included; areas are predicted.");
        page.table(chosen);
        page.line(
                "*Clock is* measured where an engine of at least that size was placed and routed, *tabulated* where the"
                        + " size is beyond all measured ones or nothing was placed: then the board's file gives a clock to plan with,"
                        + " and the microseconds are as good as that. What was routed to the end on the ULX3S, at which clock, and what was only placed, is in"
                        + " [decision 0017](../decisions/0017-registers-behind-memories.md). Sources:");
        page.line(String.join("\n", clocks.stream().map(clock -> "- " + clock).toList()));
        page.line("## Alternatives");
        page.line("What the search has rejected: sizes that are faster and do not fit, then sizes that do. Cycles are"
                + " estimated, unless the size was scheduled.");
        page.table(others);
        notes.forEach(page::line);
        return page.text();
    }

    private static String most(EngineSize size) {
        return size.engines() + " engines, " + size.ports() + " ports, " + size.slots() + " slots and " + size.planes()
                + " planes";
    }

    private void add(Board board, int bits, List<List<String>> chosen, List<List<String>> others) {
        Compiler.Result result;
        try {
            result = CyclesTable.checked(Compiler.compile(
                    CyclesTable.quantize(model, HiddenWidths.uniform(bits)), CompileOptions.forBoard(board)));
        } catch (UserException e) {
            // A width for which nothing fits is a result too.
            notes.add(board.name() + ", " + bits + " bits: "
                    + e.diagnostics().get(0).message());
            return;
        }
        Estimate estimate = result.estimate();
        ClockEntry clock = board.acceleratorClock(result.design().engineSize());
        boolean measured = clock.kind() == ClockEntry.Kind.MEASURED
                && clock.covers(result.design().engineSize());
        clocks.add(board.name() + ", " + clock.lowestMhz() + " MHz ("
                + clock.kind().label() + ", up to " + most(clock.most()) + "): " + clock.source());
        Budget budget = board.budget();
        chosen.add(List.of(
                board.name(),
                "" + bits,
                size(result.search().chosen().choice()),
                "" + estimate.cycles(),
                PtqTable.decimal(estimate.clockMhz(), 0),
                measured ? "measured" : "tabulated",
                PtqTable.decimal(estimate.latencyMicros(), 1),
                share(estimate.lut(), budget.lutUsable()),
                share(estimate.ff(), budget.ffUsable()),
                share(estimate.bramBlocks(), budget.bramBlocksUsable()),
                share(estimate.dsp(), budget.dspUsable())));
        alternatives(result.search().rejected())
                .forEach(c -> others.add(List.of(
                        board.name(),
                        "" + bits,
                        size(c.choice()),
                        "" + c.cycles(),
                        PtqTable.decimal(c.latencyMicros(), 1),
                        "" + c.lut(),
                        "" + c.ff(),
                        "" + c.bramBlocks(),
                        "" + c.dsp(),
                        c.verdict())));
    }

    /** The fastest that does not fit, and the fastest ones that do. */
    private static List<Candidate> alternatives(List<Candidate> rejected) {
        List<Candidate> best = new ArrayList<>();
        rejected.stream().filter(c -> !fits(c)).findFirst().ifPresent(best::add);
        rejected.stream()
                .filter(BoardsTable::fits)
                .limit(MOST_ALTERNATIVES - best.size())
                .forEach(best::add);
        return best;
    }

    private static boolean fits(Candidate candidate) {
        return candidate.verdict().startsWith("fits");
    }

    private static String size(ShapeChoice c) {
        return c.engines() + " x " + c.ports() + " x " + c.lanes() + " x " + c.planes() + ", " + c.slots();
    }

    private static String share(long used, long usable) {
        return used == 0 ? "0" : PtqTable.decimal(100.0 * used / usable, 1);
    }
}
