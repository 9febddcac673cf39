// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

/**
 * Contents of the memories of one engine, as plain numbers; {@code program} packs them into words.
 *
 * @param program {@code [programWords * ports]} entries, see {@link #entry}; never mutated
 * @param runs see {@link #run}; never mutated
 * @param descriptors {@code [beats * requantGroups]}, see {@link #descriptor}; never mutated
 */
public record EngineImage(int[] program, long[] runs, int[] descriptors) {
    /** Run: accumulate; the first step shifts the accumulators by the run's shift. */
    public static final int OP_STEP = 0;
    /** Run: first of a team (or dense round); the first step clears, the level is the phase's top minus the shift. */
    public static final int OP_CLEAR = 1;
    /** Run: nothing is accumulated, levels stay. */
    public static final int OP_IDLE = 2;
    /** Run: end of the engine's work in this phase; takes no cycle. */
    public static final int OP_END = 3;

    /** Entry of port p: slot (or {@code slots} for idle), class and base word; base below 2^20. */
    public static int entry(int slot, int inputClass, int base) {
        return slot << 24 | inputClass << 20 | base;
    }

    public static int entrySlot(int entry) {
        return entry >>> 24;
    }

    public static int entryClass(int entry) {
        return entry >>> 20 & 0xF;
    }

    public static int entryBase(int entry) {
        return entry & 0xFFFFF;
    }

    /** Run of {@code length} steps; {@code last} marks the end of a team or dense round. */
    public static long run(int op, boolean last, int shift, int length, int address) {
        return (long) op << 61 | (last ? 1L << 60 : 0) | (long) shift << 58 | (long) length << 32 | address;
    }

    public static int runOp(long run) {
        return (int) (run >>> 61);
    }

    public static boolean runLast(long run) {
        return (run >>> 60 & 1) != 0;
    }

    public static int runShift(long run) {
        return (int) (run >>> 58 & 3);
    }

    public static int runLength(long run) {
        return (int) (run >>> 32 & 0x3FFFFFF);
    }

    public static int runAddress(long run) {
        return (int) run;
    }

    /** Descriptor of a destination; an invalid one writes nothing. */
    public static int descriptor(boolean valid, int outputClass, int bankSelect, int tableIndex) {
        return (valid ? 1 << 31 : 0) | outputClass << 28 | bankSelect << 20 | tableIndex;
    }

    public static boolean descriptorValid(int descriptor) {
        return descriptor < 0;
    }

    public static int descriptorClass(int descriptor) {
        return descriptor >>> 28 & 7;
    }

    public static int descriptorBankSelect(int descriptor) {
        return descriptor >>> 20 & 0xFF;
    }

    public static int descriptorTableIndex(int descriptor) {
        return descriptor & 0xFFFFF;
    }
}
