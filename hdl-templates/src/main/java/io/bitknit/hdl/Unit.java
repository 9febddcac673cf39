// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * The contract of a hardware unit: what it is called in the Verilog, when its result is there and what it takes. One
 * record per template. The area formulas were fitted to yosys 0.23 counts of {@code measured-area.csv} in the tests,
 * which hold the band of each unit; sums count the tables of carry chains.
 */
public sealed interface Unit
        permits AxiLink,
                DenseUnit,
                EngineWiring,
                FrameLink,
                GatherSlot,
                HostLink,
                Identity,
                Memory,
                PhaseController,
                Requantizer,
                ResetSync,
                RowWriter,
                Sequencer,
                TeamResult,
                TopWiring,
                UartLine {
    /** Name of the module without the prefix, and of the folder of its template. */
    String unitName();

    /** Cycles from its operands to its result; the module's header says which. */
    int latencyCycles();

    /** Cycles between two operands that it takes. */
    default int intervalCycles() {
        return 1;
    }

    Resources resources(AreaFamily family);
}
