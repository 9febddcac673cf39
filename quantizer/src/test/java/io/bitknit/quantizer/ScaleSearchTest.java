// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ScaleSearchTest {
    @Test
    void noScaleOfTheGridAndNoExponentIsBetter() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            int nodes = 1 + random.nextInt(12);
            int features = 1 + random.nextInt(5);
            boolean signed = random.nextBoolean();
            int count = 1 << random.nextInt(4);
            byte[] bits = new byte[nodes];
            double[] values = new double[nodes * features];
            double largest = 0;
            for (int v = 0; v < nodes; v++) {
                bits[v] = (byte) (1 + random.nextInt(8));
                for (int f = 0; f < features; f++) {
                    double x = random.nextGaussian() * Math.exp(random.nextGaussian());
                    values[v * features + f] = signed ? x : Math.max(0, x);
                    largest = Math.max(largest, Math.abs(values[v * features + f]));
                }
            }
            ScaleSearch.Format format =
                    ScaleSearch.search(values, features, ScaleSearch.Rows.alone(bits), signed, count, 1e-30);
            double found = 0;
            for (int v = 0; v < nodes; v++) {
                double unit = Math.scalb(format.scale(), format.exponents()[v]);
                double own = error(values, features, v, bits[v], signed, unit);
                for (int e = 0; e < count; e++) {
                    // An exponent that lifts the scale above the largest value is not tried: it could only clip to 0.
                    if (Math.scalb(format.scale(), e) <= largest * 1.0000001) {
                        assertThat(own)
                                .as("seed %d node %d exponent %d", seed, v, e)
                                .isLessThanOrEqualTo(
                                        error(values, features, v, bits[v], signed, Math.scalb(format.scale(), e))
                                                + 1e-12);
                    }
                }
                found += own;
            }
            for (int step = 0; step <= 64; step++) {
                double scale = largest * Math.pow(2, -step / 8.0);
                double sum = 0;
                for (int v = 0; v < nodes; v++) {
                    double least = Double.POSITIVE_INFINITY;
                    for (int e = 0; e < count && Math.scalb(scale, e) <= largest * 1.0000001; e++) {
                        least = Math.min(least, error(values, features, v, bits[v], signed, Math.scalb(scale, e)));
                    }
                    sum += least;
                }
                assertThat(found).as("seed %d step %d", seed, step).isLessThanOrEqualTo(sum + 1e-9);
            }
        }
    }

    private static double error(double[] values, int features, int node, int bits, boolean signed, double unit) {
        double sum = 0;
        for (int f = 0; f < features; f++) {
            double x = values[node * features + f];
            double d = x - unit * RowRange.nearest(x / unit, bits, signed);
            sum += d * d;
        }
        return sum;
    }

    @Test
    void tensorOfZerosVanishes() {
        ScaleSearch.Format format =
                ScaleSearch.search(new double[6], 2, ScaleSearch.Rows.alone(new byte[] {1, 4, 8}), true, 4, 0);
        assertThat(format.scale()).isEqualTo(ScaleSearch.VANISHING);
        assertThat(format.exponents()).containsOnly(0);
    }

    @Test
    void scaleStaysAboveTheBound() {
        double[] values = {1, 0.001, -0.3, 0.2};
        assertThat(ScaleSearch.search(values, 2, ScaleSearch.Rows.alone(new byte[] {8, 8}), true, 8, 0.5)
                        .scale())
                .isGreaterThanOrEqualTo(0.5);
        assertThat(ScaleSearch.search(values, 2, ScaleSearch.Rows.alone(new byte[] {8, 8}), true, 8, 7)
                        .scale())
                .isEqualTo(7);
    }

    @Test
    void scoresThatFitAreNotClipped() {
        double scale = ScoreScale.search(new double[] {127, 0, -127, 1, 50, 60}, 2, 8, 1e-9);
        assertThat(scale).isEqualTo(1);
    }
}
