// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import static io.bitknit.compiler.design.EngineImage.OP_CLEAR;
import static io.bitknit.compiler.design.EngineImage.OP_END;
import static io.bitknit.compiler.design.EngineImage.OP_IDLE;
import static io.bitknit.compiler.design.EngineImage.OP_STEP;

import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.EnginePlan;
import io.bitknit.hdl.AcceleratorShape;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes the memories of one engine, team by team, and counts its steps. Blocks of program words that are there already
 * are used again: the aggregations of several layers, or of several feature blocks, read the same rows.
 */
final class EngineWriter {
    private static final int LONGEST_RUN = 1 << AcceleratorShape.RUN_LENGTH_BITS;

    /** More than any distance of two teams. */
    private static final int FIRST_TEAM = 1 << 20;

    private final int ports;
    private final int groups;
    private final int beats;
    private final int slots;
    private final int longShift;
    private final IntList program = new IntList();
    private final LongList runs = new LongList();
    private final IntList descriptors = new IntList();
    private final Map<Long, Integer> blocks = new HashMap<>();

    private int runStart;
    private int beatStart;
    private IntList lastStep = new IntList();
    private int steps;
    private int lastTeamEnd;
    private int teamDistance;
    private int level;
    private boolean first;
    private int topLevel;
    private boolean dense;
    private int gatherShifts;
    private int denseShifts;

    EngineWriter(ShapeChoice choice) {
        this.ports = choice.ports();
        this.slots = choice.slots();
        this.longShift = AcceleratorShape.longShiftLevels(choice.planes());
        this.groups = choice.requantGroups();
        this.beats = choice.beatsPerTeam();
    }

    void startPhase(int topLevelOfPhase, boolean densePhase) {
        dense = densePhase;
        runStart = runs.size();
        beatStart = descriptors.size() / groups;
        lastStep = new IntList();
        steps = 0;
        // the first team of a phase need not wait
        lastTeamEnd = -FIRST_TEAM;
        teamDistance = 0;
        topLevel = topLevelOfPhase;
    }

    /** Address of a block of program words with this content. */
    int block(int[] entries, int words) {
        int count = words * ports;
        long hash = 1469598103934665603L ^ words;
        for (int i = 0; i < count; i++) {
            hash = (hash ^ entries[i]) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
        }
        Integer known = blocks.get(hash);
        if (known != null && program.startsAt(known * ports, entries, count)) {
            return known;
        }
        int address = program.size() / ports;
        program.addAll(entries, count);
        blocks.put(hash, address);
        return address;
    }

    /** Starts a team of {@code stepsOfTeam} steps; idles if its end would come too early. */
    void startTeam(int stepsOfTeam) {
        start(stepsOfTeam, teamDistance);
    }

    /** Starts a round of a dense team; only the last one ends the team. */
    void startRound(int stepsOfRound, int distance, boolean endsTeam) {
        start(stepsOfRound, endsTeam ? Math.max(distance, teamDistance) : distance);
    }

    private void start(int stepsOfSums, int distance) {
        idle(lastTeamEnd + distance - (steps + stepsOfSums));
        first = true;
        level = topLevel;
    }

    private void idle(int cycles) {
        for (int left = cycles; left > 0; left -= LONGEST_RUN) {
            int length = Math.min(left, LONGEST_RUN);
            runs.add(EngineImage.run(OP_IDLE, false, 0, length, 0));
            steps += length;
        }
    }

    /** Steps that {@link #visit} takes to go from one level to another, beyond the windows of the target. */
    int descentSteps(int levels) {
        int steps = 0;
        for (int left = levels; left > shiftTowards(left); left -= shiftTowards(left)) {
            steps++;
        }
        return steps;
    }

    /** Longest shift that a run can make without going further than so many levels. */
    private int shiftTowards(int levels) {
        return levels >= longShift ? longShift : Math.min(levels, AcceleratorShape.LONG_SHIFT_FIELD - 1);
    }

    /**
     * Goes down to {@code target} and reads {@code length} program words there.
     *
     * @param address first program word; while going down its entries are inactive
     */
    void visit(int target, int address, int length, boolean last) {
        descend(target, address);
        int shift = level - target;
        for (int done = 0; done < length; ) {
            int part = Math.min(length - done, LONGEST_RUN);
            run(shift, part, address + done, last && done + part == length);
            shift = 0;
            done += part;
        }
    }

    /** Shifts by one step each until one shift is left to the target. */
    private void descend(int target, int address) {
        for (int left = level - target; left > shiftTowards(left); left = level - target) {
            run(shiftTowards(left), 1, address, false);
        }
    }

    /** Like {@link #visit} for a dense run, in which every step reads the same program word. */
    void visitDense(int target, int address, int inputBlocks, boolean last) {
        descend(target, address);
        run(level - target, inputBlocks, address, last);
    }

    private void run(int shift, int length, int address, boolean last) {
        int field = shift == longShift ? AcceleratorShape.LONG_SHIFT_FIELD : shift;
        // A clearing run takes the sum alone: its shift only sets the level.
        if (!first && field != 0) {
            denseShifts |= dense ? 1 << field : 0;
            gatherShifts |= dense ? 0 : 1 << field;
        }
        runs.add(EngineImage.run(first ? OP_CLEAR : OP_STEP, last, field, length, address));
        first = false;
        level -= shift;
        steps += length;
    }

    /**
     * Ends a team.
     *
     * @param distance least distance to the end of the next one, in steps
     * @param descriptorOfSlot 0 for a slot without destination
     */
    void endTeam(int distance, int[] descriptorOfSlot) {
        lastTeamEnd = steps;
        teamDistance = distance;
        lastStep.add(steps);
        for (int i = 0; i < beats * groups; i++) {
            descriptors.add(i < slots ? descriptorOfSlot[i] : 0);
        }
    }

    EnginePlan endPhase(int[] destination) {
        runs.add(EngineImage.run(OP_END, false, 0, 1, 0));
        return new EnginePlan(
                runStart, runs.size(), beatStart, lastStep.size(), destination, lastStep.toArray(), steps);
    }

    int shifts(boolean ofDensePhases) {
        return ofDensePhases ? denseShifts : gatherShifts;
    }

    int runCount() {
        return runs.size();
    }

    int programWords() {
        return program.size() / ports;
    }

    int beatCount() {
        return descriptors.size() / groups;
    }

    EngineImage image() {
        return new EngineImage(program.toArray(), runs.toArray(), descriptors.toArray());
    }
}
