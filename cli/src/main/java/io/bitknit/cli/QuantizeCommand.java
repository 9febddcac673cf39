// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.model.FloatModel;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.FloatModelFile;
import io.bitknit.model.file.FloatNetworkFile;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.model.file.QuantizedNetworkFile;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.ExponentChoice;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.PostTrainingQuantizer;
import io.bitknit.quantizer.QuantizationOptions;
import io.bitknit.quantizer.QuantizationResult;
import io.bitknit.quantizer.network.NetworkQuantizer;
import io.bitknit.quantizer.network.NetworkWidths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code quantize}: float model to quantized model, by calibration alone or by training in integers. */
@Command(
        name = "quantize",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Turn a float model into integers, by calibration alone or by training in the integer format.",
            "A list has one item for all layers, or one per layer, separated by commas."
        },
        footer = {
            "",
            "Examples:",
            "  bitknit quantize cora.float --hidden-bits 4 --weight-bits 4 -o cora.q",
            "  bitknit quantize cora.float --degree-bits 4,3,2,1 --degree-splits 4,8,16 --weight-bits 4 -o cora-taq.q",
            "  bitknit quantize cora.float --method learned --target-hidden-bits 1.7 --seeds 10 --json q.json -o cora.q",
            "  bitknit quantize cora.float --method sgquant --granularity lwq+cwq+taq --bits 4,2 -o cora.q",
            "  bitknit quantize cora.float --method degree-quant --bits 4 -o cora.q"
        })
final class QuantizeCommand implements Runnable {
    /** Where the quantized model keeps the accuracy that its exponents are compared with. */
    static final String ONE_SCALE_PER_TENSOR = "accuracyOneScalePerTensor";

    @ParentCommand
    private BitknitCommand root;

    @Parameters(paramLabel = "MODEL.float", description = "Float model that import wrote.")
    private Path input;

    @Option(
            names = "--method",
            paramLabel = "NAME",
            defaultValue = "calibrate",
            description = "calibrate (default), learned, sgquant or degree-quant; the last three train.")
    private String method;

    @Mixin
    private AwareOptions aware;

    @Option(names = "--hidden-bits", paramLabel = "LIST", description = "Width of hidden features, 1 to 8; default 4.")
    private @Nullable String hiddenBits;

    @Option(
            names = "--combined-bits",
            paramLabel = "LIST",
            description = "Width of hidden features before aggregation, per layer; default: --hidden-bits.")
    private @Nullable String combinedBits;

    @Option(
            names = "--aggregated-bits",
            paramLabel = "LIST",
            description = "Width of hidden features after aggregation, per layer but the last; default: --hidden-bits.")
    private @Nullable String aggregatedBits;

    @Option(
            names = "--attention-bits",
            paramLabel = "LIST",
            description = "Width of attention per edge, 1 to 8, per layer of GAT and AGNN; default: --hidden-bits.")
    private @Nullable String attentionBits;

    @Option(
            names = "--degree-bits",
            paramLabel = "LIST",
            description = "Width of a node's hidden features by its degree: one width more than --degree-splits.")
    private @Nullable String degreeBits;

    @Option(
            names = "--degree-splits",
            paramLabel = "LIST",
            description = "Ascending degrees: 4,8,16 means below 4, below 8, below 16, and the others.")
    private @Nullable String degreeSplits;

    @Option(names = "--weight-bits", paramLabel = "LIST", description = "Width of weights, 1 to 8; default 4.")
    private @Nullable String weightBits;

    @Option(
            names = "--input-bits",
            paramLabel = "N",
            description = "Most bits of an input feature, 1 to 8; default 8. Binary features take 1 in any case.")
    private @Nullable Integer inputBits;

    @Option(names = "--score-bits", paramLabel = "N", description = "Width of the scores, 1 to 8; default 8.")
    private @Nullable Integer scoreBits;

    @Option(
            names = "--exponents",
            paramLabel = "LIST",
            description =
                    "Powers of two that a node may choose its scale from: 1, 2, 4, 8, none, or auto (default). Nodes of"
                            + " sets of graphs have theirs by degree.")
    private @Nullable String exponents;

    @Option(names = "-o", required = true, paramLabel = "FOLDER", description = "Quantized model to write.")
    private Path output;

    @Option(names = "--json", paramLabel = "FILE", description = "The result as JSON; - for standard output.")
    private @Nullable Path json;

    @Override
    public void run() {
        Console console = root.console();
        if (!method.equals("calibrate")) {
            boolean network = FloatNetworkFile.holds(input);
            refuseCalibration(network);
            if (network) {
                new NetworkAwareRun(aware.request(method), input, output, json, console).run(weightBits, exponents);
                return;
            }
            aware.run(method, weightBits, scoreBits, input, output, json, console);
            return;
        }
        aware.refuse();
        QuantizationOptions options = options();
        if (FloatNetworkFile.holds(input)) {
            quantizeNetwork(console);
            return;
        }
        FloatModel model = FloatModelFile.read(input);
        QuantizationResult result = PostTrainingQuantizer.quantize(model, options);
        double plain = withoutExponents(model, options, result);
        QuantizedModelFile.write(withComparison(result.model(), plain), output);
        if (json != null) {
            Output.json(json, facts(result, plain), console);
            return;
        }
        console.say("quantized " + Text.shown(model.name()) + " to " + Text.shown(output));
        console.fact(
                "test accuracy",
                Text.percent(result.test()) + " in integers, " + Text.percent(result.testFloat())
                        + " in floating point");
        console.fact("", Text.percent(plain) + " with one scale per tensor instead of exponents per node");
        console.fact(
                "mean bits",
                Text.decimal(result.bits().inputBits(), 2) + " of input features, "
                        + Text.decimal(result.bits().hiddenBits(), 2) + " of hidden features, "
                        + Text.decimal(result.bits().allBits(), 2) + " of all with weights");
        console.fact(
                "memory",
                Text.decimal(result.bits().memoryBeforeBits() / 8192.0, 1) + " KiB before, "
                        + Text.decimal(result.bits().memoryAfterBits() / 8192.0, 1) + " KiB after");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("component", "rows", "columns", "mean bits", "exponents", "relative error"));
        for (QuantizationResult.TensorRow row : result.tensors()) {
            rows.add(List.of(
                    Text.shown(row.name()),
                    Text.count(row.rows()),
                    Text.count(row.columns()),
                    Text.decimal(row.meanBits(), 2),
                    "" + row.exponentCount(),
                    Text.percent(row.relativeError())));
        }
        console.table(rows.size() > 1 ? rows : List.of());
        result.notes().forEach(note -> console.say("note: " + Text.shown(note)));
        console.fact("next", Text.command("compile", output, "--board", "ulx3s-85f", "-o", "MODEL.design"));
    }

    /** @param network whether the model is a network, whose exponents no method chooses by itself */
    private void refuseCalibration(boolean network) {
        boolean any = hiddenBits != null
                || combinedBits != null
                || aggregatedBits != null
                || degreeBits != null
                || degreeSplits != null
                || inputBits != null
                || (exponents != null && !network);
        if (any) {
            throw new UserException(
                    "U-001",
                    "--method",
                    "'" + method + "' takes its own widths; leave the width options of calibrate away");
        }
    }

    /** Test accuracy of the same widths with one scale per tensor, for comparison. */
    private static double withoutExponents(FloatModel model, QuantizationOptions options, QuantizationResult result) {
        boolean same = result.chosenExponentCounts().stream().allMatch(count -> count == 1);
        return same
                ? result.test()
                : PostTrainingQuantizer.quantize(model, options.withExponents(List.of(ExponentChoice.NONE)))
                        .test();
    }

    private static QuantizedModel withComparison(QuantizedModel model, double accuracy) {
        Map<String, String> provenance = new LinkedHashMap<>(model.provenance());
        provenance.put(ONE_SCALE_PER_TENSOR, Double.toString(accuracy));
        return new QuantizedModel(
                model.name(),
                model.requantShift(),
                model.input(),
                model.adjacency(),
                model.layers(),
                model.evaluation(),
                provenance);
    }

    private void quantizeNetwork(Console console) {
        FloatNetwork network = FloatNetworkFile.read(input);
        NetworkQuantizer.Result result = NetworkQuantizer.quantize(network, networkWidths());
        QuantizedNetworkFile.write(result.network(), output);
        if (json != null) {
            Output.json(json, NetworkText.facts(result), console);
            return;
        }
        console.say("quantized " + Text.shown(network.name()) + " to " + Text.shown(output));
        NetworkText.describe(result, console);
    }

    private NetworkWidths networkWidths() {
        String hidden = hiddenBits != null ? hiddenBits : "4";
        int exponentCount = exponents == null ? 1 : NetworkText.exponents(exponents);
        NetworkWidths widths = new NetworkWidths(
                inputBits != null ? inputBits : NetworkWidths.USUAL_BITS,
                list("--weight-bits", weightBits, "4"),
                NetworkWidths.undivided(list("--combined-bits", combinedBits, hidden)),
                NetworkWidths.undivided(list("--aggregated-bits", aggregatedBits, hidden)),
                list("--attention-bits", attentionBits, hidden),
                NetworkWidths.USUAL_BITS,
                scoreBits != null ? scoreBits : NetworkWidths.USUAL_BITS,
                exponentCount);
        return degreeBits == null || degreeSplits == null
                ? widths
                : widths.withDegrees(DegreeBuckets.parse(degreeBits, degreeSplits), exponentCount);
    }

    private static List<Integer> list(String option, @Nullable String text, String otherwise) {
        return QuantizationOptions.parseWidths(option, text != null ? text : otherwise);
    }

    private QuantizationOptions options() {
        QuantizationOptions options = QuantizationOptions.defaults();
        if (degreeBits != null || degreeSplits != null) {
            if (degreeBits == null || degreeSplits == null) {
                throw new UserException("U-001", "", "--degree-bits and --degree-splits go together");
            }
            if (hiddenBits != null || combinedBits != null || aggregatedBits != null) {
                throw new UserException(
                        "U-001", "", "--degree-bits sets every hidden width; leave the other width options away");
            }
            options = options.withHidden(new HiddenWidths.ByDegree(DegreeBuckets.parse(degreeBits, degreeSplits)));
        } else {
            options = options.withHidden(uniformWidths());
        }
        if (weightBits != null) {
            options = options.withWeightBits(QuantizationOptions.parseWidths("--weight-bits", weightBits));
        }
        if (inputBits != null) {
            options = options.withInputBits(inputBits);
        }
        if (scoreBits != null) {
            options = options.withScoreBits(scoreBits);
        }
        if (exponents != null) {
            options = options.withExponents(ExponentChoice.parseList("--exponents", exponents));
        }
        return options;
    }

    private HiddenWidths uniformWidths() {
        String combined = combinedBits != null ? combinedBits : hiddenBits != null ? hiddenBits : "4";
        String aggregated = aggregatedBits != null ? aggregatedBits : hiddenBits != null ? hiddenBits : "4";
        return new HiddenWidths.PerLayer(
                QuantizationOptions.parseWidths(combinedBits != null ? "--combined-bits" : "--hidden-bits", combined),
                QuantizationOptions.parseWidths(
                        aggregatedBits != null ? "--aggregated-bits" : "--hidden-bits", aggregated));
    }

    private static Map<String, Object> facts(QuantizationResult result, double plain) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "bitknit-quantize");
        facts.put("name", result.model().name());
        facts.put("accuracyFloat", result.testFloat());
        facts.put("accuracyIntegers", result.test());
        facts.put(ONE_SCALE_PER_TENSOR, plain);
        facts.put("validationFloat", result.validationFloat());
        facts.put("validationIntegers", result.validation());
        facts.put("agreement", result.agreement());
        facts.put("bits", result.bits());
        facts.put("tensors", result.tensors());
        facts.put("candidates", result.candidates());
        facts.put("notes", result.notes());
        return facts;
    }
}
