// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.Phase.Part;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The workload straight from the model, without the graph: what the lowering is compared with. */
final class DirectLowering {
    private DirectLowering() {}

    static Workload lower(QuantizedModel model, String digest) {
        QuantizedWeights first = model.layers().get(0).weights();
        List<TensorFormat> tensors = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        byte[] weightBits = new byte[first.inputs()];
        Arrays.fill(weightBits, (byte) first.bits());
        tensors.add(new TensorFormat(
                "layer0.weights",
                first.inputs(),
                first.outputs(),
                true,
                weightBits,
                new byte[first.inputs()],
                new int[0],
                new long[0]));
        Terms neighbours =
                new Terms(model.adjacency().rowStart(), model.adjacency().source(), new byte[0]);
        for (int l = 0; l < model.layers().size(); l++) {
            QuantizedLayer layer = model.layers().get(l);
            int input = tensors.size() - 1;
            tensors.add(format(layer.combined()));
            tensors.add(format(layer.aggregated()));
            String name = "layer" + l;
            stages.add(
                    l == 0
                            ? new Stage(
                                    name + ".combine",
                                    l,
                                    Part.COMBINE_SPARSE,
                                    input,
                                    input + 1,
                                    sparseTerms(model.input()),
                                    new byte[0],
                                    0)
                            : new Stage(
                                    name + ".combine",
                                    l,
                                    Part.COMBINE_DENSE,
                                    input,
                                    input + 1,
                                    Terms.NONE,
                                    layer.weights().q(),
                                    layer.weights().bits()));
            stages.add(new Stage(
                    name + ".aggregate", l, Part.AGGREGATE, input + 1, input + 2, neighbours, new byte[0], 0));
        }
        return new Workload(model.name(), digest, model.nodes(), model.requantShift(), tensors, stages, codes(first));
    }

    private static TensorFormat format(QuantizedTensor t) {
        return new TensorFormat(
                t.name(), t.nodes(), t.features(), t.signed(), t.bits(), t.exponents(), t.multipliers(), t.bias());
    }

    /** Signed weights as unsigned codes of the numeric specification. */
    private static byte[] codes(QuantizedWeights w) {
        byte[] codes = new byte[w.q().length];
        int beta = 1 << (w.bits() - 1);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (w.bits() == 1 ? (w.q()[i] + 1) / 2 : w.q()[i] + beta);
        }
        return codes;
    }

    /** One term per set bit of an input code. */
    static Terms sparseTerms(SparseInput x) {
        long count = 0;
        for (byte code : x.code()) {
            count += Integer.bitCount(code & 0xFF);
        }
        if (count == x.entries() && allOnes(x.code())) {
            return new Terms(x.rowStart(), x.column(), new byte[0]);
        }
        int[] rowStart = new int[x.nodes() + 1];
        int[] source = new int[(int) count];
        byte[] shift = new byte[(int) count];
        int at = 0;
        for (int v = 0; v < x.nodes(); v++) {
            for (int k = x.rowStart()[v]; k < x.rowStart()[v + 1]; k++) {
                for (int bits = x.code()[k] & 0xFF; bits != 0; bits &= bits - 1) {
                    source[at] = x.column()[k];
                    shift[at++] = (byte) Integer.numberOfTrailingZeros(bits);
                }
            }
            rowStart[v + 1] = at;
        }
        return new Terms(rowStart, source, shift);
    }

    private static boolean allOnes(byte[] codes) {
        for (byte code : codes) {
            if (code != 1) {
                return false;
            }
        }
        return true;
    }
}
