// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.degreequant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.quantizer.degreequant.Percentile.Range;
import org.junit.jupiter.api.Test;

class AffineFormatTest {
    @Test
    void aPositiveRangeIsExtendedToZero() {
        AffineFormat format = AffineFormat.asymmetric(new Range(0.2, 1.0), 4, false);
        assertThat(format.scale()).isEqualTo(1.0 / 15);
        assertThat(format.zeroPoint()).isZero();
        assertThat(format.code(0.2)).isEqualTo(3);
        assertThat(format.value(0)).isZero();
    }

    @Test
    void clippingBlocksTheOutermostCodesThemselves() {
        AffineFormat format = AffineFormat.asymmetric(new Range(0.2, 1.0), 4, false);
        assertThat(format.code(0)).isZero();
        assertThat(format.gradientPasses(0)).isFalse();
        assertThat(format.code(1)).isEqualTo(15);
        assertThat(format.gradientPasses(1)).isFalse();
        assertThat(format.gradientPasses(14.0 / 15)).isTrue();
        assertThat(format.gradientPasses(1.0 / 15)).isTrue();
        assertThat(format.gradientPasses(2)).isFalse();
    }

    @Test
    void aRangeWithoutExtentHasScaleOneAndZeroAtZero() {
        assertThat(AffineFormat.asymmetric(new Range(0, 0), 8, true)).isEqualTo(new AffineFormat(-128, 127, 1, 0));
        assertThat(AffineFormat.symmetric(new Range(0, 0), 4, false)).isEqualTo(new AffineFormat(0, 15, 1, 0));
        // A single value other than 0 is a range from 0 to it.
        assertThat(AffineFormat.asymmetric(new Range(3, 3), 2, false)).isEqualTo(new AffineFormat(0, 3, 1, 0));
    }

    @Test
    void aTinyRangeKeepsTheLeastScale() {
        assertThat(AffineFormat.asymmetric(new Range(0, 1e-12), 8, false).scale())
                .isEqualTo(1.1920929e-7, within(1e-13));
    }

    @Test
    void anAllNegativeRangeHasItsZeroAtTheTop() {
        AffineFormat format = AffineFormat.asymmetric(new Range(-3, -1), 2, false);
        assertThat(format).isEqualTo(new AffineFormat(0, 3, 1, 3));
        assertThat(format.value(format.code(0))).isZero();
    }

    @Test
    void zeroIsAlwaysExact() {
        for (int bits = 2; bits <= 8; bits++) {
            for (Range range : new Range[] {new Range(-0.37, 1.9), new Range(-5, 0.001), new Range(0.5, 0.6)}) {
                for (boolean signed : new boolean[] {false, true}) {
                    AffineFormat one = AffineFormat.asymmetric(range, bits, signed);
                    AffineFormat two = AffineFormat.symmetric(range, bits, signed);
                    assertThat(one.value(one.code(0))).isZero();
                    assertThat(two.value(two.code(0))).isZero();
                }
            }
        }
    }

    @Test
    void symmetricTakesTheLargerSide() {
        assertThat(AffineFormat.symmetric(new Range(-1, 3), 2, true)).isEqualTo(new AffineFormat(-2, 1, 2, 0));
        assertThat(AffineFormat.symmetric(new Range(-1, 3), 8, false).zeroPoint())
                .isEqualTo(128);
    }

    @Test
    void percentileCountsFromOne() {
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = 999 - i;
        }
        assertThat(Percentile.INT8.range(values)).isEqualTo(new Range(0, 998));
        assertThat(Percentile.INT4.range(values)).isEqualTo(new Range(9, 989));
        assertThat(Percentile.INT4.range(new float[] {7})).isEqualTo(new Range(7, 7));
        assertThat(Percentile.INT8.lowIndex(10)).isEqualTo(1);
        assertThat(Percentile.INT8.highIndex(10)).isEqualTo(9);
        assertThatThrownBy(() -> Percentile.INT4.range(new float[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Percentile(0.5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rangesWidenOrMove() {
        Range range = new Range(-1, 1);
        assertThat(range.widened(new Range(-0.5, 3))).isEqualTo(new Range(-1, 3));
        assertThat(range.moved(new Range(-2, 3), 0.01).low()).isEqualTo(-1.01, within(1e-12));
        assertThat(range.moved(new Range(-2, 3), 0.01).high()).isEqualTo(1.02, within(1e-12));
    }
}
