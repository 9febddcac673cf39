// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.QuantizationOptions;
import java.util.List;

/** A way to quantize by training. */
public sealed interface Method {
    /** For files and people. */
    String name();

    /** Widths of the weights: one for all layers, or one per layer. */
    List<Integer> weightBits();

    /** Widths that the method learns, per row. */
    enum Penalty {
        /** A bit costs its memory. */
        MEMORY,
        /** A bit before an aggregation costs as often as it is read there; after one, once per feature. */
        CYCLES
    }

    /**
     * Width and power-of-two step per row, learned.
     *
     * @param targetHiddenBits mean width of all hidden tensors, by what the penalty counts
     * @param mostBits widest row
     */
    record Learned(double targetHiddenBits, int mostBits, Penalty penalty, List<Integer> weightBits, int scoreBits)
            implements Method {
        public Learned {
            weightBits = QuantizationOptions.parseWidths("--weight-bits", text(weightBits));
            QuantizationOptions.parseWidths("--score-bits", Integer.toString(scoreBits));
            QuantizationOptions.parseWidths("most hidden bits", Integer.toString(mostBits));
            if (!(targetHiddenBits >= 1 && targetHiddenBits <= mostBits)) {
                throw new UserException(
                        "Q-025",
                        "--target-hidden-bits",
                        "a mean of " + targetHiddenBits + " bits is not possible; use 1 to " + mostBits);
            }
        }

        @Override
        public String name() {
            return "learned";
        }
    }

    /**
     * Fixed widths by granularity, calibrated scales, weights trained with straight-through gradients.
     *
     * @param bits from most to least
     */
    record Sgquant(Granularity granularity, List<Integer> bits, List<Integer> weightBits, int scoreBits)
            implements Method {
        public Sgquant {
            bits = QuantizationOptions.parseWidths("--bits", text(bits));
            weightBits = QuantizationOptions.parseWidths("--weight-bits", text(weightBits));
            QuantizationOptions.parseWidths("--score-bits", Integer.toString(scoreBits));
        }

        @Override
        public String name() {
            return "sgquant";
        }
    }

    /**
     * One width for weights and features, protective mask, ranges by percentiles, gradients clipped at the ends.
     *
     * @param protectLeast probability of protection at the lowest degree rank
     * @param protectChange what is added up to the highest
     */
    record DegreeQuant(int bits, double protectLeast, double protectChange, int scoreBits) implements Method {
        public DegreeQuant {
            QuantizationOptions.parseWidths("--bits", Integer.toString(bits));
            QuantizationOptions.parseWidths("--score-bits", Integer.toString(scoreBits));
            if (!(protectLeast >= 0 && protectChange >= 0 && protectLeast + protectChange < 1)) {
                throw new UserException(
                        "Q-026",
                        "--protect",
                        protectLeast + " and " + protectChange
                                + " are no probabilities; use the least and what is added, together below 1");
            }
        }

        @Override
        public String name() {
            return "degree-quant";
        }

        @Override
        public List<Integer> weightBits() {
            return List.of(bits);
        }
    }

    /**
     * Any fixed widths: what a search tries.
     *
     * @param inputBits most bits of an input feature
     * @param hidden widths of the hidden tensors
     * @param exponents how many exponents a row after an aggregation may choose from
     */
    record Fixed(int inputBits, HiddenWidths hidden, int exponents, List<Integer> weightBits, int scoreBits, int epochs)
            implements Method {
        public Fixed {
            weightBits = List.copyOf(weightBits);
        }

        @Override
        public String name() {
            return "search";
        }
    }

    private static String text(List<Integer> bits) {
        return String.join(",", bits.stream().map(String::valueOf).toList());
    }
}
