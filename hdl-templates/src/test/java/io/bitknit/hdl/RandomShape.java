// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.util.SplittableRandom;

/** Random small shapes, degenerate ones included. */
final class RandomShape {
    private RandomShape() {}

    static AcceleratorShape of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int engines = 1 + random.nextInt(3);
        int slots = 1 + random.nextInt(5);
        int ports = engines * slots * (1 + random.nextInt(3));
        boolean fold2 = random.nextBoolean();
        int lanes = fold2 ? 2 * (1 + random.nextInt(6)) : 1 + random.nextInt(20);
        int planes = 1 << random.nextInt(3);
        lanes = Math.min(lanes, 64 / planes);
        int denseUnits = random.nextInt(3) == 0 ? 0 : ShapeSampler.divisor(slots, random);
        boolean dense = denseUnits > 0;
        return new AcceleratorShape(
                engines,
                ports,
                lanes,
                planes,
                slots,
                1 + random.nextInt(slots),
                denseUnits,
                ShapeSampler.divisor(planes, random),
                dense ? 1 + random.nextInt(lanes) : 0,
                dense ? 1 + random.nextInt(8) : 0,
                dense ? 1 + random.nextInt(6) : 0,
                fold2,
                random.nextInt(8) << 1,
                random.nextInt(8) << 1,
                6 + random.nextInt(16),
                64 + random.nextInt(20),
                8 + random.nextInt(24),
                200 + random.nextInt(100),
                40 + random.nextInt(60),
                1 + random.nextInt(12),
                1 + random.nextInt(8),
                1 + random.nextInt(8),
                1 + random.nextInt(5),
                1 + random.nextInt(20),
                random.nextInt(8),
                random.nextInt(Math.min(AcceleratorShape.MOST_ROW_SHIFT, planes * (fold2 ? 2 : 1) - 1) + 1),
                4 + random.nextInt(29),
                random.nextBoolean() ? Multiplier.DSP : Multiplier.LUT);
    }
}
