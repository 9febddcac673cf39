// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.TestModels;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.RowClass;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The verifier notices every kind of damage to a correct design. */
class DesignVerifierTest {
    private final Workload work = new Lowering(TestModels.on(1, TestModels.randomGraph(1, 40, 4))
                    .withWidths(2, 2, 4)
                    .model())
            .workload("00");
    private final Design design = Scheduler.schedule(work, ShapeChoice.of(2, 8, 8, 2, 1, 1));

    @Test
    void everyChangedRunIsFound() {
        long[] runs = design.engineImages().get(0).runs();
        for (int i = 0; i < runs.length; i++) {
            long old = runs[i];
            if (EngineImage.runOp(old) == EngineImage.OP_IDLE || EngineImage.runOp(old) == EngineImage.OP_END) {
                continue;
            }
            runs[i] = old ^ 1L << 60;
            assertThat(DesignVerifier.verify(design, work))
                    .as("last flag of run %d", i)
                    .isNotEmpty();
            runs[i] = old + (1L << 58);
            assertThat(DesignVerifier.verify(design, work))
                    .as("shift of run %d", i)
                    .isNotEmpty();
            runs[i] = old;
        }
        assertThat(DesignVerifier.verify(design, work)).isEmpty();
    }

    @Test
    void changedEntriesAreFound() {
        int[] program = design.engineImages().get(1).program();
        Random random = new Random(2);
        int changed = 0;
        for (int i = 0; i < program.length; i += 1 + random.nextInt(3)) {
            int old = program[i];
            if (EngineImage.entrySlot(old) == design.shape().slots()) {
                continue;
            }
            program[i] = changed % 2 == 0
                    ? old + 1
                    : EngineImage.entry(design.shape().slots(), 0, 0);
            assertThat(DesignVerifier.verify(design, work)).as("entry %d", i).isNotEmpty();
            program[i] = old;
            changed++;
        }
        assertThat(changed).isGreaterThan(50);
    }

    @Test
    void changedDescriptorsAreFound() {
        int[] descriptors = design.engineImages().get(0).descriptors();
        for (int i = 0; i < descriptors.length; i++) {
            int old = descriptors[i];
            descriptors[i] = old ^ 1 << 31;
            assertThat(DesignVerifier.verify(design, work))
                    .as("validity of descriptor %d", i)
                    .isNotEmpty();
            descriptors[i] = old;
        }
    }

    @Test
    void rowsThatOverlapAreFound() {
        int[] address = design.tensors().get(1).address();
        RowClass c = design.tensors().get(1).classOf(5);
        address[5] += c.words();
        assertThat(DesignVerifier.verify(design, work)).isNotEmpty();
    }

    @Test
    void changedTablesAreFound() {
        design.multipliers()[0]++;
        assertThat(DesignVerifier.verify(design, work)).isNotEmpty();
        design.multipliers()[0]--;
        design.corrections()[0]++;
        assertThat(DesignVerifier.verify(design, work)).isNotEmpty();
    }
}
