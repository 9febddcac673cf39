// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.boards.Boards;
import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.TestModels;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.schedule.Stage;
import io.bitknit.compiler.schedule.Workload;
import org.junit.jupiter.api.Test;

class EstimateTest {
    private final Workload work = new Lowering(TestModels.on(1, TestModels.randomGraph(1, 300, 4))
                    .withFeatures(40, 16, 7)
                    .withWidths(2, 2, 3, 4)
                    .model())
            .workload("00");
    private final Design design = Scheduler.schedule(work, ShapeChoice.of(2, 16, 16, 4, 2, 2));
    private final Estimate estimate = Estimate.of(design, Boards.load("ulx3s-85f"), new ContractArea());

    @Test
    void phasesAddUpAndNoneBeatsItsRoofline() {
        assertThat(estimate.cycles()).isEqualTo(design.predictedCycles());
        assertThat(estimate.phases()).hasSameSizeAs(design.phases());
        for (PhaseEstimate p : estimate.phases()) {
            assertThat(p.rooflineCycles()).as(p.name()).isPositive().isLessThanOrEqualTo(p.cycles());
            assertThat(p.limits()).extracting(PhaseEstimate.Limit::name).contains(p.bound());
            assertThat(p.comment()).contains(p.bound());
        }
        assertThat(estimate.latencyMicros()).isEqualTo(estimate.cycles() / estimate.clockMhz());
    }

    /** The bank reads of the roofline are counted in the program; here they are counted in the model. */
    @Test
    void bankReadsAreTermsTimesBitsTimesFeatures() {
        for (int s = 0; s < work.stages().size(); s++) {
            Stage stage = work.stages().get(s);
            if (stage.dense()) {
                continue;
            }
            long bits = 0;
            for (int k = 0; k < stage.terms().count(); k++) {
                bits += work.tensors().get(stage.input()).bits()[stage.terms().source()[k]];
            }
            double expected = (double) bits * work.tensors().get(stage.input()).features() / (16 * 16 * 2);
            assertThat(estimate.phases().get(s).limits().get(0).cycles()).isCloseTo(expected, within(1e-6));
        }
    }

    @Test
    void lossesAndTheBindingReadsMakeUpTheCyclesOfAGatherPhase() {
        PhaseEstimate p = estimate.phases().get(1);
        double sum = p.limits().get(0).cycles();
        for (PhaseEstimate.Loss loss : p.losses()) {
            sum += loss.cycles();
        }
        assertThat(sum).isCloseTo(p.cycles(), within(3.0));
    }

    @Test
    void theJsonHasWhatOthersRead() {
        assertThat(EstimateJson.text(estimate))
                .contains("\"cycles\" : " + estimate.cycles())
                .contains("\"rooflineCycles\"", "\"rooflineFraction\"", "\"latencyMicros\"", "\"bramKbit\"")
                .contains("\"name\" : \"layer0.combine\"", "\"bound\"");
    }
}
