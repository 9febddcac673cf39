// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.util.SplittableRandom;

/**
 * Random accelerators of small and middle size, to measure areas with: every parameter varies by itself, within what the
 * compiler asks for. The same seed is the same shape.
 */
public final class ShapeSampler {
    private static final int MOST_PORTS = 18;

    /** Larger units take minutes in synthesis and teach no more about the formulas. */
    private static final int MOST_ADDED_BITS = 1_200;

    private ShapeSampler() {}

    public static AcceleratorShape of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        // a parameter that came later has a generator of its own, so that units that are measured stay in the sample
        SplittableRandom shifts = new SplittableRandom(~seed);
        AcceleratorShape shape = draw(random, shifts);
        while (addedBits(shape) > MOST_ADDED_BITS) {
            shape = draw(random, shifts);
        }
        return shape;
    }

    /**
     * About the bits that one unit of each kind adds: synthesis that keeps the hierarchy does equal units once. It does not
     * use the contracts, so that a new fit draws the same shapes.
     */
    private static int addedBits(AcceleratorShape s) {
        int gather = s.lanes() * s.ports() * s.planes() * 2;
        int dense = s.lanes() * s.denseColumns() * s.densePlanes() * (s.denseWeightBits() + 1) * 2;
        int requantizer = s.lanes() * s.accumulatorBits() * 20;
        return gather + dense + requantizer;
    }

    private static AcceleratorShape draw(SplittableRandom random, SplittableRandom shifts) {
        int engines = pick(random, 1, 1, 1, 2, 2, 3);
        int slots = pick(random, 1, 1, 2, 2, 3, 4);
        int step = engines * slots;
        int ports = step * (1 + random.nextInt(Math.max(1, Math.min(8, MOST_PORTS / step))));
        int planes = pick(random, 1, 2, 4);
        int lanes = Math.min(64 / planes, pick(random, 2, 2, 3, 4, 4, 5, 6, 8, 12));
        boolean fold2 = lanes % 2 == 0 && random.nextBoolean();
        boolean dense = random.nextInt(4) > 0;
        int units = dense ? divisor(slots, random) : 0;
        int groups = 1 + random.nextInt(slots);
        return new AcceleratorShape(
                engines,
                ports,
                lanes,
                planes,
                slots,
                groups,
                units,
                dense ? 1 << random.nextInt(AcceleratorShape.ceilLog2(planes) + 1) : 1,
                dense ? 2 + random.nextInt(Math.min(lanes, 10) - 1) : 0,
                dense ? 1 + random.nextInt(8) : 0,
                dense ? 1 + random.nextInt(8) : 0,
                fold2,
                random.nextInt(8) << 1,
                dense ? random.nextInt(8) << 1 : 0,
                8 + random.nextInt(13),
                range(random, 16, 1500),
                range(random, 16, 1500),
                range(random, 16, 1500),
                range(random, 16, 1000),
                range(random, 8, 500),
                1 + random.nextInt(6),
                1 + random.nextInt(6),
                1 + random.nextInt(7),
                4 + random.nextInt(13),
                pick(random, 0, 0, 1, 1, 1, 2, 3, 4, 5, 6, 7),
                shifts.nextInt(Math.min(AcceleratorShape.MOST_ROW_SHIFT, planes * (fold2 ? 2 : 1) - 1) + 1),
                8 + random.nextInt(17),
                random.nextBoolean() ? Multiplier.DSP : Multiplier.LUT);
    }

    /** Small numbers as often as large ones, by their order of magnitude. */
    static int range(SplittableRandom random, int least, int most) {
        return (int) Math.round(least * Math.pow((double) most / least, random.nextDouble()));
    }

    /** A random divisor of a number. */
    public static int divisor(int value, SplittableRandom random) {
        int divisor = 1 + random.nextInt(value);
        while (value % divisor != 0) {
            divisor--;
        }
        return divisor;
    }

    private static int pick(SplittableRandom random, int... values) {
        return values[random.nextInt(values.length)];
    }
}
