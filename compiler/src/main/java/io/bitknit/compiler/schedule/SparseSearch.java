// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Teams of the sparse combination, given every node's engine and slot and the banks of the weight rows.
 *
 * <p>The entries of a team spread evenly over the ports (see {@link RowBanks}), so what counts is their number: the
 * teams are composed so that their numbers of entries lie just below multiples of the ports. Exchanges of two nodes of
 * one slot between two teams; then some more for the teams whose entries did not spread. Fixed seed.
 */
final class SparseSearch {
    private static final int REPAIRS_PER_TEAM = 25;

    private final int ports;
    private final int slots;
    private final Terms terms;
    private final RowBanks banks;
    private final PortAssignment assignment;
    private final Effort effort;

    SparseSearch(ShapeChoice choice, Terms terms, RowBanks banks, Effort effort) {
        this.effort = effort;
        this.ports = choice.ports();
        this.slots = choice.slots();
        this.terms = terms;
        this.banks = banks;
        this.assignment = new PortAssignment(ports);
    }

    /**
     * Teams of one engine.
     *
     * @param bySlot nodes of every slot
     * @return {@code [teams * slots]}, -1 for none
     */
    int[] teams(int[][] bySlot, long seed) {
        int teams = 0;
        for (int[] nodes : bySlot) {
            teams = Math.max(teams, nodes.length);
        }
        int[] best = {};
        long bestSteps = Long.MAX_VALUE;
        // How many ports of a team must stay free so that the others can be filled evenly differs from graph to graph.
        int[] spares = effort.triesSpares(teams * slots) ? new int[] {0, 1, 2, 3, 5} : new int[] {2};
        for (int spare : spares) {
            SplittableRandom random = new SplittableRandom(seed);
            int[] destination = new int[teams * slots];
            Arrays.fill(destination, -1);
            for (int d = 0; d < slots; d++) {
                for (int i = 0; i < bySlot[d].length; i++) {
                    destination[i * slots + d] = bySlot[d][i];
                }
            }
            compose(destination, teams, spare, random);
            int[] steps = new int[teams];
            long total = 0;
            for (int t = 0; t < teams; t++) {
                steps[t] = words(destination, t);
                total += steps[t];
            }
            total -= repair(destination, steps, random);
            if (total < bestSteps) {
                bestSteps = total;
                best = destination;
            }
        }
        return best;
    }

    private void compose(int[] destination, int teams, int spare, SplittableRandom random) {
        int[] sum = new int[teams];
        for (int i = 0; i < destination.length; i++) {
            sum[i / slots] += count(destination[i]);
        }
        long perNode = effort.sparseExchanges(destination.length);
        for (long m = perNode * destination.length; m > 0 && teams > 1; m--) {
            int d = random.nextInt(slots);
            int x = random.nextInt(teams);
            int y = random.nextInt(teams);
            int more = count(destination[y * slots + d]) - count(destination[x * slots + d]);
            long before = charge(sum[x] + spare, ports) + charge(sum[y] + spare, ports);
            long after = charge(sum[x] + more + spare, ports) + charge(sum[y] - more + spare, ports);
            if (x != y && after <= before) {
                sum[x] += more;
                sum[y] -= more;
                exchange(destination, x * slots + d, y * slots + d);
            }
        }
    }

    /** Words of so many entries; free ports are better in one team than spread over several, so they are squared. */
    static long charge(int entries, int ports) {
        long words = ((long) entries + ports - 1) / ports;
        long free = words * ports - entries;
        return words * ports * ports - free * free;
    }

    private int count(int node) {
        return node < 0 ? 0 : terms.countOf(node);
    }

    private static void exchange(int[] destination, int i, int j) {
        int held = destination[i];
        destination[i] = destination[j];
        destination[j] = held;
    }

    /** Exchanges that shorten teams whose entries did not spread evenly; returns the words saved. */
    private long repair(int[] destination, int[] words, SplittableRandom random) {
        int teams = words.length;
        long saved = 0;
        for (int x = 0; x < teams && teams > 1; x++) {
            for (int tries = 0; tries < REPAIRS_PER_TEAM && words[x] > least(destination, x); tries++) {
                int d = random.nextInt(slots);
                int y = random.nextInt(teams);
                if (y == x) {
                    continue;
                }
                exchange(destination, x * slots + d, y * slots + d);
                int wx = words(destination, x);
                int wy = words(destination, y);
                if (wx + wy < words[x] + words[y]) {
                    saved += words[x] + words[y] - wx - wy;
                    words[x] = wx;
                    words[y] = wy;
                } else {
                    exchange(destination, x * slots + d, y * slots + d);
                }
            }
        }
        return saved;
    }

    private int least(int[] destination, int team) {
        int sum = 0;
        for (int d = 0; d < slots; d++) {
            sum += count(destination[team * slots + d]);
        }
        return (sum + ports - 1) / ports;
    }

    private int words(int[] destination, int team) {
        assignment.clear();
        for (int d = 0; d < slots; d++) {
            int v = destination[team * slots + d];
            for (int k = v < 0 ? 0 : terms.rowStart()[v]; v >= 0 && k < terms.rowStart()[v + 1]; k++) {
                int u = terms.source()[k];
                assignment.add(banks.first()[u], banks.second()[u]);
            }
        }
        return assignment.balance();
    }

    /**
     * Chooses the copy that every term of a team reads.
     *
     * @param copied {@code [terms]}, set to true where the copy is read
     */
    void assign(int[] destination, int team, boolean[] copied) {
        words(destination, team);
        int i = 0;
        for (int d = 0; d < slots; d++) {
            int v = destination[team * slots + d];
            for (int k = v < 0 ? 0 : terms.rowStart()[v]; v >= 0 && k < terms.rowStart()[v + 1]; k++) {
                copied[k] = assignment.bank(i++) != banks.first()[terms.source()[k]];
            }
        }
    }
}
