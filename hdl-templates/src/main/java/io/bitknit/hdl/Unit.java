// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * The contract of a hardware unit: what it is called in the Verilog, when its result is there and what it takes. One
 * record per template, whose components are all that its Verilog depends on. What a unit grows with stands in the
 * contract; the constants beside it were fitted by {@code bitknit characterize}.
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

    /** What its tables and flip-flops grow with; nothing for a unit of one size, which says itself what it takes. */
    default Growth growth(AreaFamily family) {
        return Growth.NOTHING;
    }

    /** Its block RAMs and multipliers, which follow rules and are not fitted. */
    default Resources blocks(AreaFamily family) {
        return new Resources(0, 0, 0, 0);
    }

    /** All that it takes, with the fitted constants. */
    default Resources resources(AreaFamily family) {
        return AreaConstants.of(family).of(this, family).plus(blocks(family));
    }
}
