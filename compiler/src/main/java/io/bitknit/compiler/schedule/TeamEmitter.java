// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

/** Writes the program words and runs of one team. */
interface TeamEmitter {
    /**
     * @param destination {@code [teams * slots]} nodes, -1 for none
     * @param from first slot of the team in it
     */
    void emit(EngineWriter writer, int[] destination, int from);
}
