// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

/**
 * Which destinations each engine sums together, in order.
 *
 * @param slots slots of a team
 * @param destination per engine {@code [teams * slots]}, -1 for none; never mutated
 */
record Teams(int slots, int[][] destination) {
    int count(int engine) {
        return destination[engine].length / slots;
    }
}
