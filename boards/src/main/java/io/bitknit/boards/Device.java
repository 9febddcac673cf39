// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.util.List;

/**
 * A chip and what it holds.
 *
 * @param name name of its file, for example {@code lfe5u-85f}
 * @param title the vendor's name, for example {@code LFE5U-85F}
 * @param family kind of its look-up tables and block RAM
 * @param toolDevice the flow's name of it, for example {@code 85k} for nextpnr-ecp5
 * @param luts look-up tables with {@link Family#lutInputs()} inputs
 * @param ffs flip-flops
 * @param bramBlocks block RAMs of {@link Family#bramBlockKbit()}
 * @param dsps hard multipliers or DSP blocks
 * @param otherRams RAM besides the block RAM
 * @param acceleratorClocks clocks that engines have reached, all speed grades; not empty
 */
public record Device(
        String name,
        String title,
        Family family,
        String toolDevice,
        Fact luts,
        Fact ffs,
        Fact bramBlocks,
        Fact dsps,
        List<OnChipRam> otherRams,
        List<ClockEntry> acceleratorClocks) {
    public Device {
        otherRams = List.copyOf(otherRams);
        acceleratorClocks = List.copyOf(acceleratorClocks);
    }

    /** All block RAM in Kbit (1,024 bits). */
    public long bramKbit() {
        return bramBlocks.value() * family.bramBlockKbit();
    }
}
