// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim;

import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.model.QuantizedModel;
import java.util.Random;

/** Random accelerator parameters for a model. */
public final class RandomDesigns {
    private RandomDesigns() {}

    public static ShapeChoice choice(long seed) {
        Random random = new Random(seed * 31 + 7);
        int engines = 1 + random.nextInt(3);
        int slots = 1 + random.nextInt(4);
        int ports = engines * slots * (1 + random.nextInt(3));
        int lanes = new int[] {1, 2, 4, 5, 8, 16, 20}[random.nextInt(7)];
        int groups = 1 + random.nextInt(slots);
        int units = slots % 2 == 0 && random.nextBoolean() ? slots / 2 : random.nextBoolean() ? slots : 1;
        int planes = lanes > 16 ? 1 : 1 << random.nextInt(3);
        int densePlanes = random.nextBoolean() ? planes : 1;
        boolean fold = random.nextBoolean() && lanes % 2 == 0;
        Multiplier multiplier = random.nextBoolean() ? Multiplier.DSP : Multiplier.LUT;
        return new ShapeChoice(engines, ports, lanes, planes, slots, groups, units, densePlanes, fold, multiplier, 0);
    }

    public static Design design(QuantizedModel model, ShapeChoice choice) {
        return Scheduler.schedule(new Lowering(model).workload("0".repeat(64)), choice);
    }
}
