// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.StoredTensor;
import java.util.Arrays;

/** Puts the destinations of each engine and slot into teams. */
final class TeamBuilder {
    private TeamBuilder() {}

    /** Teams of a dense phase: the rows of a team have the same width where possible, all units work equally long. */
    static Teams dense(ShapeChoice choice, Placement placement, StoredTensor input) {
        long[] bits = new long[input.rows()];
        for (int v = 0; v < bits.length; v++) {
            bits[v] = input.classOf(v).bits();
        }
        return sorted(choice, placement, bits);
    }

    /** Teams of like with like: every slot's destinations in the order of falling work. */
    static Teams sorted(ShapeChoice choice, Placement placement, long[] work) {
        int slots = choice.slots();
        int[][] byOwner = byOwner(placement.nodeBank(), placement.owners());
        int[][] destination = new int[choice.engines()][];
        for (int e = 0; e < choice.engines(); e++) {
            int teams = 0;
            for (int d = 0; d < slots; d++) {
                teams = Math.max(teams, byOwner[e * slots + d].length);
            }
            destination[e] = new int[teams * slots];
            Arrays.fill(destination[e], -1);
            for (int d = 0; d < slots; d++) {
                int[] nodes = byOwner[e * slots + d];
                long[] key = new long[nodes.length];
                for (int i = 0; i < nodes.length; i++) {
                    key[i] = -work[nodes[i]] << 32 | nodes[i];
                }
                Arrays.sort(key);
                for (int i = 0; i < nodes.length; i++) {
                    destination[e][i * slots + d] = (int) key[i];
                }
            }
        }
        return new Teams(slots, destination);
    }

    /** Nodes of every (engine, slot), ascending. */
    static int[][] byOwner(int[] nodeBank, int owners) {
        int[] count = new int[owners];
        for (int bank : nodeBank) {
            count[bank % owners]++;
        }
        int[][] lists = new int[owners][];
        for (int o = 0; o < owners; o++) {
            lists[o] = new int[count[o]];
            count[o] = 0;
        }
        for (int v = 0; v < nodeBank.length; v++) {
            int o = nodeBank[v] % owners;
            lists[o][count[o]++] = v;
        }
        return lists;
    }
}
