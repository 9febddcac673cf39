// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.EnginePlan;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.ReadFormat;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Limits and losses of a phase, counted in the engines' memories. */
final class Roofline {
    private final Design design;
    private final Phase phase;
    private final AcceleratorShape shape;
    private final StoredTensor in;
    private final StoredTensor out;

    /** {@code [engine, or 0 if all have the same][bank][word within a block]} width of the row that begins there. */
    private final byte[][][] rowBits;

    private double usefulBits;
    private long wordsRead;
    private long idleSteps;
    private long emptySteps;
    private long allSteps;

    private Roofline(Design design, Phase phase) {
        this.design = design;
        this.phase = phase;
        this.shape = design.shape();
        this.in = design.tensors().get(phase.input());
        this.out = design.tensors().get(phase.output());
        this.rowBits = new byte[in.replicated() ? 1 : shape.engines()][shape.ports()][in.blockStrideWords()];
        for (int row = 0; row < in.rows(); row++) {
            int engine = in.replicated() ? 0 : in.engine()[row];
            rowBits[engine][in.bank()[row]][in.address()[row]] =
                    (byte) in.classOf(row).bits();
        }
    }

    static PhaseEstimate of(Design design, Phase phase) {
        Roofline r = new Roofline(design, phase);
        for (int e = 0; e < r.shape.engines(); e++) {
            r.count(e);
        }
        return r.estimate();
    }

    private void count(int engine) {
        EngineImage image = design.engineImages().get(engine);
        EnginePlan plan = phase.engines().get(engine);
        allSteps += plan.steps();
        int level = 0;
        for (int r = plan.runStart(); r < plan.runEnd(); r++) {
            long run = image.runs()[r];
            int op = EngineImage.runOp(run);
            if (op == EngineImage.OP_IDLE) {
                idleSteps += EngineImage.runLength(run);
            } else if (op != EngineImage.OP_END) {
                level = (op == EngineImage.OP_CLEAR ? phase.config().topLevel() : level)
                        - shape.shiftLevels(EngineImage.runShift(run));
                for (int i = 0; i < EngineImage.runLength(run); i++) {
                    int word = EngineImage.runAddress(run) + (phase.config().dense() ? 0 : i);
                    countWord(engine, image.program(), word, level);
                }
            }
        }
    }

    private void countWord(int engine, int[] program, int word, int level) {
        int active = 0;
        boolean dense = phase.config().dense();
        int perBlock = shape.wordBits() / in.fold();
        int features = Math.min(perBlock, in.features() - phase.outputBlock() * perBlock);
        byte[][] bank = rowBits[in.replicated() ? 0 : engine];
        for (int p = 0; p < shape.ports(); p++) {
            int entry = program[word * shape.ports() + p];
            if (EngineImage.entrySlot(entry) == shape.slots()) {
                continue;
            }
            ReadFormat format = phase.config().inputClasses().get(EngineImage.entryClass(entry));
            int planes = dense ? shape.densePlanes() : format.fold();
            if (format.activeAt(level, planes)) {
                active++;
                int above = level - format.firstPlane();
                usefulBits += (double) features
                        * Math.max(0, Math.min(planes, bank[p][EngineImage.entryBase(entry)] - above));
            }
        }
        wordsRead += active;
        emptySteps += active == 0 ? 1 : 0;
    }

    private PhaseEstimate estimate() {
        int engines = shape.engines();
        boolean dense = phase.config().dense();
        long rows = 0;
        long wordsWritten = 0;
        for (EnginePlan plan : phase.engines()) {
            for (int node : plan.destination()) {
                if (node >= 0) {
                    rows++;
                    wordsWritten += out.classOf(node).words();
                }
            }
        }
        List<PhaseEstimate.Limit> limits = new ArrayList<>();
        double gather = usefulBits / ((double) shape.ports() * shape.wordBits() * engines);
        double program = (double) wordsRead / ((double) shape.ports() * engines);
        double units = dense ? (double) wordsRead / ((double) shape.denseUnits() * engines) : 0;
        limits.add(dense ? limit("dense units", units) : limit("bank reads", gather));
        if (!dense) {
            limits.add(limit("program words", program));
        }
        limits.add(limit("row writes", (double) wordsWritten / (engines * shape.slots())));
        limits.add(limit("requantizers", (double) rows / (engines * shape.requantGroups())));
        PhaseEstimate.Limit bound = limits.get(0);
        for (PhaseEstimate.Limit l : limits) {
            // Words of which some lanes are unused are a loss against the bank reads, not a limit of their own.
            boolean same = l.name().equals("program words");
            bound = !same && l.cycles() > bound.cycles() ? l : bound;
        }
        long roofline = (long) Math.ceil(bound.cycles() - 1e-9);
        List<PhaseEstimate.Loss> losses = losses(dense ? units : program, dense ? 0 : program - gather);
        return new PhaseEstimate(
                phase.name(), phase.cycles(), roofline, bound.name(), limits, losses, comment(bound, losses));
    }

    private List<PhaseEstimate.Loss> losses(double read, double lanes) {
        double meanSteps = (double) allSteps / shape.engines();
        double idle = (double) idleSteps / shape.engines();
        double empty = (double) emptySteps / shape.engines();
        List<PhaseEstimate.Loss> losses = new ArrayList<>();
        losses.add(new PhaseEstimate.Loss("fill and drain", phase.cycles() - phase.longestSteps()));
        losses.add(new PhaseEstimate.Loss("waiting for the longest engine", phase.longestSteps() - meanSteps));
        losses.add(new PhaseEstimate.Loss("spacing of teams for requantizers and row writers", idle));
        losses.add(new PhaseEstimate.Loss("levels without a plane", empty));
        losses.add(new PhaseEstimate.Loss(
                phase.config().dense() ? "dense units without a row" : "ports without a row",
                meanSteps - idle - empty - read));
        losses.add(new PhaseEstimate.Loss("lanes without a feature", lanes));
        losses.removeIf(l -> l.cycles() < 0.5);
        losses.sort(Comparator.comparingDouble(PhaseEstimate.Loss::cycles).reversed());
        return losses;
    }

    private static PhaseEstimate.Limit limit(String name, double cycles) {
        return new PhaseEstimate.Limit(name, cycles);
    }

    private String comment(PhaseEstimate.Limit bound, List<PhaseEstimate.Loss> losses) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                java.util.Locale.ROOT, "%s bind at %.0f of %d cycles", bound.name(), bound.cycles(), phase.cycles()));
        for (int i = 0; i < Math.min(3, losses.size()); i++) {
            PhaseEstimate.Loss loss = losses.get(i);
            text.append(i == 0 ? "; lost: " : ", ")
                    .append(String.format(java.util.Locale.ROOT, "%.0f to %s", loss.cycles(), loss.cause()));
        }
        return text.toString();
    }
}
