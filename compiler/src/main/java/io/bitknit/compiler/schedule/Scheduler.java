// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * Places, teams up and times a workload: {@code Workload x ShapeChoice -> Design}. Deterministic.
 *
 * <p>Steps: place rows in banks, form the teams of every stage (their order fixes the addresses of the rows they write),
 * allocate the banks by lifetime, then write program words, runs and descriptors phase by phase.
 */
public final class Scheduler {
    /** Largest word address and table index of the image formats. */
    private static final int FORMAT_LIMIT = 1 << 20;

    private Scheduler() {}

    /** As {@link #schedule(Workload, ShapeChoice, Effort)} with the automatic effort. */
    public static Design schedule(Workload work, ShapeChoice choice) {
        return schedule(work, choice, Effort.AUTOMATIC);
    }

    /** @throws UserException if the workload does not fit the formats or the depth limit */
    public static Design schedule(Workload given, ShapeChoice choice, Effort effort) {
        Placements.Nodes nodes = Placements.place(given, choice, effort);
        int copies = Copies.affordable(given, choice);
        SparsePlan sparse = SparsePlan.of(given, choice, nodes.bank(), copies, effort);
        Workload work = sparse.work();
        Placement placement = new Placement(choice.engines(), choice.slots(), nodes.bank(), sparse.weightBank());
        TensorLayout layout = new TensorLayout(choice, work);
        List<Teams> teams = new ArrayList<>();
        List<StoredTensor> relative = new ArrayList<>();
        relative.add(layout.loaded(0, placement.weightBank()));
        for (Stage stage : work.stages()) {
            Teams t = switch (stage.part()) {
                case COMBINE_SPARSE -> sparse.teams();
                case COMBINE_DENSE -> denseTeams(choice, placement, relative.get(stage.input()), sparse.teams());
                case AGGREGATE -> nodes.teams();
            };
            teams.add(t);
            relative.add(layout.written(stage.output(), work.gathered(stage.output()), t, placement));
        }
        List<StoredTensor> tensors = allocate(work, choice, relative);
        PhaseWriter writer = new PhaseWriter(work, choice, tensors);
        for (int s = 0; s < work.stages().size(); s++) {
            writer.write(work.stages().get(s), teams.get(s));
        }
        return design(work, choice, tensors, writer);
    }

    /**
     * Rows that a dense unit takes in as many steps may be combined in any order; that of the sparse combination gives the rows of all layers the
     * same addresses, so that their aggregations can share program words.
     */
    private static Teams denseTeams(ShapeChoice choice, Placement placement, StoredTensor input, Teams sparse) {
        boolean equallyLong = input.classes().stream()
                        .mapToInt(c -> PhaseClasses.denseTop(c.bits(), choice.densePlanes()))
                        .distinct()
                        .count()
                == 1;
        return equallyLong ? sparse : TeamBuilder.dense(choice, placement, input);
    }

    /** Gives every tensor its first word. The weight rows stay for a second run if that does not deepen the banks. */
    private static List<StoredTensor> allocate(Workload work, ShapeChoice choice, List<StoredTensor> relative) {
        int n = relative.size();
        long[] words = new long[n];
        int[] firstUse = new int[n];
        int[] lastUse = new int[n];
        for (int t = 0; t < n; t++) {
            words[t] = (long) relative.get(t).blocks() * relative.get(t).blockStrideWords();
        }
        for (int s = 0; s < work.stages().size(); s++) {
            firstUse[work.stages().get(s).output()] = s;
            lastUse[work.stages().get(s).input()] = s;
        }
        lastUse[n - 1] = n;
        BankAllocation shared = BankAllocation.firstFit(words, firstUse, lastUse);
        lastUse[0] = n;
        BankAllocation kept = BankAllocation.firstFit(words, firstUse, lastUse);
        long limit = choice.bankWordsLimit() > 0 ? choice.bankWordsLimit() : FORMAT_LIMIT;
        boolean keep = kept.depthWords() <= Math.min(limit, nextPowerOfTwo(shared.depthWords()));
        BankAllocation best = keep ? kept : shared;
        if (best.depthWords() > limit) {
            throw new UserException(
                    "C-005",
                    work.name(),
                    "the feature banks need " + best.depthWords() + " words each, " + limit + " are allowed, "
                            + (best.depthWords() - limit)
                            + " are missing; use more ports, fewer bits or a smaller graph");
        }
        List<StoredTensor> tensors = new ArrayList<>();
        for (int t = 0; t < n; t++) {
            tensors.add(at(relative.get(t), best.base()[t]));
        }
        return tensors;
    }

    private static long nextPowerOfTwo(long words) {
        return words <= 2 ? 2 : Long.highestOneBit(words - 1) << 1;
    }

    private static StoredTensor at(StoredTensor t, int base) {
        return new StoredTensor(
                t.name(),
                t.rows(),
                t.features(),
                t.fold(),
                t.replicated(),
                base,
                t.blocks(),
                t.blockStrideWords(),
                t.engine(),
                t.bank(),
                t.address(),
                t.rowClass(),
                t.classes());
    }

    private static Design design(Workload work, ShapeChoice choice, List<StoredTensor> tensors, PhaseWriter writer) {
        AcceleratorShape shape = shape(work, choice, tensors, writer);
        long start = shape.configWords() + 2L;
        List<Phase> phases = new ArrayList<>();
        for (Phase p : writer.phases()) {
            long cycles = Math.max(
                    (long) p.longestSteps() + p.config().drainCycles() + AcceleratorShape.PHASE_OVERHEAD_CYCLES,
                    shape.configWords() + 2L);
            phases.add(new Phase(
                    p.index(),
                    p.name(),
                    p.layer(),
                    p.part(),
                    p.input(),
                    p.output(),
                    p.outputBlock(),
                    p.config(),
                    p.engines(),
                    start,
                    cycles));
            start += cycles;
        }
        List<EngineImage> images = writer.images();
        return new Design(
                work.name(),
                work.digest(),
                shape,
                tensors,
                phases,
                images,
                writer.table().multipliers(),
                writer.table().corrections(),
                work.weightRows(),
                writer.denseWeights(),
                start);
    }

    static void requirePossibleTable(int words, String model) {
        if (words > FORMAT_LIMIT) {
            throw new UserException(
                    "C-006",
                    model,
                    "the rows need " + words + " different requantizations, the table takes " + FORMAT_LIMIT);
        }
    }

    private static AcceleratorShape shape(
            Workload work, ShapeChoice choice, List<StoredTensor> tensors, PhaseWriter writer) {
        int bankWords = 2;
        int exponentMax = 0;
        for (StoredTensor t : tensors) {
            bankWords = Math.max(bankWords, t.baseWords() + t.blocks() * t.blockStrideWords());
            exponentMax = Math.max(
                    exponentMax,
                    t.classes().stream().mapToInt(c -> c.exponent()).max().orElse(0));
        }
        int rowShiftMax = tensors.stream()
                .skip(1)
                .flatMap(t -> t.classes().stream())
                .mapToInt(RowClass::shift)
                .max()
                .orElse(0);
        requirePossibleTable(writer.table().size(), work.name());
        return new AcceleratorShape(
                choice.engines(),
                choice.ports(),
                choice.lanes(),
                choice.planes(),
                choice.slots(),
                choice.requantGroups(),
                writer.denseWeightBits() == 0 ? 0 : choice.denseUnits(),
                choice.densePlanes(),
                writer.denseColumns(),
                writer.denseWeightBits(),
                writer.denseWeights().length,
                tensors.stream().anyMatch(t -> t.fold() > choice.planes()),
                writer.shifts(false),
                writer.shifts(true),
                writer.accumulatorBits(),
                bankWords,
                writer.programWords(),
                writer.runWords(),
                writer.beatWords(),
                Math.max(1, writer.table().size()),
                writer.inputClasses(),
                writer.outputClasses(),
                writer.phases().size(),
                work.requantShift(),
                exponentMax,
                rowShiftMax,
                writer.biasBits(),
                choice.multiplier());
    }
}
