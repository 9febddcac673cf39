// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.Design;
import io.bitknit.hdl.AcceleratorResources;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.hdl.Resources;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the shape with the fewest cycles that fits: every shape of a grid is priced by {@link CycleEstimate} and the
 * area formulas, then the best are scheduled until one still fits with its real memory depths.
 */
public final class ShapeSearch {
    private static final int MAX_ENGINES = 8;
    private static final int MAX_SLOTS = 10;
    private static final int MAX_PORTS = 48;
    /** Designs that are scheduled at most; the formulas are close enough for the first to fit as a rule. */
    private static final int MAX_SCHEDULED = 6;
    /** Alternatives that are kept for the report. */
    private static final int KEPT = 8;

    private ShapeSearch() {}

    /**
     * Result of a search.
     *
     * @param design the schedule of the chosen shape
     * @param candidates the chosen one first, then the alternatives that the report shows
     * @param considered number of shapes that were priced
     */
    public record Result(Design design, List<ShapeCandidate> candidates, int considered) {
        public Result {
            candidates = List.copyOf(candidates);
        }
    }

    /** @throws UserException if nothing fits; says what is missing by how much */
    public static Result search(Workload work, ShapeLimits limits) {
        CycleEstimate estimate = CycleEstimate.of(work);
        List<ShapeCandidate> priced = new ArrayList<>();
        for (ShapeChoice choice : grid(work, limits)) {
            AcceleratorShape shape = estimate.shape(choice);
            Resources r = AcceleratorResources.of(shape, limits.family()).total();
            priced.add(new ShapeCandidate(choice, estimate.cycles(choice), r, false, missing(r, limits.usable())));
        }
        if (priced.isEmpty()) {
            throw new UserException(
                    "C-010",
                    work.name(),
                    "no shape has the parameters that were given; ports must be a multiple of engines times slots,"
                            + " dense units a divisor of slots");
        }
        priced.sort(Comparator.comparingLong(ShapeCandidate::cycles)
                .thenComparingLong(c -> c.resources().luts()));
        List<ShapeCandidate> fitting =
                priced.stream().filter(c -> c.verdict().isEmpty()).toList();
        List<ShapeCandidate> tried = new ArrayList<>();
        for (ShapeCandidate c : fitting.subList(0, Math.min(MAX_SCHEDULED, fitting.size()))) {
            Design design = Scheduler.schedule(work, c.choice());
            Resources real =
                    AcceleratorResources.of(design.shape(), limits.family()).total();
            String missing = missing(real, limits.usable());
            ShapeCandidate exact = new ShapeCandidate(c.choice(), design.predictedCycles(), real, true, missing);
            if (missing.isEmpty()) {
                List<ShapeCandidate> shown = new ArrayList<>();
                shown.add(exact.verdict("chosen"));
                shown.addAll(tried);
                shown.addAll(alternatives(priced, c));
                return new Result(design, shown, priced.size());
            }
            tried.add(exact);
        }
        ShapeCandidate closest = (tried.isEmpty() ? priced : tried)
                .stream()
                        .min(Comparator.comparingDouble(c -> excess(c.resources(), limits.usable())))
                        .orElseThrow();
        throw new UserException(
                "C-011",
                work.name(),
                "no accelerator fits the board; the smallest that was considered needs " + closest.verdict()
                        + "; use fewer bits, a smaller graph or a larger board");
    }

    /** The fastest that does not fit, the next that fit, and the smallest: what a reader asks for first. */
    private static List<ShapeCandidate> alternatives(List<ShapeCandidate> priced, ShapeCandidate chosen) {
        List<ShapeCandidate> shown = new ArrayList<>();
        priced.stream()
                .filter(c -> !c.verdict().isEmpty() && c.cycles() < chosen.cycles())
                .skip(Math.max(
                        0,
                        priced.stream()
                                        .filter(c -> !c.verdict().isEmpty() && c.cycles() < chosen.cycles())
                                        .count()
                                - KEPT / 2))
                .forEach(shown::add);
        priced.stream()
                .filter(c -> c.verdict().isEmpty() && !c.choice().equals(chosen.choice()))
                .limit(KEPT - shown.size())
                .map(c -> c.verdict("slower or larger"))
                .forEach(shown::add);
        return shown;
    }

    private static List<ShapeChoice> grid(Workload work, ShapeLimits limits) {
        int widest =
                work.tensors().stream().mapToInt(TensorFormat::features).max().orElse(1);
        boolean dense = work.stages().stream().anyMatch(Stage::dense);
        List<ShapeChoice> grid = new ArrayList<>();
        for (int lanes : lanes(widest, limits.lanes())) {
            for (int engines = 1; engines <= Math.max(MAX_ENGINES, limits.engines()); engines++) {
                for (int slots = 1; slots <= Math.max(MAX_SLOTS, limits.slots()); slots++) {
                    int unit = engines * slots;
                    for (int ports = unit; ports <= Math.max(MAX_PORTS, limits.ports()); ports += unit) {
                        for (int groups = 1; groups <= slots; groups++) {
                            for (int units = 1; units <= (dense ? slots : 1); units++) {
                                if (slots % units != 0 || ports > 256) {
                                    continue;
                                }
                                Multiplier multiplier =
                                        (long) engines * groups * lanes <= limits.usable().dsps()
                                                ? Multiplier.DSP
                                                : Multiplier.LUT;
                                ShapeChoice choice = new ShapeChoice(
                                        engines,
                                        ports,
                                        lanes,
                                        slots,
                                        groups,
                                        units,
                                        lanes % 2 == 0,
                                        multiplier,
                                        0);
                                if (limits.allows(choice)) {
                                    grid.add(choice);
                                }
                            }
                        }
                    }
                }
            }
        }
        return grid;
    }

    /** Word widths that fit block RAMs; none is wider than a row needs. */
    private static List<Integer> lanes(int widest, int fixed) {
        if (fixed > 0) {
            return List.of(fixed);
        }
        List<Integer> lanes = new ArrayList<>();
        for (int l = 4; l <= 32; l *= 2) {
            if (l == 4 || l < 2 * widest) {
                lanes.add(l);
            }
        }
        return lanes;
    }

    private static double excess(Resources needed, Resources usable) {
        return Math.max(
                Math.max(ratio(needed.luts(), usable.luts()), ratio(needed.ffs(), usable.ffs())),
                Math.max(ratio(needed.bramBlocks(), usable.bramBlocks()), ratio(needed.dsps(), usable.dsps())));
    }

    private static double ratio(long needed, long usable) {
        return needed == 0 ? 0 : usable == 0 ? Double.MAX_VALUE : (double) needed / usable;
    }

    /** Empty if it fits. */
    static String missing(Resources needed, Resources usable) {
        List<String> parts = new ArrayList<>();
        part(parts, needed.luts(), usable.luts(), "look-up tables");
        part(parts, needed.ffs(), usable.ffs(), "flip-flops");
        part(parts, needed.bramBlocks(), usable.bramBlocks(), "block RAMs");
        part(parts, needed.dsps(), usable.dsps(), "multipliers");
        return String.join(", ", parts);
    }

    private static void part(List<String> parts, long needed, long usable, String what) {
        if (needed > usable) {
            parts.add(needed + " of " + usable + " usable " + what);
        }
    }
}
