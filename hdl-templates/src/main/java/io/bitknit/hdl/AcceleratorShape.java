// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Everything that the Verilog of an accelerator depends on. Weights, graph program, scales and widths per node are
 * loaded at run time and are not in it. Timing and formats: {@code doc/DESIGN.md}.
 *
 * @param engines engines that share the work; each has a copy of the replicated tensors
 * @param ports feature banks per engine, one read and one write port each; a multiple of {@code engines * slots}
 * @param lanes features of a bank word (or half as many with twice the planes, see {@code fold2})
 * @param planes bit planes of a feature that a bank word holds and a gather lane takes at once: 1, 2 or 4
 * @param slots destinations that an engine sums at once (a team)
 * @param requantGroups slots that are requantized per cycle and engine, {@code lanes} values each
 * @param denseUnits rows per engine that the dense combination takes at once; divides {@code slots}; 0 without one
 * @param densePlanes planes that a dense unit takes per cycle, a divisor of {@code planes}
 * @param denseColumns output features of the dense unit, at most {@code lanes}; 0 without one
 * @param denseWeightBits width of a stationary weight; 0 without a dense unit
 * @param denseWeightWords stationary weight sets: input blocks times output tiles over all dense phases; 0 without one
 * @param fold2 whether words may hold {@code 2 * planes} planes of {@code lanes / 2} features
 * @param gatherShifts shift fields that runs of gather-sum phases use: bit f is set for field f, bit 0 is 0
 * @param denseShifts the same for dense phases
 * @param accumulatorBits signed accumulator width
 * @param bankWords depth of a feature bank, in words
 * @param programWords depth of the program memory of an engine, in words of {@code ports} entries
 * @param runWords depth of the run memory of an engine
 * @param beatWords depth of the destination descriptor memory of an engine, in words of {@code requantGroups}
 * @param tableWords depth of the multiplier and correction table
 * @param inputClasses row formats that a phase may read, 1..8
 * @param outputClasses row formats that a phase may write, 1..8
 * @param phases depth of the phase configuration, in phases
 * @param requantShift r of the numeric specification
 * @param exponentMax largest exponent of a row that is written, 0..7
 * @param rowShiftMax largest shift of a row that is written within its word, 0..3
 * @param biasBits signed width of a bias
 * @param multiplier how the requantizers multiply
 */
public record AcceleratorShape(
        int engines,
        int ports,
        int lanes,
        int planes,
        int slots,
        int requantGroups,
        int denseUnits,
        int densePlanes,
        int denseColumns,
        int denseWeightBits,
        int denseWeightWords,
        boolean fold2,
        int gatherShifts,
        int denseShifts,
        int accumulatorBits,
        int bankWords,
        int programWords,
        int runWords,
        int beatWords,
        int tableWords,
        int inputClasses,
        int outputClasses,
        int phases,
        int requantShift,
        int exponentMax,
        int rowShiftMax,
        int biasBits,
        Multiplier multiplier) {

    /** How a requantizer multiplies. */
    public enum Multiplier {
        /** The multiplication operator; synthesis takes a hard multiplier where the device has one. */
        DSP,
        /** Adders in look-up tables, pipelined to the same latency. */
        LUT
    }

    /** Widest code that is stored, in bits. */
    public static final int CODE_BITS = 8;

    /** Unsigned width of a multiplier. */
    public static final int MULTIPLIER_BITS = 16;

    /** Cycles that a dense phase takes more from a step to everything that follows from its sum. */
    public static final int DENSE_DELAY_CYCLES = 2;

    /** Cycles from a team's last program address to the write of word 0 of a slot in beat 0 of a gather phase. */
    public static final int STEP_TO_WRITE_CYCLES = 19;

    /** Cycles of a phase beyond its longest engine's steps, without the drain. */
    public static final int PHASE_OVERHEAD_CYCLES = 2;

    /** Value of a run's shift field that means {@link #longShiftLevels()}; smaller ones mean themselves. */
    public static final int LONG_SHIFT_FIELD = 3;

    /** Shifts of an accumulator that must go everywhere. */
    public static final int ALL_SHIFTS = 0b1110;

    /** Largest shift of a row within its word, in planes. */
    public static final int MOST_ROW_SHIFT = 3;

    /** Words field of an output class without the shift; alone it means eight words. */
    public static final int SHIFTED_ROW = 8;

    /** Width of a run's length field; a run has 1 .. 2^RUN_LENGTH_BITS steps. */
    public static final int RUN_LENGTH_BITS = 5;

    public AcceleratorShape {
        require(engines >= 1 && engines <= 64, "engines", engines);
        require(slots >= 1 && slots <= 16, "slots", slots);
        require(ports >= 1 && ports <= 256 && ports % (engines * slots) == 0, "ports", ports);
        require(lanes >= 1 && lanes <= 64, "lanes", lanes);
        require(planes == 1 || planes == 2 || planes == 4, "planes", planes);
        require(lanes * planes <= 64, "lanes * planes", lanes * planes);
        require(requantGroups >= 1 && requantGroups <= slots, "requantGroups", requantGroups);
        require(denseUnits == 0 || slots % denseUnits == 0, "denseUnits", denseUnits);
        require(densePlanes >= 1 && planes % densePlanes == 0, "densePlanes", densePlanes);
        require(denseColumns >= 0 && denseColumns <= lanes, "denseColumns", denseColumns);
        require(!fold2 || lanes % 2 == 0, "lanes", lanes);
        require((gatherShifts & ~ALL_SHIFTS) == 0, "gatherShifts", gatherShifts);
        require((denseShifts & ~ALL_SHIFTS) == 0, "denseShifts", denseShifts);
        require(accumulatorBits >= 2 && accumulatorBits <= 32, "accumulatorBits", accumulatorBits);
        require(bankWords >= 2 && bankWords <= 1 << 20, "bankWords", bankWords);
        require(inputClasses >= 1 && inputClasses <= 8, "inputClasses", inputClasses);
        require(outputClasses >= 1 && outputClasses <= 8, "outputClasses", outputClasses);
        require(requantShift >= 1 && requantShift <= 20, "requantShift", requantShift);
        require(exponentMax >= 0 && exponentMax <= 7, "exponentMax", exponentMax);
        require(rowShiftMax >= 0 && rowShiftMax <= MOST_ROW_SHIFT, "rowShiftMax", rowShiftMax);
        require(rowShiftMax < planes * (fold2 ? 2 : 1), "rowShiftMax", rowShiftMax);
        require(biasBits >= 1 && biasBits <= 32, "biasBits", biasBits);
    }

    private static void require(boolean holds, String name, int value) {
        if (!holds) {
            throw new IllegalArgumentException("accelerator shape: " + name + " cannot be " + value);
        }
    }

    /** Smallest n with 2^n >= value. */
    public static int ceilLog2(int value) {
        return value <= 1 ? 0 : 32 - Integer.numberOfLeadingZeros(value - 1);
    }

    private static int atLeastOne(int bits) {
        return Math.max(1, bits);
    }

    /** Bits of a bank word. */
    public int wordBits() {
        return lanes * planes;
    }

    /** Levels that the accumulator falls by for the value of a run's shift field. */
    public int shiftLevels(int field) {
        return field == LONG_SHIFT_FIELD ? longShiftLevels() : field;
    }

    /** Levels of the longest shift: with several planes in a word, most falls are by a whole word. */
    public int longShiftLevels() {
        return longShiftLevels(planes);
    }

    /** Levels of the longest shift at so many planes per word. */
    public static int longShiftLevels(int planes) {
        return planes == 1 ? 3 : 4;
    }

    /** Words field of an output class: a row that is shifted within its word has one word, and the field says its shift. */
    public static int storedWordsField(int words, int shift) {
        return shift == 0 ? words : SHIFTED_ROW + shift;
    }

    /** Bits of a bank address. */
    public int addressBits() {
        return atLeastOne(ceilLog2(bankWords));
    }

    /** Bits of the slot field of a program entry; the value {@code slots} means idle. */
    public int slotBits() {
        return ceilLog2(slots + 1);
    }

    /** Bits of the class field of a program entry. */
    public int inputClassBits() {
        return ceilLog2(inputClasses);
    }

    /** Bits of one program entry: {@code {slot, class, base}}. */
    public int entryBits() {
        return slotBits() + inputClassBits() + addressBits();
    }

    public int programWordBits() {
        return ports * entryBits();
    }

    public int programAddressBits() {
        return atLeastOne(ceilLog2(programWords));
    }

    /** Bits of a run: {@code {op[1:0], last, shift[1:0], length-1, address}}. */
    public int runBits() {
        return 5 + RUN_LENGTH_BITS + programAddressBits();
    }

    public int outputClassBits() {
        return ceilLog2(outputClasses);
    }

    public int tableIndexBits() {
        return atLeastOne(ceilLog2(tableWords));
    }

    /** Banks of an engine that a slot writes in a local phase. */
    public int localBanksPerSlot() {
        return ports / slots;
    }

    /** Banks (of every engine) that a slot of one engine writes in a replicated phase. */
    public int ownedBanksPerSlot() {
        return ports / (engines * slots);
    }

    /** Bits of the bank select of a destination descriptor. */
    public int bankSelectBits() {
        return ceilLog2(localBanksPerSlot());
    }

    /** Bits of one destination descriptor: {@code {valid, outputClass, bankSelect, tableIndex}}. */
    public int descriptorBits() {
        return 1 + outputClassBits() + bankSelectBits() + tableIndexBits();
    }

    /**
     * Cycles between the last step of a team and that of a round of the next one, at least: the round's sums must not
     * replace a slot's result before the beat that takes it.
     */
    public static int roundDistanceCycles(int round, int denseUnits, int requantGroups) {
        int lastSlot = (round + 1) * denseUnits - 1;
        return lastSlot / requantGroups + 1;
    }

    /** Cycles in which the slots of a team are requantized. */
    public int beatsPerTeam() {
        return (slots + requantGroups - 1) / requantGroups;
    }

    /** 32-bit words of the configuration of one phase. */
    public int configWords() {
        return 4 + inputClasses + outputClasses + lanes;
    }

    /** Stationary weight bits of one set: {@code lanes * denseColumns * denseWeightBits}. */
    public int denseWeightSetBits() {
        return lanes * denseColumns * denseWeightBits;
    }

    /** 32-bit chunks in which a stationary weight set is loaded. */
    public int denseWeightChunks() {
        return (denseWeightSetBits() + 31) / 32;
    }

    /** Drain of a phase whose rows have at most {@code rowWords} words. */
    public int drainCycles(boolean dense, int rowWords) {
        return drainCycles(dense, beatsPerTeam(), rowWords);
    }

    /** Drain of a phase that requantizes a team in so many beats. */
    public static int drainCycles(boolean dense, int beats, int rowWords) {
        int lastWriteCycles = stepToWriteCycles(dense) + (beats - 1) + (rowWords - 1);
        // the last write may be in the cycle of the next start
        return lastWriteCycles - PHASE_OVERHEAD_CYCLES;
    }

    /** Cycles from a team's last program address to the write of word 0 of a slot in beat 0. */
    public static int stepToWriteCycles(boolean dense) {
        return STEP_TO_WRITE_CYCLES + (dense ? DENSE_DELAY_CYCLES : 0);
    }
}
