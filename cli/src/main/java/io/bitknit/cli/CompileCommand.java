// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.boards.Board;
import io.bitknit.boards.Boards;
import io.bitknit.compiler.CompileOptions;
import io.bitknit.compiler.Compiler;
import io.bitknit.compiler.DesignFile;
import io.bitknit.compiler.Dump;
import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.estimate.Estimate;
import io.bitknit.compiler.graph.GraphPrinter;
import io.bitknit.compiler.pass.LayerOrders;
import io.bitknit.compiler.project.ProjectOptions;
import io.bitknit.compiler.schedule.Effort;
import io.bitknit.compiler.search.Wishes;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.model.format.SourceFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;

/** {@code compile}: quantized model to design. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Compile a quantized model to Verilog, graph program and weight image for a board.",
            "Sizes that are not given are chosen: the fastest accelerator that fits the board."
        },
        footer = {"", "Example: bitknit compile cora.q --board ulx3s-85f -o cora.design"})
final class CompileCommand implements Runnable {
    private static final int MOST_WISH = 4096;

    /** Texts of a dump that are not graphs. */
    private static final Set<String> DUMPED = Set.of("design.txt", "program.txt", "schedule.csv");

    @ParentCommand
    private BitknitCommand root;

    @Parameters(paramLabel = "MODEL.q", description = "Quantized model that quantize wrote.")
    private Path input;

    @Option(
            names = "--board",
            required = true,
            paramLabel = "BOARD",
            description = "Built-in board ('bitknit boards' lists them), or a board file of your own (.yaml).")
    private String board;

    @Option(names = "--engines", paramLabel = "N", description = "Engines that share the work.")
    private @Nullable Integer engines;

    @Option(
            names = "--ports",
            paramLabel = "N",
            description = "Feature banks of an engine, a multiple of engines times slots.")
    private @Nullable Integer ports;

    @Option(names = "--lanes", paramLabel = "N", description = "Features of a bank word.")
    private @Nullable Integer lanes;

    @Option(
            names = "--planes",
            paramLabel = "N",
            description = "Bit planes of a feature in a bank word, added at once: 1, 2 or 4.")
    private @Nullable Integer planes;

    @Option(names = "--slots", paramLabel = "N", description = "Destinations that an engine sums at once.")
    private @Nullable Integer slots;

    @Option(names = "--requant-groups", paramLabel = "N", description = "Slots that are requantized per cycle.")
    private @Nullable Integer requantGroups;

    @Option(
            names = "--dense-units",
            paramLabel = "N",
            description = "Rows that the dense combination takes at once, a divisor of the slots.")
    private @Nullable Integer denseUnits;

    @Option(
            names = "--dense-planes",
            paramLabel = "N",
            description = "Bit planes that a dense unit takes per cycle, a divisor of the planes.")
    private @Nullable Integer densePlanes;

    @Option(
            names = "--multiplier",
            paramLabel = "KIND",
            description = "How requantizers multiply: ${COMPLETION-CANDIDATES}; default: whichever fits.")
    private @Nullable Multiplier multiplier;

    @Option(
            names = "--order",
            paramLabel = "ORDERS",
            defaultValue = "",
            description = {
                "combine-first for A(XW) or aggregate-first for (AX)W, one per layer with commas between;",
                "default: the faster one of those that give the model's integers."
            })
    private String order = "";

    @Option(
            names = "--effort",
            paramLabel = "N",
            description = {
                "Moves per node in the search for places; time is about proportional to it.",
                "Default: 200 up to 2,800 nodes, fewer on larger graphs."
            })
    private @Nullable Integer effort;

    @Option(
            names = "--clock-mhz",
            paramLabel = "N",
            description = "Clock on the board; default: one that the board is known to meet.")
    private @Nullable Integer clockMhz;

    @Option(
            names = "--baud",
            paramLabel = "N",
            defaultValue = "115200",
            description = "Speed of a serial host link; default ${DEFAULT-VALUE}.")
    private int baud;

    @Option(
            names = "--dump",
            paramLabel = "FOLDER",
            description = {
                "Write what lies between as text: the graph after every pass, the design,",
                "the graph program and the schedule of every engine."
            })
    private @Nullable Path dump;

    @Option(names = "-o", required = true, paramLabel = "FOLDER", description = "Design to write.")
    private Path output;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Size, cycles and area as JSON; - for standard output.")
    private @Nullable Path json;

    @Override
    public void run() {
        Console console = root.console();
        long start = System.nanoTime();
        requireSmall("--engines", engines);
        requireSmall("--ports", ports);
        requireSmall("--lanes", lanes);
        requireSmall("--slots", slots);
        requireSmall("--requant-groups", requantGroups);
        requireSmall("--dense-units", denseUnits);
        requireSmall("--planes", planes);
        requireSmall("--dense-planes", densePlanes);
        requireSmall("--clock-mhz", clockMhz);
        if (baud < 300 || baud > 12_000_000) {
            throw new UserException("U-001", "--baud", baud + " is not possible; use 300 to 12000000");
        }
        Board target = Boards.load(board);
        QuantizedModel model = QuantizedModelFile.read(input);
        CompileOptions options =
                CompileOptions.forBoard(target).withWishes(wishes()).withOrders(LayerOrders.parse(order));
        if (dump != null) {
            dump(new Lowering(model, options.orders()), dump);
        }
        Compiler.Result result = Compiler.compile(model, options);
        if (dump != null) {
            Dump.write(dump, Dump.texts(model, result.design()));
        }
        DesignFile.write(output, result.content(), ProjectFiles.of(result, model, projectOptions(target)));
        double seconds = (System.nanoTime() - start) / 1e9;
        if (json != null) {
            Output.json(json, facts(result), console);
            return;
        }
        print(result, seconds, console);
    }

    private ProjectOptions projectOptions(Board target) {
        OptionalInt clock = wish(clockMhz);
        return new ProjectOptions(target, BitknitCommand.VERSION, baud, clock);
    }

    private Wishes wishes() {
        return new Wishes(
                wish(engines),
                wish(ports),
                wish(lanes),
                wish(planes),
                wish(slots),
                wish(requantGroups),
                wish(denseUnits),
                wish(densePlanes),
                Optional.ofNullable(multiplier),
                effort());
    }

    private static OptionalInt wish(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private Effort effort() {
        if (effort == null) {
            return Effort.AUTOMATIC;
        }
        if (effort < 1 || effort > Effort.MOST) {
            throw new UserException("U-001", "--effort", effort + " is not possible; use 1 to " + Effort.MOST);
        }
        return new Effort(effort);
    }

    /** What is possible at all is said by the compiler; here only that its products of sizes stay small numbers. */
    private static void requireSmall(String option, @Nullable Integer value) {
        if (value != null && (value < 1 || value > MOST_WISH)) {
            throw new UserException("U-001", option, value + " is not possible; use 1 to " + MOST_WISH);
        }
    }

    /** Before the rest, so that there is something to look at if no accelerator fits. */
    private static void dump(Lowering lowering, Path folder) {
        refuseOthers(folder);
        lowering.graph((name, graph) -> Output.file(
                folder.resolve(name), GraphPrinter.print(graph).getBytes(StandardCharsets.UTF_8), Output.GRAPH_MARK));
    }

    /** Only a folder that holds nothing but an older dump is written into. */
    private static void refuseOthers(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean ours = Files.isDirectory(folder)
                && new SourceFolder(folder)
                        .names().stream()
                                .allMatch(name -> name.matches("[0-9]{2}-[a-z-]+\\.dfg") || DUMPED.contains(name));
        if (!ours) {
            throw new UserException(
                    "U-003",
                    folder.toString(),
                    "the path exists and was not written by this command; choose another name or remove it");
        }
    }

    private void print(Compiler.Result result, double seconds, Console console) {
        Estimate estimate = result.estimate();
        JsonNode shown = EstimateText.of(estimate);
        console.say("compiled " + Text.shown(result.design().name()) + " to " + Text.shown(output) + " in "
                + Text.decimal(seconds, 1) + " s");
        console.fact("size", size(result.design().shape()));
        console.fact(
                "cycles",
                Text.count(estimate.cycles()) + ", " + Text.percent(estimate.rooflineFraction()) + " of the roofline");
        console.fact("latency", EstimateText.latency(shown));
        console.fact("board", EstimateText.use(shown));
        Lowering.of(result.content().model(), result.design())
                .decisions()
                .forEach(order -> console.fact(
                        Text.shown(result.content()
                                        .model()
                                        .layers()
                                        .get(order.layer())
                                        .name()) + " as " + order.chosen().formula(),
                        Text.shown(order.reason())));
        console.fact("next", Text.command("verify", output, "--json", "verify.json"));
    }

    static String size(AcceleratorShape shape) {
        return shape.engines() + (shape.engines() == 1 ? " engine, " : " engines, ") + shape.ports() + " ports, "
                + shape.lanes() + (shape.planes() == 1 ? " lanes" : " lanes of " + shape.planes() + " planes")
                + ", teams of " + shape.slots();
    }

    private static Map<String, Object> facts(Compiler.Result result) {
        AcceleratorShape shape = result.design().shape();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "bitknit-compile");
        facts.put("design", result.design().digest());
        facts.put("engines", shape.engines());
        facts.put("ports", shape.ports());
        facts.put("lanes", shape.lanes());
        facts.put("planes", shape.planes());
        facts.put("slots", shape.slots());
        facts.put("requantGroups", shape.requantGroups());
        facts.put("denseUnits", shape.denseUnits());
        facts.put("densePlanes", shape.densePlanes());
        facts.put("estimate", EstimateText.of(result.estimate()));
        return facts;
    }
}
