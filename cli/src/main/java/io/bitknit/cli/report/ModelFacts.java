// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.quantizer.BitCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a report says about the quantized model itself. */
final class ModelFacts {
    private ModelFacts() {}

    static Report.Model model(QuantizedModel model, String digest) {
        List<Report.Layer> layers = new ArrayList<>();
        for (QuantizedLayer layer : model.layers()) {
            layers.add(new Report.Layer(
                    layer.name(),
                    layer.weights().inputs(),
                    layer.weights().outputs(),
                    layer.activation().name().toLowerCase(Locale.ROOT),
                    layer.weights().bits(),
                    layer.combined().meanBits(),
                    layer.aggregated().meanBits()));
        }
        List<Report.Fact> provenance = new ArrayList<>();
        model.provenance().forEach((key, value) -> provenance.add(new Report.Fact(key, value)));
        return new Report.Model(
                model.name(),
                model.nodes(),
                model.adjacency().terms(),
                model.input().features(),
                model.input().entries(),
                model.evaluation().classes(),
                layers,
                digest,
                provenance);
    }

    static Report.Bits bits(QuantizedModel model) {
        BitCounts bits = BitCounts.of(model);
        return new Report.Bits(
                bits.inputBits(), bits.hiddenBits(), bits.allBits(), bits.memoryBeforeBits(), bits.memoryAfterBits());
    }

    /** Shape, signedness and widths of a stored tensor, on one line. */
    static String format(QuantizedTensor tensor) {
        int narrowest = 8;
        int exponents = 0;
        for (int v = 0; v < tensor.nodes(); v++) {
            narrowest = Math.min(narrowest, tensor.bits()[v]);
            exponents = Math.max(exponents, tensor.exponents()[v]);
        }
        String widths = narrowest >= tensor.maxBits() ? "" + tensor.maxBits() : narrowest + " to " + tensor.maxBits();
        return "[" + tensor.nodes() + ", " + tensor.features() + "], " + (tensor.signed() ? "signed, " : "unsigned, ")
                + widths + " bits" + (exponents > 0 ? ", exponent" : "");
    }
}
