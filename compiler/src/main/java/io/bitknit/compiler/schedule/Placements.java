// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

/** Chooses the bank of every node and of every weight row. */
final class Placements {
    private Placements() {}

    static Placement place(Workload work, ShapeChoice choice) {
        int[] nodeBank = new int[work.nodes()];
        for (int v = 0; v < nodeBank.length; v++) {
            nodeBank[v] = v % choice.ports();
        }
        int[] weightBank = new int[work.tensors().get(0).rows()];
        for (int i = 0; i < weightBank.length; i++) {
            weightBank[i] = i % choice.ports();
        }
        return new Placement(choice.engines(), choice.slots(), nodeBank, weightBank);
    }
}
