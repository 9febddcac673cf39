// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

import io.bitknit.compiler.design.EngineImage;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.sim.wave.SignalTree;

/** Walks through the runs of an engine, one step per cycle, without a gap between runs. */
final class Sequencer implements ClockedUnit {
    private final AcceleratorShape shape;
    private final PhaseController controller;
    private final long[] runs;

    private boolean busy;
    private int run;
    private int step;
    private int level;
    private int programAddress;
    private StepControl control = StepControl.NONE;

    private boolean nextBusy;
    private int nextRun;
    private int nextStep;
    private int nextLevel;
    private int nextProgramAddress;
    private StepControl nextControl = StepControl.NONE;

    Sequencer(AcceleratorShape shape, PhaseController controller, EngineImage image) {
        this.shape = shape;
        this.controller = controller;
        this.runs = image.runs();
    }

    /** Whether the current cycle is a step, idle ones included. */
    boolean busy() {
        return busy;
    }

    StepControl control() {
        return control;
    }

    int programAddress() {
        return programAddress;
    }

    @Override
    public void sample() {
        nextBusy = false;
        nextRun = run;
        nextStep = step;
        nextLevel = level;
        nextProgramAddress = programAddress;
        nextControl = StepControl.NONE;
        if (!controller.start() && !busy) {
            return;
        }
        if (busy) {
            nextStep++;
            if (nextStep == EngineImage.runLength(runs[run])) {
                nextRun++;
                nextStep = 0;
            }
        } else {
            nextStep = 0;
        }
        step(runs[nextRun]);
    }

    private void step(long word) {
        int op = EngineImage.runOp(word);
        if (op == EngineImage.OP_END) {
            nextRun++;
            return;
        }
        nextBusy = true;
        if (op == EngineImage.OP_IDLE) {
            return;
        }
        boolean first = nextStep == 0;
        boolean dense = controller.config().dense();
        int shift = first ? shape.shiftLevels(EngineImage.runShift(word)) : 0;
        boolean clear = first && op == EngineImage.OP_CLEAR;
        nextLevel = (clear ? controller.config().topLevel() : level) - shift;
        nextProgramAddress = EngineImage.runAddress(word) + (dense ? 0 : nextStep);
        boolean last = EngineImage.runLast(word) && nextStep == EngineImage.runLength(word) - 1;
        nextControl = new StepControl(true, clear, clear ? 0 : shift, last, nextLevel, dense ? nextStep : 0);
    }

    @Override
    public void commit() {
        busy = nextBusy;
        run = nextRun;
        step = nextStep;
        level = nextLevel;
        programAddress = nextProgramAddress;
        control = nextControl;
    }

    void signals(SignalTree tree) {
        tree.flag("busy", () -> busy);
        tree.add("run", 20, () -> run);
        tree.add("step", 6, () -> step);
        tree.add("level", 5, () -> level);
        tree.add("program_address", 20, () -> programAddress);
        tree.flag("clear", () -> control.clear());
        tree.add("shift", 3, () -> control.shift());
        tree.flag("last", () -> control.last());
    }
}
