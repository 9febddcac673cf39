// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.boards.Board;
import io.bitknit.boards.Boards;
import io.bitknit.cli.report.AgreementFile;
import io.bitknit.cli.report.Report;
import io.bitknit.cli.report.ReportBuilder;
import io.bitknit.cli.report.ReportJson;
import io.bitknit.cli.report.ReportPage;
import io.bitknit.compiler.DesignFile;
import io.bitknit.sim.compare.Engine;
import io.bitknit.sim.compare.VerifyReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.json.JsonMapper;

/** {@code report}: everything about a design on one page. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Write everything about a design as one HTML page that needs no network, and as JSON.",
        footer = {"", "Example: bitknit report cora.design --verify verify.json -o report.html"})
final class ReportCommand implements Runnable {
    @ParentCommand
    private BitknitCommand root;

    @Parameters(paramLabel = "DESIGN", description = "Design folder that compile wrote.")
    private Path input;

    @Option(
            names = "-o",
            required = true,
            paramLabel = "FILE",
            description = "Page to write (.html), or a folder for report.html and report.json.")
    private Path output;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Where the JSON goes, - for standard output; default: beside the page.")
    private @Nullable Path json;

    @Option(
            names = "--verify",
            paramLabel = "FILE",
            description = "Result of 'verify --json' to show; default: the engines in Java, compared now.")
    private @Nullable Path verify;

    @Option(
            names = "--board",
            paramLabel = "BOARD",
            description = "Another board, or a board file of your own; default: the one that it was compiled for.")
    private @Nullable String board;

    @Option(
            names = "--without-times",
            description = "Leave out what differs from run to run: the same design gives the same bytes.")
    private boolean withoutTimes;

    @Override
    public void run() {
        Console console = root.console();
        boolean folder = Files.isDirectory(output) || !output.toString().matches("(?i).*\\.html?");
        Path page = folder ? output.resolve("report.html") : output;
        Path data = json != null ? json : beside(page);
        Output.refuseOthers(page, ReportPage.MARK);
        DesignFile.Content content = DesignFile.read(input);
        Report.Agreement agreement = verify == null
                ? null
                : AgreementFile.read(verify, content.design().digest());
        Report report = build(content, agreement, console);
        Output.file(page, ReportPage.html(report).getBytes(StandardCharsets.UTF_8), ReportPage.MARK);
        if (data.toString().equals("-")) {
            console.out().print(new String(ReportJson.bytes(report), StandardCharsets.UTF_8));
            console.out().flush();
            return;
        }
        Output.file(data, ReportJson.bytes(report), Output.JSON_MARK);
        console.say("report: " + Text.shown(page) + ", for programs: " + Text.shown(data));
    }

    private Report build(DesignFile.Content content, Report.@Nullable Agreement agreement, Console console) {
        String estimate = EstimateCommand.text(content, input, board);
        VerifyReport javaEngines =
                VerifyCommand.verify(content, EnumSet.of(Engine.REFERENCE, Engine.CYCLE), 1, null, console.quiet());
        String known = content.model().provenance().get(QuantizeCommand.ONE_SCALE_PER_TENSOR);
        return ReportBuilder.build(
                content,
                estimate,
                board(JsonMapper.shared().readTree(estimate).path("board").asString("")),
                javaEngines,
                agreement,
                !withoutTimes,
                known == null ? null : accuracy(known),
                input);
    }

    private @Nullable Board board(String name) {
        if (board != null) {
            return Boards.load(board);
        }
        return Boards.builtInNames().contains(name) ? Boards.load(name) : null;
    }

    /** Provenance is text that anybody may have written: what is no accuracy is not shown. */
    private static @Nullable Double accuracy(String text) {
        try {
            double value = Double.parseDouble(text);
            return value >= 0 && value <= 1 ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Path beside(Path page) {
        String name = page.toAbsolutePath().normalize().getFileName().toString();
        int dot = name.lastIndexOf('.');
        return page.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".json");
    }
}
