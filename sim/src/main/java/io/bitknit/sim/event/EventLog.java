// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.event;

import java.util.Arrays;

/**
 * Bank writes of the row writers, ordered by cycle, engine, slot. One entry of each array per event.
 *
 * @param cycle clock cycle of the write, the run command being cycle 0; never mutated
 * @param engine engine that writes; never mutated
 * @param slot slot whose row writer writes; never mutated
 * @param local whether only the engine's own bank is written, otherwise that bank of every engine; never mutated
 * @param bank bank; never mutated
 * @param address word in the bank; never mutated
 * @param word the written word, {@code lanes} bits, lane 0 lowest; never mutated
 */
public record EventLog(
        int[] cycle, byte[] engine, byte[] slot, boolean[] local, short[] bank, int[] address, long[] word) {

    public int count() {
        return cycle.length;
    }

    /** Position of the first event in which the two lists differ; -1 if they are equal. */
    public int firstDifference(EventLog other) {
        int common = Math.min(count(), other.count());
        for (int i = 0; i < common; i++) {
            if (!equalAt(i, other)) {
                return i;
            }
        }
        return count() == other.count() ? -1 : common;
    }

    private boolean equalAt(int i, EventLog other) {
        return cycle[i] == other.cycle[i]
                && engine[i] == other.engine[i]
                && slot[i] == other.slot[i]
                && local[i] == other.local[i]
                && bank[i] == other.bank[i]
                && address[i] == other.address[i]
                && word[i] == other.word[i];
    }

    /** One event as text: {@code cycle 812 engine 0 slot 3 local bank 7 address 12 word 0x1f}. */
    public String describe(int i) {
        return "cycle " + cycle[i] + " engine " + engine[i] + " slot " + slot[i] + (local[i] ? " local" : "") + " bank "
                + bank[i] + " address " + address[i] + " word 0x" + Long.toHexString(word[i]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventLog log && firstDifference(log) < 0;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(cycle) * 31 + Arrays.hashCode(word);
    }

    @Override
    public String toString() {
        return count() + " events";
    }
}
