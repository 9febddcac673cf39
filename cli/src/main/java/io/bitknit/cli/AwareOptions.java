// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.boards.Boards;
import io.bitknit.model.FloatModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.FloatModelFile;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.quantizer.QuantizationOptions;
import io.bitknit.quantizer.aware.AwareQuantizer;
import io.bitknit.quantizer.aware.Granularity;
import io.bitknit.quantizer.aware.Method;
import io.bitknit.quantizer.aware.SeedReport;
import io.bitknit.quantizer.aware.SeedRun;
import io.bitknit.quantizer.degreequant.Protection;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.network.AwareNetwork;
import io.bitknit.quantizer.search.HardwareCost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the methods of {@code quantize} that train, and what they print. */
final class AwareOptions {
    @Option(
            names = "--target-hidden-bits",
            paramLabel = "X",
            description = "learned: mean width of all hidden features; default 1.7.")
    private @Nullable Double targetHiddenBits;

    @Option(names = "--penalty", paramLabel = "KIND", description = "learned: memory (default) or cycles.")
    private @Nullable String penalty;

    @Option(names = "--most-bits", paramLabel = "N", description = "learned: widest hidden feature, 1..8; default 4.")
    private @Nullable Integer mostBits;

    @Option(
            names = "--granularity",
            paramLabel = "NAMES",
            description = "sgquant: uniform, lwq, cwq, taq, or several joined by +; default lwq+cwq+taq.")
    private @Nullable String granularity;

    @Option(
            names = "--bits",
            paramLabel = "LIST",
            description = "sgquant: widths from most to least, default 4,2; degree-quant: one width, default 4.")
    private @Nullable String bits;

    @Option(
            names = "--protect",
            paramLabel = "P,Q",
            description = "degree-quant: probability of protection at the lowest degree, and what is added up to the"
                    + " highest; default 0,0.1.")
    private @Nullable String protect;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "Runs; each after the first trains a float model of its own. Default 1. The model that is"
                    + " best on the validation nodes is written.")
    private @Nullable Integer seeds;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the first run; default 0.")
    private @Nullable Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Runs at a time; default: all cores.")
    private @Nullable Integer threads;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description = "clean (default) chooses epochs on the validation nodes; seed-protocol also reports the best"
                    + " test accuracy over epochs, as the published systems do.")
    private @Nullable String protocol;

    @Option(names = "--board", paramLabel = "BOARD", description = "Predict cycles on it; default ulx3s-85f.")
    private @Nullable String board;

    /** Refuses options of training methods for the method that does not train. */
    void refuse() {
        boolean any = targetHiddenBits != null
                || penalty != null
                || mostBits != null
                || granularity != null
                || bits != null
                || protect != null
                || seeds != null
                || seed != null
                || threads != null
                || protocol != null
                || board != null;
        if (any) {
            throw new UserException(
                    "U-001", "--method", "'calibrate' does not train; choose learned, sgquant or degree-quant");
        }
    }

    void run(
            String method,
            @Nullable String weightBits,
            @Nullable Integer scoreBits,
            Path input,
            Path output,
            @Nullable Path json,
            Console console) {
        Method chosen = method(method, weightBits, scoreBits);
        int count = positive("--seeds", seeds, 1);
        int workers = positive("--threads", threads, Runtime.getRuntime().availableProcessors());
        boolean seedProtocol = seedProtocol();
        HardwareCost cost = new CompilerCost(Boards.load(board == null ? "ulx3s-85f" : board));
        Engine.require();
        FloatModel model = FloatModelFile.read(input);
        SeedReport report;
        try (Progress progress = new Progress(console, "quantize")) {
            AtomicInteger done = new AtomicInteger();
            progress.stage("seed " + first(), 0, count);
            report = SeedReport.of(AwareQuantizer.seeds(
                    model, chosen, first(), count, workers, run -> next(progress, run, done.incrementAndGet(), count)));
        }
        QuantizedModelFile.write(report.chosenRun().model(), output);
        @Nullable
        Long cycles = cost.of(report.chosenRun().model())
                .map(HardwareCost.Measure::cycles)
                .orElse(null);
        if (json != null) {
            Output.json(json, facts(report, chosen, cycles, seedProtocol), console);
            return;
        }
        print(report, cycles, seedProtocol, output, console);
    }

    /** The options that networks take which no accelerator exists for. */
    NetworkAwareRun.Request request(String method) {
        refuse(method, "--target-hidden-bits", targetHiddenBits);
        refuse(method, "--penalty", penalty);
        refuse(method, "--most-bits", mostBits);
        refuse(method, "--board", board);
        boolean degreeQuant = method.equals("degree-quant");
        if (!degreeQuant && !method.equals("sgquant")) {
            throw new UserException(
                    "U-001", "--method", "'" + method + "' is for GCNs; use calibrate, sgquant or degree-quant");
        }
        double[] probabilities = probabilities();
        return new NetworkAwareRun.Request(
                degreeQuant ? AwareNetwork.Method.DEGREE_QUANT : AwareNetwork.Method.SGQUANT,
                Granularity.parse(granularity == null ? "uniform" : granularity),
                QuantizationOptions.parseWidths("--bits", bits == null ? "4" : bits),
                new Protection(probabilities[0], probabilities[1]),
                positive("--seeds", seeds, 1),
                first(),
                positive("--threads", threads, Runtime.getRuntime().availableProcessors()),
                seedProtocol());
    }

    private long first() {
        return seed == null ? 0 : seed;
    }

    private static synchronized void next(Progress progress, SeedRun run, int done, int count) {
        if (done < count) {
            progress.stage(
                    "seed " + run.seed() + " has " + Text.percent(run.validation()) + " validation", done, count);
        }
    }

    private boolean seedProtocol() {
        if (protocol == null || protocol.equals("clean")) {
            return false;
        }
        if (protocol.equals("seed-protocol")) {
            return true;
        }
        throw new UserException("U-001", "--protocol", "'" + protocol + "' is not known; use clean or seed-protocol");
    }

    private static int positive(String option, @Nullable Integer value, int otherwise) {
        if (value != null && (value < 1 || value > 1000)) {
            throw new UserException("U-001", option, value + " is not possible; use 1 to 1000");
        }
        return value == null ? otherwise : value;
    }

    private Method method(String name, @Nullable String weightBits, @Nullable Integer scoreBits) {
        List<Integer> weights = QuantizationOptions.parseWidths("--weight-bits", weightBits == null ? "4" : weightBits);
        int scores = scoreBits == null ? 8 : scoreBits;
        switch (name) {
            case "learned" -> {
                refuse(name, "--granularity", granularity);
                refuse(name, "--bits", bits);
                refuse(name, "--protect", protect);
                return new Method.Learned(
                        targetHiddenBits == null ? 1.7 : targetHiddenBits,
                        mostBits == null ? 4 : mostBits,
                        kind(),
                        weights,
                        scores);
            }
            case "sgquant" -> {
                refuse(name, "--target-hidden-bits", targetHiddenBits);
                refuse(name, "--penalty", penalty);
                refuse(name, "--most-bits", mostBits);
                refuse(name, "--protect", protect);
                return new Method.Sgquant(
                        Granularity.parse(granularity == null ? "lwq+cwq+taq" : granularity),
                        QuantizationOptions.parseWidths("--bits", bits == null ? "4,2" : bits),
                        weights,
                        scores);
            }
            case "degree-quant" -> {
                refuse(name, "--target-hidden-bits", targetHiddenBits);
                refuse(name, "--penalty", penalty);
                refuse(name, "--most-bits", mostBits);
                refuse(name, "--granularity", granularity);
                refuse(name, "--weight-bits", weightBits);
                List<Integer> widths = QuantizationOptions.parseWidths("--bits", bits == null ? "4" : bits);
                if (widths.size() != 1) {
                    throw new UserException("U-001", "--bits", "degree-quant has one width for everything");
                }
                double[] probabilities = probabilities();
                return new Method.DegreeQuant(widths.get(0), probabilities[0], probabilities[1], scores);
            }
            default ->
                throw new UserException(
                        "U-001",
                        "--method",
                        "'" + name + "' is not known; use calibrate, learned, sgquant or degree-quant");
        }
    }

    private Method.Penalty kind() {
        String kind = penalty == null ? "memory" : penalty;
        if (!kind.equals("memory") && !kind.equals("cycles")) {
            throw new UserException("U-001", "--penalty", "'" + kind + "' is not known; use memory or cycles");
        }
        return Method.Penalty.valueOf(kind.toUpperCase(Locale.ROOT));
    }

    private double[] probabilities() {
        String[] items = (protect == null ? "0,0.1" : protect).split(",", -1);
        try {
            if (items.length == 2) {
                return new double[] {Double.parseDouble(items[0]), Double.parseDouble(items[1])};
            }
        } catch (NumberFormatException e) {
            throw new UserException(
                    "U-001", "--protect", "'" + protect + "' is not two numbers; use 0,0.1 for example");
        }
        throw new UserException("U-001", "--protect", "'" + protect + "' is not two numbers; use 0,0.1 for example");
    }

    private static void refuse(String method, String option, @Nullable Object value) {
        if (value != null) {
            throw new UserException("U-001", option, "'" + method + "' does not take it");
        }
    }

    private static Map<String, Object> facts(
            SeedReport report, Method method, @Nullable Long cycles, boolean seedProtocol) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "bitknit-quantize");
        facts.put("name", report.chosenRun().model().name());
        facts.put("method", method.name());
        facts.put("settings", method.toString());
        facts.put("protocol", "epoch and model chosen on the validation nodes");
        facts.put("accuracyMean", report.accuracyMean());
        facts.put("accuracyStd", report.accuracyStd());
        facts.put("accuracyFloatMean", report.accuracyFloatMean());
        facts.put("accuracyFloatStd", report.accuracyFloatStd());
        facts.put("validationMean", report.validationMean());
        if (seedProtocol) {
            facts.put("accuracyMeanBestTestEpoch", report.accuracyBestTestMean());
        }
        facts.put("seeds", report.runs().size());
        facts.put("bitsInput", report.bitsInput());
        facts.put("bitsHidden", report.bitsHidden());
        facts.put("bitsHiddenA2q", report.bitsHiddenA2q());
        facts.put("bitsAll", report.bitsAll());
        facts.put("memorySavingSgquant", report.memorySavingSgquant());
        facts.put("predictedCycles", cycles);
        facts.put("chosenSeed", report.chosenRun().seed());
        List<Map<String, Object>> runs = new ArrayList<>();
        for (SeedRun run : report.runs()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("seed", run.seed());
            row.put("accuracyFloat", run.testFloat());
            row.put("accuracy", run.test());
            row.put("validationFloat", run.validationFloat());
            row.put("validation", run.validation());
            if (seedProtocol) {
                row.put("accuracyBestTestEpoch", run.bestTest());
            }
            runs.add(row);
        }
        facts.put("runs", runs);
        return facts;
    }

    private static void print(
            SeedReport report, @Nullable Long cycles, boolean seedProtocol, Path output, Console console) {
        SeedRun best = report.chosenRun();
        console.say("quantized " + Text.shown(best.model().name()) + " to " + Text.shown(output));
        console.fact(
                "test accuracy",
                Text.percent(best.test()) + " in integers, " + Text.percent(best.testFloat()) + " in floating point"
                        + (report.runs().size() > 1 ? ", seed " + best.seed() + ", best on the validation nodes" : ""));
        if (report.runs().size() > 1) {
            console.fact(
                    "mean of " + report.runs().size() + " seeds",
                    Text.percent(report.accuracyMean()) + " +- " + Text.percent(report.accuracyStd()) + " in integers, "
                            + Text.percent(report.accuracyFloatMean()) + " +- "
                            + Text.percent(report.accuracyFloatStd()) + " in floating point");
        }
        if (seedProtocol) {
            console.fact(
                    "best test epoch",
                    Text.percent(report.accuracyBestTestMean()) + ", the protocol of the published systems");
        }
        console.fact(
                "mean bits",
                Text.decimal(report.bitsInput(), 2) + " of input features, " + Text.decimal(report.bitsHidden(), 2)
                        + " of hidden features, " + Text.decimal(report.bitsAll(), 2) + " of all with weights");
        console.fact("memory", "1/" + Text.decimal(report.memorySavingSgquant(), 1) + " by SGQuant's counting");
        console.fact("cycles", cycles == null ? "no accelerator fits the board" : Text.count(cycles));
        console.fact("next", Text.command("compile", output, "--board", "ulx3s-85f", "-o", "MODEL.design"));
    }
}
