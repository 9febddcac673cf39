// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.Phase;
import io.bitknit.hdl.AcceleratorShape;
import java.util.Arrays;

/**
 * The steps of one engine in one phase, unrolled from its run memory.
 *
 * @param steps cycles that the runs take, idle ones included
 * @param idleSteps steps of IDLE runs
 * @param nextRun run after the END run
 * @param groupStart {@code [groups + 1]} first entry of each group in the arrays below; a group is what one
 *     {@code last} mark ends: a team, or a round of a dense team
 * @param groupLastStep {@code [groups]} position of the group's last step, counted from 1
 * @param address program word of each adding step
 * @param level level of each adding step
 * @param shift how far the accumulator is still shifted after each adding step, until the group ends
 * @param inputBlock input block that each adding step reads (0 in a gather-sum phase)
 */
record StepList(
        int steps,
        int idleSteps,
        int nextRun,
        int[] groupStart,
        int[] groupLastStep,
        int[] address,
        int[] level,
        int[] shift,
        int[] inputBlock) {

    /** Unrolls from {@code runStart} to the END run. */
    static StepList unroll(AcceleratorShape shape, Phase phase, int engine, EngineImage image, int runStart) {
        return new Unrolling(shape, phase, engine, image).from(runStart);
    }

    int groups() {
        return groupLastStep.length;
    }

    private static final class Unrolling {
        private final AcceleratorShape shape;
        private final Phase phase;
        private final int engine;
        private final EngineImage image;
        private int[] groupStart = new int[256];
        private int[] groupLastStep = new int[256];
        private int groups;
        private int[] address = new int[1024];
        private int[] level = new int[1024];
        private int[] inputBlock = new int[1024];
        private int count;

        Unrolling(AcceleratorShape shape, Phase phase, int engine, EngineImage image) {
            this.shape = shape;
            this.phase = phase;
            this.engine = engine;
            this.image = image;
        }

        StepList from(int runStart) {
            int steps = 0;
            int idleSteps = 0;
            int current = -1;
            int run = runStart;
            for (; ; run++) {
                if (run >= image.runs().length) {
                    throw malformed("the run memory ends without an END run");
                }
                long word = image.runs()[run];
                int op = EngineImage.runOp(word);
                if (op == EngineImage.OP_END) {
                    break;
                }
                int length = EngineImage.runLength(word);
                steps += length;
                if (op == EngineImage.OP_IDLE) {
                    idleSteps += length;
                    continue;
                }
                current = op == EngineImage.OP_CLEAR
                        ? phase.config().topLevel() - shape.shiftLevels(EngineImage.runShift(word))
                        : current < 0 ? -1 : current - shape.shiftLevels(EngineImage.runShift(word));
                if (current < 0) {
                    throw malformed("run " + run + " has no level: it follows no CLEAR run, or shifts below 0");
                }
                append(EngineImage.runAddress(word), current, length);
                if (EngineImage.runLast(word)) {
                    endGroup(steps);
                    current = -1;
                }
            }
            return new StepList(
                    steps,
                    idleSteps,
                    run + 1,
                    Arrays.copyOf(groupStart, groups + 1),
                    Arrays.copyOf(groupLastStep, groups),
                    Arrays.copyOf(address, count),
                    Arrays.copyOf(level, count),
                    remainingShifts(),
                    Arrays.copyOf(inputBlock, count));
        }

        private void append(int from, int atLevel, int length) {
            if (count + length > address.length) {
                int size = Math.max(count + length, address.length * 2);
                address = Arrays.copyOf(address, size);
                level = Arrays.copyOf(level, size);
                inputBlock = Arrays.copyOf(inputBlock, size);
            }
            boolean dense = phase.config().dense();
            for (int i = 0; i < length; i++) {
                address[count] = dense ? from : from + i;
                level[count] = atLevel;
                inputBlock[count] = dense ? i : 0;
                count++;
            }
        }

        private void endGroup(int steps) {
            if (groups + 1 >= groupStart.length) {
                groupStart = Arrays.copyOf(groupStart, groupStart.length * 2);
                groupLastStep = Arrays.copyOf(groupLastStep, groupLastStep.length * 2);
            }
            groupLastStep[groups++] = steps;
            groupStart[groups] = count;
        }

        /** The accumulator holds its sum at the level of the group's last step. */
        private int[] remainingShifts() {
            int[] shift = new int[count];
            for (int g = 0; g < groups; g++) {
                int end = level[groupStart[g + 1] - 1];
                for (int i = groupStart[g]; i < groupStart[g + 1]; i++) {
                    shift[i] = level[i] - end;
                }
            }
            return shift;
        }

        private IllegalStateException malformed(String what) {
            return new IllegalStateException("design: phase '" + phase.name() + "', engine " + engine + ": " + what);
        }
    }
}
