// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The integer forward pass against the numeric specification written out with unbounded integers. */
class IntegerForwardTest {
    private static final int MODELS = 60;

    @Test
    void equalsTheSpecificationOnRandomModels() {
        for (int seed = 0; seed < MODELS; seed++) {
            Random random = new Random(seed);
            QuantizedModel model = PostTrainingQuantizer.quantize(
                            TestModels.random(random), TestModels.randomOptions(random))
                    .model();
            assertThat(IntegerForward.run(model).tensors())
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(specification(model));
        }
    }

    @Test
    void roundsHalvesUpAndClamps() {
        QuantizedTensor tensor = new QuantizedTensor(
                "t", 1, 5, true, 1, new byte[] {3}, new byte[] {1}, new int[] {1}, new long[] {0, 0, 0, 0, 1});
        // Shift 2 + 1 bits: 4 is exactly one half, -4 minus one half, -12 minus one and a half.
        assertThat(IntegerForward.requantize(new long[] {4, -4, -12, 1000, 3}, tensor, 2))
                .containsExactly(1, 0, -1, 3, 1);
    }

    @Test
    void signedSingleBitTakesTheSignWithoutRounding() {
        QuantizedTensor tensor = new QuantizedTensor(
                "t", 1, 4, true, 1, new byte[] {1}, new byte[] {0}, new int[] {1}, new long[] {0, 0, 0, 2});
        assertThat(IntegerForward.requantize(new long[] {0, -1, 1, -2}, tensor, 4))
                .containsExactly(1, -1, 1, 1);
    }

    @Test
    void classIsTheLowestIndexOfTheLargestScore() {
        assertThat(IntegerForward.argmax(new int[] {1, 1, 0, -5, -5, -4}, 2, 3)).containsExactly(0, 2);
    }

    private static List<int[]> specification(QuantizedModel model) {
        List<int[]> tensors = new ArrayList<>();
        int[] hidden = null;
        for (QuantizedLayer layer : model.layers()) {
            int features = layer.weights().outputs();
            BigInteger[] sums = zeros(model.nodes() * features);
            for (int v = 0; v < model.nodes(); v++) {
                for (int f = 0; f < features; f++) {
                    BigInteger sum = BigInteger.ZERO;
                    if (hidden == null) {
                        for (int i = model.input().rowStart()[v];
                                i < model.input().rowStart()[v + 1];
                                i++) {
                            sum = sum.add(product(
                                    Byte.toUnsignedInt(model.input().code()[i]),
                                    layer.weights().at(model.input().column()[i], f)));
                        }
                    } else {
                        for (int i = 0; i < layer.weights().inputs(); i++) {
                            int q = hidden[v * layer.weights().inputs() + i];
                            sum = sum.add(product(q, layer.weights().at(i, f)));
                        }
                    }
                    sums[v * features + f] = sum;
                }
            }
            int[] combined = requantized(sums, layer.combined(), model.requantShift());
            BigInteger[] aggregated = zeros(sums.length);
            for (int v = 0; v < model.nodes(); v++) {
                for (int i = model.adjacency().rowStart()[v];
                        i < model.adjacency().rowStart()[v + 1];
                        i++) {
                    int u = model.adjacency().source()[i];
                    for (int f = 0; f < features; f++) {
                        int at = v * features + f;
                        aggregated[at] = aggregated[at].add(product(
                                combined[u * features + f],
                                1 << layer.combined().exponents()[u]));
                    }
                }
            }
            hidden = requantized(aggregated, layer.aggregated(), model.requantShift());
            tensors.add(combined);
            tensors.add(hidden);
        }
        return tensors;
    }

    private static int[] requantized(BigInteger[] sums, QuantizedTensor tensor, int r) {
        int[] q = new int[sums.length];
        for (int i = 0; i < sums.length; i++) {
            int v = i / tensor.features();
            int b = tensor.bits()[v];
            int shift = r + tensor.exponents()[v];
            BigInteger scaled = sums[i].multiply(BigInteger.valueOf(tensor.multipliers()[v]))
                    .add(BigInteger.valueOf(tensor.bias()[i % tensor.features()]));
            if (tensor.signed() && b == 1) {
                q[i] = scaled.signum() >= 0 ? 1 : -1;
            } else {
                BigInteger t = scaled.add(BigInteger.ONE.shiftLeft(shift - 1)).shiftRight(shift);
                int low = tensor.signed() ? -(1 << (b - 1)) : 0;
                int high = tensor.signed() ? (1 << (b - 1)) - 1 : (1 << b) - 1;
                q[i] = t.max(BigInteger.valueOf(low))
                        .min(BigInteger.valueOf(high))
                        .intValueExact();
            }
        }
        return q;
    }

    private static BigInteger product(long a, long b) {
        return BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
    }

    private static BigInteger[] zeros(int count) {
        BigInteger[] zeros = new BigInteger[count];
        Arrays.fill(zeros, BigInteger.ZERO);
        return zeros;
    }
}
