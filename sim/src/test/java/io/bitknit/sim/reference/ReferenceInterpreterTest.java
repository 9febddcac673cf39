// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.Evaluation;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Values that were computed by hand from doc/NUMERICS.md. */
class ReferenceInterpreterTest {
    private static QuantizedTensor tensor(byte[] bits, byte[] exponents, int[] multipliers, long[] bias) {
        return new QuantizedTensor("t", 3, 2, true, 1, bits, exponents, multipliers, bias);
    }

    @Test
    void roundsHalfUpClampsAndShiftsByTheExponent() {
        // Node 0 has entries 1 and 3, node 1 has none, node 2 has one; weights are 3 -4 / -2 5.
        SparseInput input =
                new SparseInput(3, 2, 2, 1, new int[] {0, 2, 2, 3}, new int[] {0, 1, 1}, new byte[] {1, 3, 2});
        QuantizedWeights weights = new QuantizedWeights(2, 2, 4, 1, new byte[] {3, -4, -2, 5});
        // acc = {-3, 11}, {0, 0}, {-4, 10}; r = 1.
        // node 0: 4 bits, e 0, m 1: (-3 + 1) >> 1 = -1, (11 + 1) >> 1 = 6
        // node 1: 1 bit: sign of 0 is +1
        // node 2: 3 bits, e 1, m 2: (-8 + 2) >> 2 = -2, (20 + 2) >> 2 = 5, clamped to 3
        QuantizedTensor combined = tensor(new byte[] {4, 1, 3}, new byte[] {0, 0, 1}, new int[] {1, 7, 2}, new long[2]);
        // sums: node 0 = n0 + n2 * 2 = {-5, 12}; node 1 = n1 + n1 = {2, 2}; node 2 = nothing
        Adjacency adjacency = new Adjacency(3, new int[] {0, 2, 4, 4}, new int[] {0, 2, 1, 1});
        // r = 1, bias {3, -1}, m 1: (-5 + 3 + 1) >> 1 = -1; (12 - 1 + 1) >> 1 = 6; (2 + 3 + 1) >> 1 = 3;
        // (2 - 1 + 1) >> 1 = 1; (3 + 1) >> 1 = 2; (-1 + 1) >> 1 = 0
        QuantizedTensor scores = tensor(new byte[] {8, 8, 8}, new byte[3], new int[] {1, 1, 1}, new long[] {3, -1});
        QuantizedModel model = new QuantizedModel(
                "hand",
                1,
                input,
                adjacency,
                List.of(new QuantizedLayer("only", Activation.NONE, weights, combined, scores)),
                new Evaluation(2, new int[] {1, 1, 0}, new int[0], new int[] {0, 1, 2}, 1),
                Map.of());

        ReferenceResult result = ReferenceInterpreter.run(model);

        assertThat(result.layers().get(0).combined().q()).containsExactly(-1, 6, 1, 1, -2, 3);
        assertThat(result.layers().get(0).combined().code(0, 0)).isEqualTo(7);
        assertThat(result.layers().get(0).combined().code(1, 0)).isEqualTo(1);
        assertThat(result.scores().q()).containsExactly(-1, 6, 3, 1, 2, 0);
        assertThat(result.predictedClass()).containsExactly(1, 0, 0);
        assertThat(result.accuracyTest()).isEqualTo(2.0 / 3);
    }
}
