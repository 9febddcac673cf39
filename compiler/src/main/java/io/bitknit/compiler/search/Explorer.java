// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import io.bitknit.boards.Board;
import io.bitknit.compiler.estimate.Area;
import io.bitknit.compiler.estimate.AreaModel;
import io.bitknit.compiler.schedule.Effort;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Looks at all sizes of an accelerator for a board: every size is estimated, those that no other one beats in cycles, area
 * and memory together are kept, and a number of them, spread over the cycles, is worth a schedule.
 */
public final class Explorer {
    private static final int[] LANES = {4, 8, 16, 32};
    private static final int[] SLOTS = {1, 2, 3, 4, 6, 8, 12, 16};
    private static final int[] PLANES = {1, 2, 4};
    private static final int MOST_ENGINES = 8;
    private static final int MOST_PORTS = 64;

    private final Workload work;
    private final WorkFacts facts;
    private final Board board;
    private final AreaModel model;

    public Explorer(Workload work, Board board, AreaModel model) {
        this.work = work;
        this.facts = WorkFacts.of(work);
        this.board = board;
        this.model = model;
    }

    /**
     * What all sizes together look like.
     *
     * @param promising sizes to schedule, fastest first
     * @param estimated sizes that were estimated
     * @param fitting those of them that seem to fit the board
     */
    public record Survey(List<ShapeChoice> promising, long estimated, long fitting) {
        public Survey {
            promising = List.copyOf(promising);
        }
    }

    private record Estimated(ShapeChoice choice, Costs costs) {}

    /**
     * Estimates every size.
     *
     * @param points sizes to keep at most
     */
    public Survey survey(int points) {
        List<Estimated> front = new ArrayList<>();
        long estimated = 0;
        long fitting = 0;
        for (ShapeChoice choice : sizes()) {
            estimated++;
            FastEstimate fast = FastEstimate.of(work, facts, choice);
            Area area = model.of(fast.shape(), board);
            Costs costs = Costs.of(fast.cycles(), area, board.budget());
            if (costs.fits()) {
                fitting++;
                if (front.stream()
                        .noneMatch(other ->
                                other.costs().beats(costs) || other.costs().equals(costs))) {
                    front.removeIf(other -> costs.beats(other.costs()));
                    front.add(new Estimated(choice, costs));
                }
            }
        }
        front.sort(Comparator.comparingLong((Estimated e) -> e.costs().cycles())
                .thenComparing(e -> e.choice().toString()));
        return new Survey(spread(front, points), estimated, fitting);
    }

    /** So many of them, the first and the last included, at about equal distances. */
    private static List<ShapeChoice> spread(List<Estimated> front, int points) {
        List<ShapeChoice> chosen = new ArrayList<>();
        int count = Math.min(points, front.size());
        for (int i = 0; i < count; i++) {
            int at = count == 1 ? 0 : (int) ((long) i * (front.size() - 1) / (count - 1));
            chosen.add(front.get(at).choice());
        }
        return chosen;
    }

    /** The wishes that make {@code compile} choose exactly this size. */
    public static Wishes wishes(ShapeChoice choice) {
        return new Wishes(
                OptionalInt.of(choice.engines()),
                OptionalInt.of(choice.ports()),
                OptionalInt.of(choice.lanes()),
                OptionalInt.of(choice.planes()),
                OptionalInt.of(choice.slots()),
                OptionalInt.of(choice.requantGroups()),
                OptionalInt.of(choice.denseUnits()),
                OptionalInt.of(choice.densePlanes()),
                Optional.of(choice.multiplier()),
                Effort.AUTOMATIC);
    }

    private List<ShapeChoice> sizes() {
        List<ShapeChoice> sizes = new ArrayList<>();
        for (int engines = 1; engines <= MOST_ENGINES; engines++) {
            for (int slots : SLOTS) {
                for (int ports = engines * slots; ports <= MOST_PORTS; ports += engines * slots) {
                    for (int lanes : LANES) {
                        addPlanes(sizes, engines, ports, lanes, slots);
                    }
                }
            }
        }
        return sizes;
    }

    private void addPlanes(List<ShapeChoice> sizes, int engines, int ports, int lanes, int slots) {
        int[] oneOrAll = slots == 1 ? new int[] {1} : new int[] {1, slots};
        for (int planes : PLANES) {
            boolean useful = lanes * planes <= 64 && facts.fills(planes);
            for (int densePlanes = 1; useful && densePlanes <= planes; densePlanes *= 2) {
                for (int groups : oneOrAll) {
                    for (int units : oneOrAll) {
                        ShapeChoice size = facts.size(engines, ports, lanes, planes, slots, groups, units, densePlanes);
                        for (Multiplier multiplier : Multiplier.values()) {
                            sizes.add(size.withMultiplier(multiplier));
                        }
                    }
                }
            }
        }
    }
}
