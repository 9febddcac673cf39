// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The tables of {@code doc/BOARDS.md}. */
final class BoardsDocument {
    private BoardsDocument() {}

    static String tables() {
        StringBuilder out = new StringBuilder();
        out.append("## Built-in boards\n\n");
        out.append(
                "Budgets are what a design may use, the host link of the board included: the usable shares of the device, rounded down.\n\n");
        out.append(
                "| board | device, speed grade | LUT | FF | block RAM | DSP | clock for 8 ports, 2 slots | flow | host | pins |\n");
        out.append("|---|---|---|---|---|---|---|---|---|---|\n");
        Boards.builtIn().forEach(board -> out.append(row(board)));
        out.append("\n");
        for (Board board : Boards.builtIn()) {
            board.notes()
                    .forEach(note -> out.append("- `")
                            .append(board.name())
                            .append("`: ")
                            .append(note)
                            .append(".\n"));
        }
        out.append("\n## Devices\n\n| device | fact | value | source |\n|---|---|---|---|\n");
        Boards.builtInDevices().forEach(device -> out.append(facts(device)));
        out.append("\n## Memories beside the device\n\n| board | memory | KiB | source |\n|---|---|---|---|\n");
        for (Board board : Boards.builtIn()) {
            for (Memory memory : board.memories()) {
                out.append("| `%s` | %s | %s | %s |\n"
                        .formatted(
                                board.name(),
                                memory.name(),
                                number(memory.kibibytes().value()),
                                source(memory.kibibytes())));
            }
        }
        out.append("\n## Where clocks and pins were read\n\n| board | source |\n|---|---|\n");
        Boards.builtIn().forEach(board -> out.append("| `%s` | %s |\n".formatted(board.name(), board.source())));
        out.append("\n## Clocks of the accelerator\n\n");
        out.append(
                "The clock to plan with is the slowest run of the smallest entry that covers the accelerator; beyond all entries, of the slowest measured one. ");
        out.append("An assumed figure has no place-and-route behind it.\n\n");
        out.append(
                "| device | speed grade | engines | ports | slots | planes | MHz | kind | source |\n|---|---|---|---|---|---|---|---|---|\n");
        for (Device device : Boards.builtInDevices()) {
            device.acceleratorClocks().forEach(entry -> out.append(clock(device, entry)));
        }
        return out.toString();
    }

    private static String row(Board board) {
        Budget budget = board.budget();
        ClockEntry clock = board.acceleratorClock(new EngineSize(1, 8, 2, 4));
        return "| `%s`<br>%s | %s, %s | %s LUT%d | %s | %s blocks, %s Kbit | %s | %d MHz, %s | %s | %s | %s |\n"
                .formatted(
                        board.name(),
                        board.title(),
                        board.device().title(),
                        board.speedGrade(),
                        number(budget.lutUsable()),
                        board.device().family().lutInputs(),
                        number(budget.ffUsable()),
                        number(budget.bramBlocksUsable()),
                        number(budget.bramKbitUsable()),
                        number(budget.dspUsable()),
                        clock.lowestMhz(),
                        clock.kind().label(),
                        board.flow().label(),
                        board.hostLink().label(),
                        board.pins().stream().map(Pin::role).collect(Collectors.joining(" ")));
    }

    private static String facts(Device device) {
        int lutInputs = device.family().lutInputs();
        int blockKbit = device.family().bramBlockKbit();
        StringBuilder out = new StringBuilder();
        out.append(fact(device, "LUT" + lutInputs, device.luts()));
        out.append(fact(device, "FF", device.ffs()));
        out.append(fact(device, "block RAM of " + blockKbit + " Kbit", device.bramBlocks()));
        out.append(fact(device, "DSP", device.dsps()));
        for (OnChipRam ram : device.otherRams()) {
            out.append(fact(device, ram.name() + " of " + ram.blockKbit() + " Kbit", ram.blocks()));
        }
        return out.toString();
    }

    private static String fact(Device device, String what, Fact fact) {
        return "| `%s` | %s | %s | %s |\n".formatted(device.name(), what, number(fact.value()), source(fact));
    }

    private static String clock(Device device, ClockEntry entry) {
        String mhz = entry.lowestMhz() == entry.highestMhz()
                ? String.valueOf(entry.lowestMhz())
                : entry.lowestMhz() + " to " + entry.highestMhz();
        List<String> cells = List.of(
                "`" + device.name() + "`",
                entry.speedGrade(),
                any(entry.most().engines(), 256),
                any(entry.most().ports(), 256),
                any(entry.most().slots(), 16),
                any(entry.most().planes(), 4),
                mhz,
                entry.kind().label(),
                entry.source());
        return "| " + String.join(" | ", cells) + " |\n";
    }

    /** A limit that nothing exceeds says nothing. */
    private static String any(int most, int limit) {
        return most == limit ? "any" : String.valueOf(most);
    }

    private static String source(Fact fact) {
        return (fact.verified() ? "" : "**unverified**, ") + fact.source();
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
