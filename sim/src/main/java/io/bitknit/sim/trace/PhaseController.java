// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.sim.wave.SignalTree;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Starts the phases. The next configuration is read while a phase runs, so a phase takes at least as long as reading
 * one; otherwise it ends a fixed drain after the last engine's last step.
 */
final class PhaseController implements ClockedUnit {
    private final List<Phase> phases;
    private final int configCycles;
    private BooleanSupplier anyEngineBusy = () -> false;

    private boolean start;
    private boolean done;
    private int phase = -1;
    private int untilConfigured;
    private int idleCycles;

    private boolean nextStart;
    private boolean nextDone;
    private int nextPhase;
    private int nextUntilConfigured;
    private int nextIdleCycles;

    /** The run command is in cycle 0. */
    PhaseController(Design design) {
        this.phases = design.phases();
        this.configCycles = design.shape().configWords() + 2;
        this.untilConfigured = configCycles;
    }

    void watch(BooleanSupplier busy) {
        anyEngineBusy = busy;
    }

    /** One cycle at the beginning of a phase. */
    boolean start() {
        return start;
    }

    /** One cycle, after the last phase. */
    boolean done() {
        return done;
    }

    PhaseConfig config() {
        return phases.get(Math.max(0, phase)).config();
    }

    @Override
    public void sample() {
        boolean busy = !start && anyEngineBusy.getAsBoolean();
        nextIdleCycles = start || busy ? 0 : idleCycles + 1;
        nextUntilConfigured = untilConfigured - 1;
        boolean drained = phase < 0 || !start && nextIdleCycles > config().drainCycles();
        boolean over = drained && nextUntilConfigured <= 0 && !done;
        nextStart = over && phase + 1 < phases.size();
        nextDone = over && phase + 1 == phases.size();
        nextPhase = nextStart ? phase + 1 : phase;
        if (nextStart) {
            nextUntilConfigured = configCycles;
        }
    }

    @Override
    public void commit() {
        start = nextStart;
        done = nextDone;
        phase = nextPhase;
        untilConfigured = nextUntilConfigured;
        idleCycles = nextIdleCycles;
    }

    void signals(SignalTree tree) {
        tree.flag("start", () -> start);
        tree.flag("done", () -> done);
        tree.add("phase", 8, () -> phase);
    }
}
