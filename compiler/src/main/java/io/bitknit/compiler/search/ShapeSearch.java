// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import io.bitknit.boards.Board;
import io.bitknit.boards.Budget;
import io.bitknit.boards.EngineSize;
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
import java.util.Locale;

/**
 * The fastest accelerator that fits a board: all sizes are estimated; of those that seem to fit and are about equally
 * fast, the one that takes least of the board is scheduled first, until one really fits.
 */
public final class ShapeSearch {
    private static final int[] LANES = {4, 8, 16, 32, 64};
    private static final int[] SLOTS = {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16};
    private static final int[] PLANES = {1, 2, 4};
    private static final int MOST_ENGINES = 16;
    private static final int MOST_PORTS = 128;

    /** Sizes that are scheduled although they do not fit, before giving up. */
    private static final int MOST_SCHEDULED = 6;

    /** Sizes of which the least variant takes more than so many times a budget are not looked at. */
    private static final double HOPELESS = 1.3;

    /** Sizes that are at most so much slower than the fastest count as equally fast: estimates are off by up to 3 %. */
    private static final double EQUALLY_FAST = 1.05;

    /** Rejected sizes that are kept for the report: faster ones that do not fit, and others that do. */
    private static final int KEPT = 6;

    private final Workload work;
    private final Board board;
    private final AreaModel model;
    private final Budget budget;
    private final WorkFacts facts;
    private double nearestExcess = Double.MAX_VALUE;
    private String nearest = "";

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
     * @param rejected others: faster ones that do not fit, then others that do
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
        Area area = model.of(design.shape(), board);
        double mhz = board.acceleratorClock(
                        new EngineSize(choice.engines(), choice.ports(), choice.slots(), choice.planes()))
                .lowestMhz();
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
        if (all.isEmpty() && nearest.isEmpty()) {
            throw new UserException(
                    "C-021",
                    work.name(),
                    "no accelerator has the sizes that were asked for; ports must be a multiple of engines times slots,"
                            + " slots a multiple of the dense units");
        }
        all.sort(Comparator.comparingDouble(Estimated::micros)
                .thenComparingLong(Estimated::cycles)
                .thenComparing(e -> e.choice().toString()));
        Ranking ranking = rank(all);
        List<Candidate> rejected = new ArrayList<>(ranking.tooLarge());
        String shortage = nearest;
        for (Fitting f : ranking.best()) {
            Design design = Scheduler.schedule(work, f.estimated().choice(), wishes.effort());
            Area exact = model.of(design.shape(), board);
            if (excess(exact) <= 1) {
                Candidate chosen = candidate(f.estimated(), design.predictedCycles(), true, exact, "chosen");
                ranking.others().stream()
                        .filter(o -> !o.estimated().equals(f.estimated()))
                        .limit(KEPT)
                        .forEach(o -> rejected.add(o.rejected(chosen)));
                return new Result(design, chosen, rejected);
            }
            shortage = shortage(exact);
            rejected.add(candidate(f.estimated(), design.predictedCycles(), true, exact, shortage));
        }
        throw new UserException(
                "C-020",
                work.name(),
                "no accelerator fits " + board.name() + "; the smallest that was found " + shortage
                        + "; use a larger board, fewer bits or a smaller graph");
    }

    /**
     * The sizes in the order in which they are tried.
     *
     * @param best sizes that seem to fit: those about as fast as the fastest, the one that takes least of the board first,
     *     then the slower ones
     * @param tooLarge faster sizes that do not fit, the nearest of each kind
     * @param others sizes that fit, fastest first, one of each kind
     */
    private record Ranking(List<Fitting> best, List<Candidate> tooLarge, List<Fitting> others) {}

    /** A size that seems to fit. */
    private record Fitting(Estimated estimated, Area area) {
        Candidate rejected(Candidate chosen) {
            double slower = estimated.micros() / chosen.latencyMicros();
            String verdict = slower > 1 + 1e-3
                    ? String.format(Locale.ROOT, "fits; about %.0f %% slower", 100 * (slower - 1))
                    : "fits; about as fast, takes more of the board";
            return candidate(estimated, estimated.cycles(), false, area, verdict);
        }
    }

    private Ranking rank(List<Estimated> all) {
        List<Fitting> equal = new ArrayList<>();
        List<Fitting> slower = new ArrayList<>();
        List<Fitting> others = new ArrayList<>();
        List<Candidate> tooLarge = new ArrayList<>();
        for (Estimated e : all) {
            Area area = model.of(FastEstimate.of(work, facts, e.choice()).shape(), board);
            if (excess(area) > 1) {
                note(area);
                if (equal.isEmpty() && excess(area) <= HOPELESS && newKind(tooLarge, e.choice())) {
                    tooLarge.add(candidate(e, e.cycles(), false, area, shortage(area)));
                }
                continue;
            }
            Fitting fitting = new Fitting(e, area);
            boolean fast = equal.isEmpty()
                    || e.micros() <= EQUALLY_FAST * equal.get(0).estimated().micros();
            (fast ? equal : slower).add(fitting);
            if (others.stream().noneMatch(o -> sameKind(o.estimated().choice(), e.choice()))) {
                others.add(fitting);
            }
            if (slower.size() >= MOST_SCHEDULED && others.size() > KEPT) {
                break;
            }
        }
        // The last ones before the first that fits are the nearest to it.
        List<Candidate> near = tooLarge.subList(Math.max(0, tooLarge.size() - KEPT), tooLarge.size());
        equal.sort(Comparator.comparingDouble(f -> meanShare(f.area())));
        List<Fitting> best = new ArrayList<>(equal.subList(0, Math.min(MOST_SCHEDULED, equal.size())));
        best.addAll(slower.subList(0, Math.min(MOST_SCHEDULED, slower.size())));
        return new Ranking(best, near, others);
    }

    /** Remembers the smallest size that does not fit, for the case that none does. */
    private void note(Area area) {
        if (excess(area) < nearestExcess) {
            nearestExcess = excess(area);
            nearest = shortage(area);
        }
    }

    private static boolean newKind(List<Candidate> kept, ShapeChoice choice) {
        return kept.stream().noneMatch(c -> sameKind(c.choice(), choice));
    }

    private static boolean sameKind(ShapeChoice a, ShapeChoice b) {
        return a.engines() == b.engines()
                && a.ports() == b.ports()
                && a.planes() == b.planes()
                && a.lanes() == b.lanes();
    }

    private static Candidate candidate(Estimated e, long cycles, boolean scheduled, Area area, String verdict) {
        return new Candidate(
                e.choice(),
                cycles,
                e.clockMhz(),
                scheduled,
                area.luts(),
                area.ffs(),
                area.bramBlocks(),
                area.dsps(),
                verdict);
    }

    /** Mean over the kinds of resources of the share of the usable amount. */
    private double meanShare(Area a) {
        return (share(a.luts(), budget.lutUsable())
                        + share(a.ffs(), budget.ffUsable())
                        + share(a.bramBlocks(), budget.bramBlocksUsable())
                        + share(a.dsps(), budget.dspUsable()))
                / 4;
    }

    /** Largest share of any resource's usable amount. */
    private double excess(Area a) {
        return excess(a.luts(), a.ffs(), a.bramBlocks(), a.dsps());
    }

    private double excess(long luts, long ffs, long bramBlocks, long dsps) {
        return Math.max(
                Math.max(share(luts, budget.lutUsable()), share(ffs, budget.ffUsable())),
                Math.max(share(bramBlocks, budget.bramBlocksUsable()), share(dsps, budget.dspUsable())));
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
            boolean useful = w.planes().isPresent() || facts.fills(planes);
            if (useful && !hopeless(engines, ports, lanes, planes, slots)) {
                for (int densePlanes = 1; densePlanes <= planes; densePlanes *= 2) {
                    if (Wishes.allows(w.densePlanes(), densePlanes)) {
                        addGroups(all, w, engines, ports, lanes, planes, slots, densePlanes);
                    }
                }
            }
        }
    }

    private void addGroups(
            List<Estimated> all, Wishes w, int engines, int ports, int lanes, int planes, int slots, int densePlanes) {
        double mhz = board.acceleratorClock(new EngineSize(engines, ports, slots, planes))
                .lowestMhz();
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
                ShapeChoice choice = facts.size(engines, ports, lanes, planes, slots, groups, units, densePlanes);
                long cycles = FastEstimate.of(work, facts, choice).cycles();
                for (Multiplier multiplier : Multiplier.values()) {
                    if (w.allows(multiplier)) {
                        all.add(new Estimated(choice.withMultiplier(multiplier), cycles, mhz));
                    }
                }
            }
        }
    }

    /** Whether even the smallest variant of a size is far beyond the board. */
    private boolean hopeless(int engines, int ports, int lanes, int planes, int slots) {
        ShapeChoice least = facts.size(engines, ports, lanes, planes, slots, 1, 1, 1);
        Area area = model.of(FastEstimate.of(work, facts, least).shape(), board);
        boolean hopeless = excess(area.luts(), area.ffs(), area.bramBlocks(), 0) > HOPELESS;
        if (hopeless) {
            note(area);
        }
        return hopeless;
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
