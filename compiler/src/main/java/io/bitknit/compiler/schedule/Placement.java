// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

/**
 * Who owns what. The bank of a node in replicated tensors decides its engine and slot in every phase:
 * {@code bank = select * engines * slots + engine * slots + slot}.
 *
 * @param engines engines
 * @param slots slots per engine
 * @param nodeBank {@code [nodes]} bank in replicated tensors; never mutated
 * @param weightBank {@code [weight rows]} bank of tensor 0; never mutated
 */
record Placement(int engines, int slots, int[] nodeBank, int[] weightBank) {
    int engineOf(int node) {
        return nodeBank[node] % (engines * slots) / slots;
    }

    int slotOf(int node) {
        return nodeBank[node] % slots;
    }

    int selectOf(int node) {
        return nodeBank[node] / (engines * slots);
    }

    int owners() {
        return engines * slots;
    }
}
