// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

import io.bitknit.compiler.design.Design;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.sim.wave.SignalTree;

/**
 * Words to results: gather lanes and dense units, c0 + 7 to c0 + 10. Dense units have two stages more, in which the
 * active word is chosen and its first terms are added: in a dense phase everything from the partial sums on is two cycles
 * later than its name says.
 */
final class Accumulators implements ClockedUnit {
    private final Design design;
    private final AcceleratorShape shape;
    private final PhaseController controller;
    private final ReadPath words;
    private final int width;

    private StepControl chosenControl = StepControl.NONE;
    /** {@code [unit]} word of the active port; 0 if none is active. */
    private long[] chosenWord;

    private StepControl groupedControl = StepControl.NONE;
    /** {@code [unit][column]} */
    private long[][] groupedSum;

    private StepControl at7Control = StepControl.NONE;
    /** {@code [half][slot or unit][lane or column]}: sums over the lower and the upper half of the ports. */
    private long[][][] at7Partial;

    private StepControl at8Control = StepControl.NONE;
    private long[][] at8Sum;
    private StepControl at9Control = StepControl.NONE;
    private long[][] at9Accumulator;
    private long[][] at10Result;
    private int round;

    private StepControl nextChosenControl = StepControl.NONE;
    private long[] nextChosenWord;
    private StepControl nextGroupedControl = StepControl.NONE;
    private long[][] nextGroupedSum;
    private StepControl nextControl = StepControl.NONE;
    private long[][][] nextPartial;
    private long[][] nextSum;
    private long[][] nextAccumulator;
    private long[][] nextResult;
    private int nextRound;

    Accumulators(Design design, PhaseController controller, ReadPath words) {
        this.design = design;
        this.shape = design.shape();
        this.controller = controller;
        this.words = words;
        this.width = shape.lanes();
        this.chosenWord = new long[shape.slots()];
        this.nextChosenWord = chosenWord;
        this.groupedSum = new long[shape.slots()][width];
        this.nextGroupedSum = groupedSum;
        this.at7Partial = new long[2][shape.slots()][width];
        this.at8Sum = new long[shape.slots()][width];
        this.at9Accumulator = new long[shape.slots()][width];
        this.at10Result = new long[shape.slots()][width];
        this.nextPartial = at7Partial;
        this.nextSum = at8Sum;
        this.nextAccumulator = at9Accumulator;
        this.nextResult = at10Result;
    }

    /** Result register of a slot and lane. */
    long result(int slot, int lane) {
        return at10Result[slot][lane];
    }

    @Override
    public void sample() {
        boolean dense = controller.config().dense();
        nextControl = dense ? groupedControl : words.control();
        nextGroupedControl = dense ? chosenControl : StepControl.NONE;
        nextChosenControl = dense ? words.control() : StepControl.NONE;
        nextChosenWord = new long[shape.slots()];
        nextPartial = new long[2][shape.slots()][width];
        for (int port = 0; port < shape.ports(); port++) {
            if (words.slot(port) >= 0) {
                if (dense) {
                    nextChosenWord[port % shape.denseUnits()] = words.word(port);
                } else {
                    count(words.word(port), nextPartial[port < shape.ports() / 2 ? 0 : 1][words.slot(port)]);
                }
            }
        }
        nextGroupedSum = new long[shape.slots()][width];
        for (int unit = 0; dense && unit < shape.denseUnits(); unit++) {
            nextPartial[0][unit] = groupedSum[unit];
            if (chosenControl.adds()) {
                multiply(chosenWord[unit], nextGroupedSum[unit]);
            }
        }
        nextSum = new long[shape.slots()][width];
        nextAccumulator = new long[shape.slots()][width];
        for (int s = 0; s < shape.slots(); s++) {
            for (int lane = 0; lane < width; lane++) {
                nextSum[s][lane] = at7Partial[0][s][lane] + at7Partial[1][s][lane];
                nextAccumulator[s][lane] = accumulate(at9Accumulator[s][lane], at8Sum[s][lane]);
            }
        }
        finishTeam();
    }

    private void count(long word, long[] sums) {
        for (int lane = 0; lane < shape.lanes(); lane++) {
            for (int plane = 0; plane < shape.planes(); plane++) {
                sums[lane] += (word >>> plane * shape.lanes() + lane & 1) << plane;
            }
        }
    }

    private void multiply(long word, long[] sums) {
        byte[] weights = design.denseWeights()[controller.config().denseWeightBase() + chosenControl.inputBlock()];
        int first = chosenControl.level() % shape.planes();
        first -= first % shape.densePlanes();
        for (int lane = 0; lane < shape.lanes(); lane++) {
            int number = 0;
            for (int k = 0; k < shape.densePlanes(); k++) {
                number |= (int) (word >>> (first + k) * shape.lanes() + lane & 1) << k;
            }
            for (int column = 0; column < shape.denseColumns(); column++) {
                sums[column] += (long) number * weights[lane * shape.denseColumns() + column];
            }
        }
    }

    private long accumulate(long accumulator, long sum) {
        if (!at8Control.adds()) {
            return accumulator;
        }
        return wrap(at8Control.clear() ? sum : (accumulator << at8Control.shift()) + sum);
    }

    /** The register has so many bits and no more. */
    private long wrap(long value) {
        long span = 1L << shape.accumulatorBits();
        long rest = Math.floorMod(value, span);
        return rest >= span / 2 ? rest - span : rest;
    }

    private void finishTeam() {
        nextResult = at10Result;
        nextRound = controller.start() ? 0 : round;
        if (!at9Control.last()) {
            return;
        }
        nextResult = at10Result.clone();
        int half = shape.lanes() / 2;
        if (!controller.config().dense()) {
            for (int s = 0; s < shape.slots(); s++) {
                nextResult[s] = at9Accumulator[s].clone();
                for (int lane = 0; lane < shape.lanes() && controller.config().inputFold2(); lane++) {
                    nextResult[s][lane] = lane < half
                            ? wrap(at9Accumulator[s][lane] + (at9Accumulator[s][lane + half] << shape.planes()))
                            : 0;
                }
            }
            return;
        }
        for (int unit = 0; unit < shape.denseUnits(); unit++) {
            nextResult[round * shape.denseUnits() + unit] = at9Accumulator[unit].clone();
        }
        nextRound = (round + 1) % (shape.slots() / shape.denseUnits());
    }

    /** Whether the step in the partial sum registers is the last of a team, and not only of a round. */
    boolean endsTeam() {
        if (!at7Control.last() || !controller.config().dense()) {
            return at7Control.last();
        }
        int finished = round + (at8Control.last() ? 1 : 0) + (at9Control.last() ? 1 : 0);
        int rounds = shape.slots() / shape.denseUnits();
        return finished % rounds == rounds - 1;
    }

    @Override
    public void commit() {
        at10Result = nextResult;
        round = nextRound;
        at9Accumulator = nextAccumulator;
        at9Control = at8Control;
        at8Sum = nextSum;
        at8Control = at7Control;
        at7Partial = nextPartial;
        at7Control = nextControl;
        groupedSum = nextGroupedSum;
        groupedControl = nextGroupedControl;
        chosenWord = nextChosenWord;
        chosenControl = nextChosenControl;
    }

    void signals(SignalTree tree) {
        tree.add("round", 4, () -> round);
        tree.flag("last_at_accumulator", () -> at9Control.last());
        for (int s = 0; s < shape.slots(); s++) {
            for (int l = 0; l < shape.lanes(); l++) {
                int slot = s;
                int lane = l;
                SignalTree below = tree.instance("slot" + slot).instance("lane" + lane);
                below.add("accumulator", shape.accumulatorBits(), () -> at9Accumulator[slot][lane]);
                below.add("result", shape.accumulatorBits(), () -> at10Result[slot][lane]);
            }
        }
    }
}
