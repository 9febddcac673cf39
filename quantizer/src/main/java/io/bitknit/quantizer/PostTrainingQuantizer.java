// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.Evaluation;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns a float model into a quantized one by calibration on its own graph: scales by smallest squared error, tensor
 * by tensor in the order of the computation, exponents by {@link ExponentRule}. Test labels are only reported on.
 */
public final class PostTrainingQuantizer {
    private static final int LARGEST_SHIFT = 20;

    private PostTrainingQuantizer() {}

    /**
     * Quantizes a model of any number of layers.
     *
     * @throws UserException if an option does not go with the model, an input feature is negative, or the last layer
     *     has an activation
     */
    public static QuantizationResult quantize(FloatModel model, QuantizationOptions options) {
        int layers = model.layers().size();
        FloatLayer last = model.layers().get(layers - 1);
        if (last.activation() != Activation.NONE) {
            throw new UserException(
                    "Q-008",
                    last.name(),
                    "the last layer has a relu, scores are signed; leave the activation of the last layer away");
        }
        List<List<Integer>> choices = ExponentRule.candidates(options, layers);
        Adjacency adjacency = FloatReference.withSelfLoops(model.graph().adjacency());
        int[] floatClasses = FloatReference.classes(model, adjacency);
        Calibration calibration = new Calibration(model, options, adjacency);
        GraphData graph = model.graph();
        boolean labelled = Accuracy.labelled(graph.labels(), graph.validation()) > 0;

        double[] quality = new double[choices.size()];
        for (int i = 0; i < quality.length; i++) {
            int[] classes = IntegerForward.run(assemble(model, options, adjacency, calibration, choices.get(i), floatClasses))
                    .classes();
            quality[i] = labelled
                    ? Accuracy.of(classes, graph.labels(), graph.validation())
                    : Accuracy.agreement(classes, floatClasses);
        }
        int chosen = ExponentRule.choose(quality);
        List<QuantizationResult.CandidateRow> candidates = new ArrayList<>();
        for (int i = 0; i < quality.length; i++) {
            candidates.add(new QuantizationResult.CandidateRow(choices.get(i), quality[i], i == chosen));
        }
        QuantizedModel quantized =
                assemble(model, options, adjacency, calibration, choices.get(chosen), floatClasses);
        int[] classes = IntegerForward.run(quantized).classes();
        return new QuantizationResult(
                quantized,
                Accuracy.of(floatClasses, graph.labels(), graph.validation()),
                Accuracy.of(classes, graph.labels(), graph.validation()),
                quantized.evaluation().accuracyFloatTest(),
                Accuracy.of(classes, graph.labels(), graph.test()),
                Accuracy.agreement(classes, floatClasses),
                BitCounts.of(quantized),
                List.of(),
                candidates,
                List.of());
    }

    private static QuantizedModel assemble(
            FloatModel model,
            QuantizationOptions options,
            Adjacency adjacency,
            Calibration calibration,
            List<Integer> counts,
            int[] floatClasses) {
        List<TensorDraft> drafts = calibration.drafts(counts);
        int shift = shift(drafts);
        List<QuantizedLayer> layers = new ArrayList<>();
        for (int l = 0; l < calibration.layers(); l++) {
            FloatLayer source = model.layers().get(l);
            QuantizedTensor combined = drafts.get(2 * l).at(shift);
            QuantizedTensor aggregated = drafts.get(2 * l + 1).at(shift);
            layers.add(new QuantizedLayer(
                    source.name(), source.activation(), calibration.weights().get(l), combined, aggregated));
        }
        GraphData graph = model.graph();
        Evaluation evaluation = new Evaluation(
                graph.classes(),
                graph.labels(),
                graph.validation(),
                graph.test(),
                Accuracy.of(floatClasses, graph.labels(), graph.test()));
        return new QuantizedModel(
                model.name(), shift, calibration.input().input(), adjacency, layers, evaluation, provenance(model, options));
    }

    /** The largest shift, at most 20, at which every multiplier fits; the calibration leaves room for 1 at least. */
    private static int shift(List<TensorDraft> drafts) {
        for (int shift = LARGEST_SHIFT; shift >= 1; shift--) {
            int candidate = shift;
            if (drafts.stream().allMatch(d -> d.fits(candidate))) {
                return shift;
            }
        }
        throw new IllegalStateException("quantizer: no shift holds the multipliers of calibrated tensors");
    }

    private static Map<String, String> provenance(FloatModel model, QuantizationOptions options) {
        Map<String, String> provenance = new LinkedHashMap<>(model.provenance());
        return provenance;
    }
}
