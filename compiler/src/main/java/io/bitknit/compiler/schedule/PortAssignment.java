// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.Arrays;

/**
 * Decides for the entries of one team which of two copies of their row is read, so that the fullest port has as few
 * entries as possible: a bipartite assignment, optimal by augmenting paths.
 */
final class PortAssignment {
    private final int ports;
    private final int[] load;
    private final int[] via;
    private final int[] queue;
    private int[] first = new int[256];
    private int[] second = new int[256];
    private int[] chosen = new int[256];
    private int count;

    PortAssignment(int ports) {
        this.ports = ports;
        this.load = new int[ports];
        this.via = new int[ports];
        this.queue = new int[ports];
    }

    void clear() {
        count = 0;
        Arrays.fill(load, 0);
    }

    /** Adds an entry whose row lies in bank {@code one} and, if {@code other} is not negative, in that bank too. */
    void add(int one, int other) {
        if (count == first.length) {
            first = Arrays.copyOf(first, 2 * count);
            second = Arrays.copyOf(second, 2 * count);
            chosen = Arrays.copyOf(chosen, 2 * count);
        }
        first[count] = one;
        second[count] = other;
        chosen[count] = other < 0 || load[one] <= load[other] ? one : other;
        load[chosen[count++]]++;
    }

    /** Bank that entry {@code i}, in the order of adding, is read from. */
    int bank(int i) {
        return chosen[i];
    }

    /** Entries of the fullest port. */
    int most() {
        int most = 0;
        for (int x : load) {
            most = Math.max(most, x);
        }
        return most;
    }

    /** Moves entries until the fullest port cannot be relieved; returns its number of entries. */
    int balance() {
        int least = (count + ports - 1) / ports;
        for (int most = most(); most > least; most--) {
            for (int port = 0; port < ports; port++) {
                if (load[port] == most && !relieve(port, most)) {
                    return most;
                }
            }
        }
        return most();
    }

    /** Breadth first from a full port to one with room for one more. */
    private boolean relieve(int port, int most) {
        Arrays.fill(via, -2);
        via[port] = -1;
        int head = 0;
        int tail = 0;
        queue[tail++] = port;
        while (head < tail) {
            int from = queue[head++];
            for (int i = 0; i < count; i++) {
                if (chosen[i] != from || second[i] < 0) {
                    continue;
                }
                int to = first[i] == from ? second[i] : first[i];
                if (via[to] == -2) {
                    via[to] = i;
                    queue[tail++] = to;
                    if (load[to] < most - 1) {
                        shift(to);
                        load[to]++;
                        load[port]--;
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void shift(int end) {
        for (int to = end; via[to] >= 0; ) {
            int i = via[to];
            int from = chosen[i];
            chosen[i] = to;
            to = from;
        }
    }
}
