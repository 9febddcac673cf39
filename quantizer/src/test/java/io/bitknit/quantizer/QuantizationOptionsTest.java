// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.diag.UserException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class QuantizationOptionsTest {
    @Test
    void widthsOutOfRangeAreNamed() {
        assertError(
                () -> QuantizationOptions.parseWidths("--weight-bits", "4,9"),
                "error[Q-001]: --weight-bits: a width of 9 bits is not supported; use 1 to 8 bits");
        assertError(() -> HiddenWidths.uniform(0), "error[Q-001]: combined bits: a width of 0 bits");
        assertError(() -> QuantizationOptions.defaults().withScoreBits(16), "error[Q-001]: score bits");
        assertError(() -> QuantizationOptions.defaults().withInputBits(-1), "error[Q-001]: input bits");
        assertError(() -> QuantizationOptions.defaults().withWeightBits(List.of()), "error[Q-002]: weight bits");
    }

    @Test
    void textThatIsNoNumberIsNamed() {
        assertError(
                () -> QuantizationOptions.parseWidths("--hidden-bits", "4,,2"),
                "error[Q-003]: --hidden-bits: '' is no whole number; give numbers separated by commas, as 4,3,2");
        assertError(() -> QuantizationOptions.parseWidths("--hidden-bits", "99999999999"), "error[Q-003]");
    }

    @Test
    void exponentsAreRead() {
        assertThat(ExponentChoice.parseList("--exponents", "auto, none,1,2,4,8"))
                .containsExactly(
                        ExponentChoice.AUTO,
                        ExponentChoice.NONE,
                        ExponentChoice.NONE,
                        new ExponentChoice(2),
                        new ExponentChoice(4),
                        new ExponentChoice(8));
        assertError(
                () -> ExponentChoice.parseList("--exponents", "3"),
                "error[Q-004]: --exponents: '3' is no exponent count; use auto, none, 1, 2, 4 or 8");
        assertError(() -> new ExponentChoice(16), "error[Q-004]");
    }

    @Test
    void bucketsAreByDegreeBelowTheSplit() {
        DegreeBuckets buckets = DegreeBuckets.parse("4,3,2,1", "4,8,16");
        int[] degrees = {0, 3, 4, 7, 8, 15, 16, 1000};
        int[] bits = {4, 4, 3, 3, 2, 2, 1, 1};
        for (int i = 0; i < degrees.length; i++) {
            assertThat(buckets.bitsAt(degrees[i])).as("degree %d", degrees[i]).isEqualTo(bits[i]);
        }
        assertThat(DegreeBuckets.parse("5", "").bitsAt(7)).isEqualTo(5);
    }

    @Test
    void selfLoopsDoNotCountAndRepeatedEdgesDo() {
        DegreeBuckets buckets = DegreeBuckets.parse("4,3,2", "1,2");
        int[][] edges = {{0, 0}, {1, 1}, {0, 1}, {2, 2}, {0, 2}, {0, 2}};
        assertThat(buckets.bitsPerNode(TestModels.adjacency(3, edges))).containsExactly(4, 3, 2);
    }

    @Test
    void bucketsThatDoNotGoTogetherAreNamed() {
        assertError(
                () -> DegreeBuckets.parse("4,3", "4,8"),
                "error[Q-005]: degree bits: 2 widths do not go with 2 splits; give one width more than splits");
        assertError(
                () -> DegreeBuckets.parse("4,3,2", "8,4"),
                "error[Q-006]: degree splits: split 4 after 8; splits are at least 1 and ascend");
        assertError(() -> DegreeBuckets.parse("4,3", "0"), "error[Q-006]");
        assertError(() -> DegreeBuckets.parse("4,12", "4"), "error[Q-001]");
        assertError(() -> DegreeBuckets.parse("4,3", "x"), "error[Q-003]");
    }

    private static void assertError(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(UserException.class).hasMessageContaining(message);
    }
}
