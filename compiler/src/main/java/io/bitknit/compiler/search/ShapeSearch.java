// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import io.bitknit.boards.Board;
import io.bitknit.boards.Budget;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.estimate.Area;
import io.bitknit.compiler.estimate.AreaModel;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The fastest accelerator that fits a board: all sizes are estimated, those that seem to fit are scheduled from the
 * fastest on until one really fits.
 */
public final class ShapeSearch {
    private static final int[] LANES = {4, 8, 16, 32, 64};
    private static final int[] SLOTS = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16};
    private static final int[] PLANES = {1, 2, 4};
    private static final int MOST_ENGINES = 16;
    private static final int MOST_PORTS = 128;

    /** Sizes that are scheduled although they do not fit, before giving up. */
    private static final int MOST_SCHEDULED = 6;

    /** Look-up tables per input of a gather lane, at least. */
    private static final double TABLES_PER_INPUT = 1.5;

    /** Sizes beyond so many times the usable look-up tables are not looked at. */
    private static final double HOPELESS = 1.5;

    /** Rejected sizes that are kept for the report. */
    private static final int KEPT = 12;

    private final Workload work;
    private final Board board;
    private final AreaModel model;
    private final Budget budget;
    private final WorkFacts facts;

    private ShapeSearch(Workload work, Board board, AreaModel model) {
        this.work = work;
        this.board = board;
        this.model = model;
        this.budget = board.budget();
        this.facts = WorkFacts.of(work);
    }

    /**
     * What the search found.
     *
     * @param design the schedule of the chosen size
     * @param chosen its numbers
     * @param rejected others, fastest first
     */
    public record Result(Design design, Candidate chosen, List<Candidate> rejected) {
        public Result {
            rejected = List.copyOf(rejected);
        }
    }

    /** @throws UserException C-020 if no size fits, with what is missing */
    public static Result search(Workload work, Board board, Wishes wishes, AreaModel model) {
        return new ShapeSearch(work, board, model).run(wishes);
    }

    /** A size that was given: nothing is rejected, and it may not fit. */
    public static Result given(Design design, ShapeChoice choice, Board board, AreaModel model) {
        Area area = model.of(design.shape(), board.device().family());
        double mhz = board.acceleratorClock(choice.ports(), choice.slots()).lowestMhz();
        String verdict = shortage(area, board.budget());
        Candidate chosen = new Candidate(
                choice,
                design.predictedCycles(),
                mhz,
                true,
                area.luts(),
                area.ffs(),
                area.bramBlocks(),
                area.dsps(),
                verdict.isEmpty() ? "given" : "given; " + verdict);
        return new Result(design, chosen, List.of());
    }

    private record Estimated(ShapeChoice choice, long cycles, double clockMhz) {
        double micros() {
            return cycles / clockMhz;
        }
    }

    private Result run(Wishes wishes) {
        List<Estimated> all = estimates(wishes);
        if (all.isEmpty()) {
            throw new UserException(
                    "C-021",
                    work.name(),
                    "no accelerator has the sizes that were asked for; ports must be a multiple of engines times slots,"
                            + " slots a multiple of the dense units");
        }
        all.sort(Comparator.comparingDouble(Estimated::micros)
                .thenComparingLong(Estimated::cycles)
                .thenComparing(e -> e.choice().toString()));
        List<Candidate> rejected = new ArrayList<>();
        String nearest = "";
        double nearestExcess = Double.MAX_VALUE;
        int scheduled = 0;
        for (Estimated e : all) {
            Area area = model.of(
                    FastEstimate.of(work, facts, e.choice()).shape(),
                    board.device().family());
            if (excess(area) > 1) {
                Candidate c = candidate(e.choice(), e.cycles(), e.clockMhz(), false, area, shortage(area));
                keep(rejected, c);
                if (excess(area) < nearestExcess) {
                    nearestExcess = excess(area);
                    nearest = c.verdict();
                }
                continue;
            }
            if (scheduled++ == MOST_SCHEDULED) {
                break;
            }
            Design design = Scheduler.schedule(work, e.choice());
            Area exact = model.of(design.shape(), board.device().family());
            if (excess(exact) <= 1) {
                Candidate chosen = candidate(e.choice(), design.predictedCycles(), e.clockMhz(), true, exact, "chosen");
                return new Result(design, chosen, rejected);
            }
            nearest = shortage(exact);
            keep(rejected, candidate(e.choice(), design.predictedCycles(), e.clockMhz(), true, exact, nearest));
        }
        throw new UserException(
                "C-020",
                work.name(),
                "no accelerator fits " + board.name() + "; the smallest that was found " + nearest
                        + "; use a larger board, fewer bits or a smaller graph");
    }

    /** The fastest of each pair of engines and ports are enough to show what was given up. */
    private static void keep(List<Candidate> rejected, Candidate c) {
        boolean similar = rejected.stream()
                .anyMatch(r -> r.choice().engines() == c.choice().engines()
                        && r.choice().ports() == c.choice().ports()
                        && r.choice().planes() == c.choice().planes()
                        && r.choice().lanes() == c.choice().lanes());
        if (!similar && rejected.size() < KEPT) {
            rejected.add(c);
        }
    }

    private Candidate candidate(
            ShapeChoice choice, long cycles, double mhz, boolean scheduled, Area area, String verdict) {
        return new Candidate(
                choice, cycles, mhz, scheduled, area.luts(), area.ffs(), area.bramBlocks(), area.dsps(), verdict);
    }

    /** Largest share of any resource's usable amount. */
    private double excess(Area a) {
        return Math.max(
                Math.max(share(a.luts(), budget.lutUsable()), share(a.ffs(), budget.ffUsable())),
                Math.max(share(a.bramBlocks(), budget.bramBlocksUsable()), share(a.dsps(), budget.dspUsable())));
    }

    private static double share(long needed, long usable) {
        return needed == 0 ? 0 : usable == 0 ? Double.MAX_VALUE / 4 : (double) needed / usable;
    }

    private String shortage(Area a) {
        return shortage(a, budget);
    }

    /** What is missing, or nothing. */
    private static String shortage(Area a, Budget budget) {
        List<String> missing = new ArrayList<>();
        missing(missing, a.luts(), budget.lutUsable(), "look-up tables");
        missing(missing, a.ffs(), budget.ffUsable(), "flip-flops");
        missing(missing, a.bramBlocks(), budget.bramBlocksUsable(), "block RAMs");
        missing(missing, a.dsps(), budget.dspUsable(), "multipliers");
        return missing.isEmpty() ? "" : "needs " + String.join(" and ", missing);
    }

    private static void missing(List<String> missing, long needed, long usable, String what) {
        if (needed > usable) {
            missing.add(needed + " of " + usable + " usable " + what);
        }
    }

    private List<Estimated> estimates(Wishes w) {
        List<Estimated> all = new ArrayList<>();
        int[] engineCounts = w.engines().isPresent() ? new int[] {w.engines().getAsInt()} : upTo(MOST_ENGINES);
        int[] slotCounts = w.slots().isPresent() ? new int[] {w.slots().getAsInt()} : SLOTS;
        int[] laneCounts = w.lanes().isPresent() ? new int[] {w.lanes().getAsInt()} : LANES;
        int mostPorts = w.ports().orElse(MOST_PORTS);
        for (int engines : engineCounts) {
            for (int slots : slotCounts) {
                for (int ports = engines * slots; ports <= mostPorts; ports += engines * slots) {
                    for (int lanes : laneCounts) {
                        boolean useful = w.lanes().isPresent() || lanes <= usefulLanes();
                        if (Wishes.allows(w.ports(), ports) && useful) {
                            addPlanes(all, w, engines, ports, lanes, slots);
                        }
                    }
                }
            }
        }
        return all;
    }

    private void addPlanes(List<Estimated> all, Wishes w, int engines, int ports, int lanes, int slots) {
        for (int planes : PLANES) {
            if (!Wishes.allows(w.planes(), planes) || lanes * planes > 64) {
                continue;
            }
            // Words of more planes than any row has are half empty.
            boolean useful = w.planes().isPresent() || planes < 2 * mostBits();
            if (useful && !hopeless(engines, ports, lanes * planes, slots)) {
                for (int densePlanes = 1; densePlanes <= planes; densePlanes *= 2) {
                    if (Wishes.allows(w.densePlanes(), densePlanes)) {
                        addGroups(all, w, engines, ports, lanes, planes, slots, densePlanes);
                    }
                }
            }
        }
    }

    private int mostBits() {
        return facts.stages().stream()
                .mapToInt(s -> Math.max(s.inputBits(), s.outputBits()))
                .max()
                .orElse(1);
    }

    private void addGroups(
            List<Estimated> all,
            Wishes w,
            int engines,
            int ports,
            int lanes,
            int planes,
            int slots,
            int densePlanes) {
        double mhz = board.acceleratorClock(ports, slots).lowestMhz();
        int beatsBefore = 0;
        for (int groups = 1; groups <= slots; groups++) {
            int beats = (slots + groups - 1) / groups;
            boolean useful = w.requantGroups().isPresent() || beats != beatsBefore;
            beatsBefore = beats;
            if (!useful || !Wishes.allows(w.requantGroups(), groups)) {
                continue;
            }
            for (int units = 1; units <= slots; units++) {
                if (slots % units != 0 || !Wishes.allows(w.denseUnits(), units)) {
                    continue;
                }
                ShapeChoice choice = new ShapeChoice(
                        engines,
                        ports,
                        lanes,
                        planes,
                        slots,
                        groups,
                        units,
                        densePlanes,
                        lanes % 2 == 0 && planes < mostBits(),
                        Multiplier.DSP,
                        0);
                long cycles = FastEstimate.of(work, facts, choice).cycles();
                for (Multiplier multiplier : Multiplier.values()) {
                    if (w.allows(multiplier)) {
                        all.add(new Estimated(choice.withMultiplier(multiplier), cycles, mhz));
                    }
                }
            }
        }
    }

    /** Whether the gather lanes alone are far beyond the board; the smallest sizes are always looked at. */
    private boolean hopeless(int engines, int ports, int wordBits, int slots) {
        long inputs = (long) engines * ports * wordBits * slots;
        return inputs > 4096 && inputs * TABLES_PER_INPUT > HOPELESS * budget.lutUsable();
    }

    private static int[] upTo(int last) {
        return java.util.stream.IntStream.rangeClosed(1, last).toArray();
    }

    /** Lanes beyond twice the widest tensor are never used. */
    private int usefulLanes() {
        int widest = work.tensors().stream().mapToInt(t -> t.features()).max().orElse(1);
        return Math.max(4, Integer.highestOneBit(2 * widest - 1) << 1);
    }
}
