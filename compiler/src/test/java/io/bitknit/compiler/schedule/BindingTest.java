// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.RandomModels;
import io.bitknit.compiler.RealModels;
import io.bitknit.compiler.TestModels;
import io.bitknit.compiler.design.Phase.Part;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Op;
import io.bitknit.compiler.graph.SumBound;
import io.bitknit.compiler.graph.TensorType;
import io.bitknit.compiler.pass.Dumper;
import io.bitknit.model.Activation;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BindingTest {
    @Test
    void randomModelsGiveTheWorkloadOfTheDirectWay() {
        for (long seed = 1; seed <= 80; seed++) {
            QuantizedModel model = RandomModels.model(seed);
            assertThat(new Lowering(model).workload("ab"))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .isEqualTo(DirectLowering.lower(model, "ab"));
        }
    }

    @Test
    void coraGivesTheWorkloadOfTheDirectWay() {
        for (int[] bits : new int[][] {{4}, {4, 3, 2, 1}}) {
            QuantizedModel model = RealModels.cora(bits);
            assertThat(new Lowering(model).workload("ab"))
                    .usingRecursiveComparison()
                    .isEqualTo(DirectLowering.lower(model, "ab"));
        }
    }

    @Test
    void theBigArraysAreNotCopied() {
        QuantizedModel model = TestModels.on(1, TestModels.path(9)).model();
        Workload work = new Lowering(model).workload("ab");
        assertThat(work.stages().get(0).terms().source()).isSameAs(model.input().column());
        assertThat(work.stages().get(1).terms().source())
                .isSameAs(model.adjacency().source());
        assertThat(work.stages().get(3).terms()).isSameAs(work.stages().get(1).terms());
        assertThat(work.tensors().get(1).multipliers())
                .isSameAs(model.layers().get(0).combined().multipliers());
    }

    @Test
    void inferredWidthsAreTheBoundsThatTheScheduleUses() {
        int compared = 0;
        for (long seed = 1; seed <= 80; seed++) {
            QuantizedModel model = RandomModels.model(seed);
            Graph graph = new Lowering(model).graph(Dumper.NONE);
            Workload work = new Lowering(model).workload("ab");
            for (Stage stage : work.stages()) {
                TensorFormat input = work.tensors().get(stage.input());
                int widest = 1;
                for (byte b : input.bits()) {
                    widest = Math.max(widest, b);
                }
                int outputs = work.tensors().get(stage.output()).features();
                AccumulatorBound expected = stage.dense()
                        ? AccumulatorBound.ofWeights(stage.weights(), outputs, stage.weightBits(), widest)
                        : AccumulatorBound.ofTerms(stage.terms(), input);
                Op op = graph.op(stage.name());
                SumBound bound = ((TensorType.Sums) op.result()).bound().orElseThrow();
                assertThat(bound)
                        .as("seed %d, %s", seed, stage.name())
                        .isEqualTo(new SumBound(expected.lowest(), expected.highest()));
                assertThat(bound.signedBits()).isEqualTo(expected.signedBits());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(200);
    }

    @Test
    void aLayerThatAggregatesFirstIsScheduledAndVerified() {
        QuantizedModel model = RandomModels.exactBetween(3, 4, 40);
        Workload work = new Lowering(model).workload("ab");
        assertThat(work.stages().stream().map(Stage::part))
                .containsExactly(Part.COMBINE_SPARSE, Part.AGGREGATE, Part.AGGREGATE, Part.COMBINE_DENSE);
        assertThat(work.stages().stream().map(Stage::layer)).containsExactly(0, 0, 1, 1);
        ShapeChoice choice = ShapeChoice.of(2, 8, 8, 2, 1, 1);
        assertThat(DesignVerifier.verify(Scheduler.schedule(work, choice), work))
                .isEmpty();
    }

    @Test
    void aSignedInputOfAProductIsTheUsersError() {
        QuantizedModel model = TestModels.on(1, TestModels.path(5)).model();
        QuantizedLayer first = model.layers().get(0);
        QuantizedTensor t = first.aggregated();
        QuantizedTensor signed = new QuantizedTensor(
                t.name(), t.nodes(), t.features(), true, 1, t.bits(), t.exponents(), t.multipliers(), t.bias());
        List<QuantizedLayer> layers = new ArrayList<>(model.layers());
        layers.set(0, new QuantizedLayer(first.name(), Activation.NONE, first.weights(), first.combined(), signed));
        QuantizedModel wrong = new QuantizedModel(
                model.name(),
                model.requantShift(),
                model.input(),
                model.adjacency(),
                layers,
                model.evaluation(),
                model.provenance());
        assertThatThrownBy(() -> new Lowering(wrong).workload("ab"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("C-002")
                .hasMessageContaining("model.json /layers/1")
                .hasMessageContaining("the layer's input is signed");
    }
}
