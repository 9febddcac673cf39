// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.Convolution;
import io.bitknit.model.Evaluation;
import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.QuantizationResult.CandidateRow;
import io.bitknit.quantizer.QuantizationResult.TensorRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Turns a float model into a quantized one by calibration on its own graph: scales by smallest squared error, tensor
 * by tensor in the order of the computation, exponents by {@link ExponentRule}. Test labels are only reported on.
 */
public final class PostTrainingQuantizer {
    private static final int LARGEST_SHIFT = 20;

    private final FloatModel model;
    private final QuantizationOptions options;
    private final Adjacency adjacency;
    private final int[] floatClasses;
    private final Calibration calibration;

    private PostTrainingQuantizer(FloatModel model, QuantizationOptions options) {
        this.model = model;
        this.options = options;
        adjacency = Convolution.withSelfLoops(model.graph().adjacency());
        List<FloatForward.LayerValues> values = FloatForward.run(model);
        FloatForward.LayerValues scores = values.get(values.size() - 1);
        floatClasses = FloatForward.classes(scores.aggregated(), scores.features());
        calibration = new Calibration(model, options, adjacency, values);
    }

    /**
     * Quantizes a model of any number of layers.
     *
     * @throws UserException if an option does not go with the model, an input feature is negative, or the last layer
     *     has an activation
     */
    public static QuantizationResult quantize(FloatModel model, QuantizationOptions options) {
        FloatLayer last = model.layers().get(model.layers().size() - 1);
        if (last.activation() != Activation.NONE) {
            throw new UserException(
                    "Q-008",
                    last.name(),
                    "the last layer has a relu, scores are signed; leave the activation of the last layer away");
        }
        List<List<Integer>> choices =
                ExponentRule.candidates(options, model.layers().size());
        return new PostTrainingQuantizer(model, options).result(choices);
    }

    private QuantizationResult result(List<List<Integer>> choices) {
        GraphData graph = model.graph();
        List<QuantizedModel> models = new ArrayList<>();
        List<int[]> classes = new ArrayList<>();
        double[] validation = new double[choices.size()];
        double[] agreement = new double[choices.size()];
        for (int i = 0; i < choices.size(); i++) {
            models.add(assemble(calibration.drafts(choices.get(i))));
            classes.add(IntegerForward.run(models.get(i)).classes());
            validation[i] = FloatForward.accuracy(classes.get(i), graph.labels(), graph.validation());
            agreement[i] = agreement(classes.get(i), floatClasses);
        }
        int chosen = ExponentRule.choose(validation, agreement, graph.validation().length);
        List<CandidateRow> candidates = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            candidates.add(new CandidateRow(choices.get(i), validation[i], agreement[i], i == chosen));
        }
        QuantizedModel quantized = models.get(chosen);
        List<TensorDraft> drafts = calibration.drafts(choices.get(chosen));
        return new QuantizationResult(
                quantized,
                FloatForward.accuracy(floatClasses, graph.labels(), graph.validation()),
                validation[chosen],
                quantized.evaluation().accuracyFloatTest(),
                FloatForward.accuracy(classes.get(chosen), graph.labels(), graph.test()),
                agreement[chosen],
                BitCounts.of(quantized),
                tensorRows(drafts),
                candidates,
                notes(drafts, quantized.requantShift()));
    }

    private static double agreement(int[] classes, int[] others) {
        int same = 0;
        for (int v = 0; v < classes.length; v++) {
            same += classes[v] == others[v] ? 1 : 0;
        }
        return classes.length == 0 ? 1 : (double) same / classes.length;
    }

    private QuantizedModel assemble(List<TensorDraft> drafts) {
        int shift = shift(drafts);
        List<QuantizedLayer> layers = new ArrayList<>();
        for (int l = 0; l < model.layers().size(); l++) {
            FloatLayer source = model.layers().get(l);
            layers.add(new QuantizedLayer(
                    source.name(),
                    source.activation(),
                    calibration.weights().get(l),
                    drafts.get(2 * l).at(shift),
                    drafts.get(2 * l + 1).at(shift)));
        }
        GraphData graph = model.graph();
        double accuracyFloatTest = FloatForward.accuracy(floatClasses, graph.labels(), graph.test());
        return new QuantizedModel(
                model.name(),
                shift,
                calibration.input().input(),
                adjacency,
                layers,
                new Evaluation(graph.classes(), graph.labels(), graph.validation(), graph.test(), accuracyFloatTest),
                provenance(drafts));
    }

    /** The largest shift, at most 20, at which every multiplier fits; the calibration leaves room for 1 at least. */
    private static int shift(List<TensorDraft> drafts) {
        for (int shift = LARGEST_SHIFT; shift >= 1; shift--) {
            int candidate = shift;
            if (drafts.stream().allMatch(draft -> draft.fits(candidate))) {
                return shift;
            }
        }
        throw new IllegalStateException("quantizer: no shift holds the multipliers of calibrated tensors");
    }

    private List<TensorRow> tensorRows(List<TensorDraft> drafts) {
        List<TensorRow> rows = new ArrayList<>();
        InputQuantizer.Result input = calibration.input();
        rows.add(new TensorRow(
                "input",
                input.input().nodes(),
                input.input().features(),
                input.input().bits(),
                1,
                List.of(input.input().nodes()),
                input.input().scale(),
                input.relativeError()));
        for (int l = 0; l < model.layers().size(); l++) {
            QuantizedWeights w = calibration.weights().get(l);
            FloatLayer source = model.layers().get(l);
            rows.add(new TensorRow(
                    source.name() + ".weight",
                    w.inputs(),
                    w.outputs(),
                    w.bits(),
                    1,
                    List.of(w.inputs()),
                    w.scale(),
                    WeightCalibration.relativeError(source, w)));
            rows.add(row(drafts.get(2 * l)));
            rows.add(row(drafts.get(2 * l + 1)));
        }
        return rows;
    }

    private static TensorRow row(TensorDraft draft) {
        Integer[] nodes = new Integer[draft.exponentCount()];
        Arrays.fill(nodes, 0);
        long bits = 0;
        for (int v = 0; v < draft.nodes(); v++) {
            nodes[draft.exponents()[v]]++;
            bits += draft.bits()[v];
        }
        return new TensorRow(
                draft.name(),
                draft.nodes(),
                draft.features(),
                draft.nodes() == 0 ? 0 : (double) bits / draft.nodes(),
                draft.exponentCount(),
                List.of(nodes),
                draft.scale(),
                draft.relativeError());
    }

    private List<String> notes(List<TensorDraft> drafts, int shift) {
        List<String> notes = new ArrayList<>();
        for (TensorDraft draft : drafts) {
            int vanishing = draft.vanishingRows(shift);
            if (vanishing > 0) {
                notes.add(String.format(
                        Locale.ROOT,
                        "%s: the multiplier of %d of %d nodes rounds to 0 at a shift of %d bits, these rows hold only"
                                + " the bias",
                        draft.name(),
                        vanishing,
                        draft.nodes(),
                        shift));
            }
        }
        return notes;
    }

    private Map<String, String> provenance(List<TensorDraft> drafts) {
        Map<String, String> provenance = new LinkedHashMap<>(model.provenance());
        provenance.put("quantization", "calibration");
        provenance.put("weightBits", options.weightBits().toString());
        provenance.put("hiddenBits", options.hidden().toString());
        provenance.put("scoreBits", Integer.toString(options.scoreBits()));
        provenance.put(
                "exponentCounts",
                drafts.stream().map(TensorDraft::exponentCount).toList().toString());
        return provenance;
    }
}
