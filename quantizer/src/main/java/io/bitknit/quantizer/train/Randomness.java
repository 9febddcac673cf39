// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Random numbers that depend on a seed, a purpose and a place in the work, and on nothing that ran before. */
public final class Randomness {
    private Randomness() {}

    /** The generator for one purpose, at one place. */
    public static UniformRandomProvider of(long seed, String purpose, int place) {
        long mixed = mix(mix(mix(seed) ^ purpose.hashCode()) ^ place);
        return RandomSource.XO_RO_SHI_RO_128_PP.create(new long[] {mixed, mix(mixed)});
    }

    /** The finalizer of SplitMix64: neighbouring inputs give unrelated outputs. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Glorot's uniform initialisation, {@code [inputs * outputs]}. */
    public static double[] glorot(UniformRandomProvider random, int inputs, int outputs) {
        double limit = Math.sqrt(6.0 / (inputs + outputs));
        double[] values = new double[inputs * outputs];
        for (int i = 0; i < values.length; i++) {
            values[i] = (2 * random.nextDouble() - 1) * limit;
        }
        return values;
    }

    /** 0 with the given probability, else {@code 1 / (1 - probability)}. */
    public static double[] dropout(UniformRandomProvider random, int count, double probability) {
        double[] mask = new double[count];
        double kept = 1 / (1 - probability);
        for (int i = 0; i < count; i++) {
            mask[i] = random.nextDouble() < probability ? 0 : kept;
        }
        return mask;
    }
}
