// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.boards.Boards;
import io.bitknit.cli.report.DesignDocument;
import io.bitknit.compiler.CompileOptions;
import io.bitknit.compiler.DesignFile;
import io.bitknit.compiler.estimate.Estimate;
import io.bitknit.compiler.estimate.EstimateJson;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.SourceFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;

/** {@code estimate}: cycles, latency and area of a design. */
@Command(
        name = "estimate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show cycles (exact), latency and area of a design, on its board or on another.",
        footer = {"", "Example: bitknit estimate cora.design --json estimate.json"})
final class EstimateCommand implements Runnable {
    @ParentCommand
    private BitknitCommand root;

    @Parameters(paramLabel = "DESIGN", description = "Design folder that compile wrote.")
    private Path input;

    @Option(
            names = "--board",
            paramLabel = "BOARD",
            description = "Another board, or a board file of your own; default: the one that it was compiled for.")
    private @Nullable String board;

    @Option(names = "--json", paramLabel = "FILE", description = "The estimate as JSON; - for standard output.")
    private @Nullable Path json;

    @Override
    public void run() {
        Console console = root.console();
        String text = text(DesignFile.read(input), input, board);
        if (json == null) {
            EstimateText.print(JsonMapper.shared().readTree(text), console);
        } else if (json.toString().equals("-")) {
            console.out().print(text);
            console.out().flush();
        } else {
            Output.file(json, text.getBytes(StandardCharsets.UTF_8), Output.ESTIMATE_MARK);
            EstimateText.print(JsonMapper.shared().readTree(text), console);
        }
    }

    /** The estimate that the design carries, or a new one for another board, as JSON. */
    static String text(DesignFile.Content content, Path input, @Nullable String board) {
        if (board != null) {
            CompileOptions options = CompileOptions.forBoard(Boards.load(board));
            return EstimateJson.text(Estimate.of(content.design(), options.board(), options.area()));
        }
        String text = content.documents().get("estimate.json");
        if (text == null) {
            throw new UserException(
                    "U-007", input.toString(), "the design has no estimate.json; name a board with --board");
        }
        String place = SourceFolder.nameOf(input.toAbsolutePath().normalize()) + "/estimate.json";
        long cycles = DesignDocument.read(place, text).path("cycles").asLong(-1);
        if (cycles != content.design().predictedCycles()) {
            throw new UserException(
                    "U-009",
                    place,
                    "the file is not the estimate of this design, which takes "
                            + content.design().predictedCycles() + " cycles; compile the model again");
        }
        return text;
    }
}
