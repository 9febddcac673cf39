// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A board: a device in a package and speed grade, with what is connected to it.
 *
 * @param name name of its file, for example {@code ulx3s-85f}
 * @param title for people, for example {@code Radiona ULX3S, 85F}
 * @param device the chip
 * @param part order code, as vendor tools take it
 * @param packageName the package as the flow names it
 * @param speedGrade as the device's clock table names it
 * @param clocks the first is the one to use; empty only if nothing is built for the board
 * @param pins by role, in the order of the file; only those that are certain
 * @param memories RAM beside the device
 * @param usable shares that a design may fill
 * @param flow tools that build for it
 * @param hostLink how a host reaches the accelerator
 * @param acceleratorClocks clocks that engines have reached in this speed grade; not empty
 * @param source where clocks and pins were read
 * @param notes what is left out or special, one sentence each
 */
public record Board(
        String name,
        String title,
        Device device,
        String part,
        String packageName,
        String speedGrade,
        List<Clock> clocks,
        List<Pin> pins,
        List<Memory> memories,
        Usable usable,
        Flow flow,
        HostLink hostLink,
        List<ClockEntry> acceleratorClocks,
        String source,
        List<String> notes) {
    public Board {
        clocks = List.copyOf(clocks);
        pins = List.copyOf(pins);
        memories = List.copyOf(memories);
        acceleratorClocks = List.copyOf(acceleratorClocks);
        notes = List.copyOf(notes);
    }

    /** What a design may use. */
    public Budget budget() {
        long blocks = share(device.bramBlocks(), usable.ramPercent());
        return new Budget(
                share(device.luts(), usable.lutPercent()),
                share(device.ffs(), usable.ffPercent()),
                blocks,
                blocks * device.family().bramBlockKbit(),
                share(device.dsps(), usable.dspPercent()));
    }

    /**
     * The clock to plan with for an accelerator of a size: the smallest entry that covers it. If none does, the slowest
     * measured one (or the slowest assumed one, if none was measured); {@link ClockEntry#covers} then says no.
     */
    public ClockEntry acceleratorClock(EngineSize size) {
        Comparator<ClockEntry> bySize = Comparator.comparingInt(
                        (ClockEntry entry) -> entry.most().terms())
                .thenComparingInt(entry -> entry.most().ports());
        Comparator<ClockEntry> measuredFirst =
                Comparator.comparing(ClockEntry::kind).thenComparingInt(ClockEntry::lowestMhz);
        return acceleratorClocks.stream()
                .filter(entry -> entry.covers(size))
                .min(bySize)
                .orElseGet(() -> acceleratorClocks.stream().min(measuredFirst).orElseThrow());
    }

    /** The pin of a role, if the board states it. */
    public Optional<Pin> pin(String role) {
        return pins.stream().filter(pin -> pin.role().equals(role)).findFirst();
    }

    private static long share(Fact capacity, int percent) {
        return capacity.value() * percent / 100;
    }
}
