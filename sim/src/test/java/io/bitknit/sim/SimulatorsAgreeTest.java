// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.model.QuantizedModel;
import io.bitknit.sim.cycle.CycleSimulator;
import io.bitknit.sim.cycle.SimulationResult;
import io.bitknit.sim.reference.ReferenceInterpreter;
import io.bitknit.sim.reference.ReferenceResult;
import io.bitknit.sim.trace.TraceSimulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reference = fast simulator = trace simulator, on random models and random accelerators. */
class SimulatorsAgreeTest {
    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(longs = {0, 1000, 2000, 3000})
    void agreeOnRandomDesigns(long first) {
        for (long seed = first; seed < first + 40; seed++) {
            QuantizedModel model = RandomModels.model(seed, RandomModels.Options.SMALL);
            ShapeChoice choice = RandomDesigns.choice(seed);
            String name = "seed " + seed + ", " + choice;
            Design design = RandomDesigns.design(model, choice);
            SimulationResult fast = CycleSimulator.run(design);
            ReferenceResult reference = ReferenceInterpreter.run(model);
            assertThat(fast.cycles()).as(name + ": predicted cycles").isEqualTo(design.predictedCycles());
            TraceSimulator.TraceResult trace = TraceSimulator.run(design, 2 * design.predictedCycles() + 1000);
            assertThat(trace.done()).as(name + ": trace is done").isTrue();
            assertThat(trace.cycles()).as(name + ": trace cycles").isEqualTo(fast.cycles());
            int different = fast.events().firstDifference(trace.events());
            assertThat(different)
                    .as(
                            name + ": first different event of %d and %d%s",
                            fast.events().count(),
                            trace.events().count(),
                            different < 0
                                            || different >= fast.events().count()
                                            || different >= trace.events().count()
                                    ? ""
                                    : ", fast " + fast.events().describe(different) + ", trace "
                                            + trace.events().describe(different))
                    .isEqualTo(-1);
            assertThat(fast.events().count()).as(name + ": events").isPositive();
            assertThat(fast.scores())
                    .as(name + ": scores")
                    .isEqualTo(reference.scores().q());
        }
    }
}
