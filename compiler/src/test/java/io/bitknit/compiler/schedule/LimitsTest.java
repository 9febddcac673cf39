// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.TestModels;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Models and sizes beyond what the accelerator's formats hold: one line that says what is beyond, and by how much. */
class LimitsTest {
    private static final ShapeChoice SMALL = ShapeChoice.of(1, 2, 8, 2, 1, 1);
    private static final int[][] PATH = TestModels.path(12);

    @Test
    void sizesThatDoNotDivide() {
        assertThatThrownBy(() -> ShapeChoice.of(2, 7, 8, 2, 1, 1))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("error[C-001]: ports cannot be 7; choose a multiple of engines times slots, 4");
    }

    @Test
    void tooManyFormatsOfRows() {
        refused(TestModels.on(1, TestModels.path(400)).withWidths(4, 2, 3, 4).model(), "C-004", " formats ");
    }

    @Test
    void banksThatAreTooSmall() {
        Workload work = new Lowering(TestModels.on(2, PATH).model()).workload("00");
        assertThatThrownBy(() -> Scheduler.schedule(work, SMALL.withBankWordsLimit(1)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("error[C-005]")
                .hasMessageContaining(" words each, 1 are allowed, ");
    }

    @Test
    void moreRequantizationsThanTheTableIndexes() {
        Scheduler.requirePossibleTable(1 << 20, "m");
        assertThatThrownBy(() -> Scheduler.requirePossibleTable((1 << 20) + 1, "m"))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "error[C-006]: m: the rows need 1048577 different requantizations, the table takes 1048576");
    }

    @Test
    void hiddenLayerOfMoreThan32Blocks() {
        refused(
                TestModels.on(3, PATH).withFeatures(5, 257, 3).model(),
                "C-007",
                "the dense combination reads 257 features, it takes 256");
    }

    @Test
    void biasOfMoreThan32Bits() {
        QuantizedModel model = TestModels.on(4, PATH).model();
        List<QuantizedLayer> layers = new ArrayList<>(model.layers());
        QuantizedLayer last = layers.get(1);
        QuantizedTensor t = last.aggregated();
        long[] bias = t.bias().clone();
        bias[1] = 1L << 40;
        QuantizedTensor biased = new QuantizedTensor(
                t.name(),
                t.nodes(),
                t.features(),
                t.signed(),
                t.scale(),
                t.bits(),
                t.exponents(),
                t.multipliers(),
                bias);
        layers.set(1, new QuantizedLayer(last.name(), last.activation(), last.weights(), last.combined(), biased));
        refused(
                new QuantizedModel(
                        model.name(),
                        model.requantShift(),
                        model.input(),
                        model.adjacency(),
                        layers,
                        model.evaluation(),
                        model.provenance()),
                "C-008",
                "the bias of feature 1 is 1099511627776");
    }

    @Test
    void sumOfMoreThan32Bits() {
        int[][] sources = TestModels.edgeless(40);
        sources[3] = new int[1 << 19];
        for (int i = 0; i < sources[3].length; i++) {
            sources[3][i] = i % 40;
        }
        java.util.Arrays.sort(sources[3]);
        refused(TestModels.on(5, sources).withWidths(8, 8).model(), "C-009", "needs an accumulator of ");
    }

    @Test
    void moreThan255Phases() {
        refused(TestModels.on(6, PATH).withFeatures(5, 256, 256, 256, 256, 3).model(), "C-010", "more than 255 phases");
    }

    @Test
    void blocksOfMoreThan65535Words() {
        refused(
                TestModels.on(7, TestModels.path(40_000))
                        .withFeatures(2, 9, 2)
                        .withWidths(1, 8)
                        .model(),
                "C-011",
                " words per bank, ");
    }

    private static void refused(QuantizedModel model, String code, String words) {
        assertThatThrownBy(() -> Scheduler.schedule(new Lowering(model).workload("00"), SMALL))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("error[" + code + "]")
                .hasMessageContaining(words);
    }
}
