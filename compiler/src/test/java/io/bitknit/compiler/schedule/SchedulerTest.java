// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.TestModels;
import io.bitknit.compiler.design.Design;
import io.bitknit.model.diag.UserException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SchedulerTest {
    private static final ShapeChoice SMALL = ShapeChoice.of(2, 8, 8, 2, 1, 1);

    private static Design check(TestModels models, ShapeChoice choice) {
        Workload work = new Lowering(models.model()).workload("00");
        Design design = Scheduler.schedule(work, choice);
        assertThat(DesignVerifier.verify(design, work)).isEmpty();
        return design;
    }

    @Test
    void randomModelsOnRandomShapes() {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            int engines = 1 + random.nextInt(3);
            int units = 1 + random.nextInt(2);
            int slots = units * (1 + random.nextInt(3));
            int ports = engines * slots * (1 + random.nextInt(2));
            int lanes = new int[] {4, 8, 16}[random.nextInt(3)];
            ShapeChoice choice = ShapeChoice.of(engines, ports, lanes, slots, 1 + random.nextInt(slots), units);
            int[] widths = random.ints(1 + random.nextInt(2), 1, 9).toArray();
            TestModels models = TestModels.on(seed, TestModels.randomGraph(seed, 1 + random.nextInt(120), 4))
                    .withFeatures(1 + random.nextInt(30), 1 + random.nextInt(20), 1 + random.nextInt(9))
                    .withWidths(1 + random.nextInt(4), widths)
                    .withWeights(1 + random.nextInt(8), 1 + random.nextInt(4));
            Workload work = new Lowering(models.model()).workload("00");
            Design design = Scheduler.schedule(work, choice);
            assertThat(DesignVerifier.verify(design, work))
                    .as("seed %d, %s", seed, choice)
                    .isEmpty();
        }
    }

    @Test
    void singleNode() {
        check(TestModels.on(1, TestModels.edgeless(1)), SMALL);
    }

    @Test
    void graphWithoutEdges() {
        check(TestModels.on(2, TestModels.edgeless(50)), SMALL);
    }

    @Test
    void nodeWithoutAnyTermIsStillWritten() {
        int[][] sources = TestModels.edgeless(9);
        sources[4] = new int[0];
        check(TestModels.on(3, sources), SMALL);
    }

    @Test
    void noNodeHasAnyTerm() {
        check(TestModels.on(3, new int[9][0]).withWidths(3, 1, 8), SMALL);
    }

    @Test
    void path() {
        check(TestModels.on(4, TestModels.path(40)), SMALL);
    }

    @Test
    void starWhoseHubNeedsMoreStepsPerLevelThanARunHas() {
        check(TestModels.on(5, TestModels.star(1200)), SMALL);
    }

    @Test
    void selfLoopsAndDuplicateEdgesAreSummedAsOftenAsTheyAreThere() {
        check(TestModels.on(6, new int[][] {{0, 0, 0, 1, 1}, {1, 1}, {0, 0, 0, 0, 2}}), SMALL);
    }

    @Test
    void oneClassAndOneFeature() {
        check(TestModels.on(7, TestModels.path(20)).withFeatures(1, 1, 1), SMALL);
    }

    @Test
    void widthsOneAndEightInOneSum() {
        check(TestModels.on(8, TestModels.randomGraph(8, 60, 5)).withWidths(1, 1, 8), SMALL);
    }

    @Test
    void exponentsUpToSeven() {
        check(TestModels.on(9, TestModels.randomGraph(9, 60, 5)).withWidths(8, 2), SMALL);
    }

    @Test
    void hiddenWiderThanLanesIsSplitIntoBlocks() {
        Design d = check(TestModels.on(10, TestModels.randomGraph(10, 30, 3)).withFeatures(20, 64, 128, 5), SMALL);
        assertThat(d.phases()).hasSize(8 + 8 + 16 + 16 + 1 + 1);
    }

    @Test
    void fourLayers() {
        check(TestModels.on(11, TestModels.randomGraph(11, 30, 3)).withFeatures(9, 16, 12, 10, 4), SMALL);
    }

    @Test
    void bankMemoryExactlyFullAndOneWordShort() {
        TestModels models = TestModels.on(12, TestModels.randomGraph(12, 90, 3));
        int needed = check(models, SMALL).shape().bankWords();
        check(models, SMALL.withBankWordsLimit(needed));
        Workload work = new Lowering(models.model()).workload("00");
        int least = needed;
        while (fits(work, least - 1)) {
            least--;
        }
        int tooSmall = least - 1;
        assertThatThrownBy(() -> Scheduler.schedule(work, SMALL.withBankWordsLimit(tooSmall)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(
                        "the feature banks need " + least + " words each, " + tooSmall + " are allowed, 1 are missing");
    }

    private static boolean fits(Workload work, int words) {
        try {
            Scheduler.schedule(work, SMALL.withBankWordsLimit(words));
            return true;
        } catch (UserException e) {
            return false;
        }
    }

    @Test
    void sameInputSameDesign() {
        TestModels models =
                TestModels.on(13, TestModels.randomGraph(13, 200, 4)).withWidths(2, 2, 3, 4);
        Design a = check(models, SMALL);
        Design b = check(models, SMALL);
        assertThat(a.engineImages().get(1).program())
                .isEqualTo(b.engineImages().get(1).program());
        assertThat(a.engineImages().get(1).runs())
                .isEqualTo(b.engineImages().get(1).runs());
        assertThat(a.shape()).isEqualTo(b.shape());
    }

    @Test
    void shapesThatCannotBeAreNamed() {
        assertThatThrownBy(() -> ShapeChoice.of(2, 7, 8, 2, 1, 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("ports cannot be 7; choose a multiple of engines times slots, 4");
    }
}
