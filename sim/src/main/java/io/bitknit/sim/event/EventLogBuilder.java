// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.event;

import java.util.Arrays;

/** Collects events in any order and sorts them by cycle, engine and slot; equal keys keep their order. */
public final class EventLogBuilder {
    private int count;
    private int[] cycle = new int[1024];
    private int[] writer = new int[1024];
    private boolean[] local = new boolean[1024];
    private short[] bank = new short[1024];
    private int[] address = new int[1024];
    private long[] word = new long[1024];
    private final int slots;

    /** @param slots slots per engine, 1..16 */
    public EventLogBuilder(int slots) {
        this.slots = slots;
    }

    public int count() {
        return count;
    }

    public void add(int atCycle, int engine, int slot, boolean isLocal, int atBank, int atAddress, long value) {
        if (count == cycle.length) {
            grow(count * 2);
        }
        cycle[count] = atCycle;
        writer[count] = engine * slots + slot;
        local[count] = isLocal;
        bank[count] = (short) atBank;
        address[count] = atAddress;
        word[count] = value;
        count++;
    }

    private void grow(int size) {
        cycle = Arrays.copyOf(cycle, size);
        writer = Arrays.copyOf(writer, size);
        local = Arrays.copyOf(local, size);
        bank = Arrays.copyOf(bank, size);
        address = Arrays.copyOf(address, size);
        word = Arrays.copyOf(word, size);
    }

    /** Positions, in the order of {@link #add}, of the sorted events. */
    public int[] sortedOrder() {
        int[] order = new int[count];
        Arrays.setAll(order, i -> i);
        order = countingSort(order, writer);
        return countingSort(order, cycle);
    }

    /** The sorted list. */
    public EventLog build() {
        int[] order = sortedOrder();
        EventLog log = new EventLog(
                new int[count],
                new byte[count],
                new byte[count],
                new boolean[count],
                new short[count],
                new int[count],
                new long[count]);
        for (int i = 0; i < count; i++) {
            int from = order[i];
            log.cycle()[i] = cycle[from];
            log.engine()[i] = (byte) (writer[from] / slots);
            log.slot()[i] = (byte) (writer[from] % slots);
            log.local()[i] = local[from];
            log.bank()[i] = bank[from];
            log.address()[i] = address[from];
            log.word()[i] = word[from];
        }
        return log;
    }

    /** Stable, so that sorting by the minor key first and the major key second orders by both. */
    private int[] countingSort(int[] order, int[] key) {
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, key[i]);
        }
        int[] start = new int[largest + 2];
        for (int i = 0; i < count; i++) {
            start[key[i] + 1]++;
        }
        for (int k = 0; k <= largest; k++) {
            start[k + 1] += start[k];
        }
        int[] sorted = new int[count];
        for (int position : order) {
            sorted[start[key[position]]++] = position;
        }
        return sorted;
    }
}
