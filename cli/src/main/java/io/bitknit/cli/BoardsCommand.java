// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.boards.Board;
import io.bitknit.boards.Boards;
import io.bitknit.boards.ClockEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code boards}: what can be compiled for. */
@Command(
        name = "boards",
        mixinStandardHelpOptions = true,
        description = "List the boards that are built in, or show those that are named.")
final class BoardsCommand implements Runnable {
    @ParentCommand
    private BitknitCommand root;

    @Parameters(arity = "0..*", paramLabel = "BOARD", description = "Name of a board, or a file of your own (.yaml).")
    private List<String> names = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "The list as JSON; - for standard output.")
    private @Nullable Path json;

    @Override
    public void run() {
        Console console = root.console();
        List<Board> boards = names.isEmpty()
                ? Boards.builtIn()
                : names.stream().map(Boards::load).toList();
        if (json != null) {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("format", "bitknit-boards");
            content.put("boards", boards.stream().map(BoardsCommand::facts).toList());
            Output.json(json, content, console);
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("board", "device", "LUT", "FF", "RAM kbit", "DSP", "clock MHz", "flow"));
        for (Board board : boards) {
            ClockEntry clock = board.acceleratorClocks().get(0);
            rows.add(List.of(
                    Text.shown(board.name()),
                    Text.shown(board.device().title()),
                    Text.count(board.device().luts().value()),
                    Text.count(board.device().ffs().value()),
                    Text.count(board.device().bramKbit()),
                    Text.count(board.device().dsps().value()),
                    clock.lowestMhz() + (clock.kind() == ClockEntry.Kind.MEASURED ? "" : " assumed"),
                    board.flow().label()));
        }
        console.table(rows);
        if (!names.isEmpty()) {
            for (Board board : boards) {
                board.notes().forEach(note -> console.say("  " + Text.shown(board.name()) + ": " + Text.shown(note)));
            }
        }
    }

    private static Map<String, Object> facts(Board board) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", board.name());
        facts.put("title", board.title());
        facts.put("device", board.device().title());
        facts.put("part", board.part());
        facts.put("lut", board.device().luts().value());
        facts.put("ff", board.device().ffs().value());
        facts.put("bramKbit", board.device().bramKbit());
        facts.put("dsp", board.device().dsps().value());
        facts.put("lutUsable", board.budget().lutUsable());
        facts.put("ffUsable", board.budget().ffUsable());
        facts.put("bramKbitUsable", board.budget().bramKbitUsable());
        facts.put("dspUsable", board.budget().dspUsable());
        facts.put("flow", board.flow().label());
        facts.put("hostLink", board.hostLink().label());
        return facts;
    }
}
