// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.SmallGraph;
import io.bitknit.quantizer.train.TrainOptions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TeacherTest {
    private static final FloatModel MODEL =
            GcnTraining.train(SmallGraph.graph(), TrainOptions.defaults().withEpochs(60));

    private static double[] logits(double factor) {
        return Arrays.stream(FloatForward.logits(MODEL)).map(x -> factor * x).toArray();
    }

    @Test
    void aTeacherThatIsNotConfidentIsMadeAsConfidentAsItIsRight() {
        GraphData graph = MODEL.graph();
        Teacher teacher = Teacher.of(logits(0.05), graph);
        double sum = 0;
        for (int v = 0; v < graph.nodes(); v++) {
            sum += Arrays.stream(teacher.probabilities(), v * graph.classes(), (v + 1) * graph.classes())
                    .max()
                    .orElseThrow();
        }
        int[] classes = FloatForward.classes(logits(1), graph.classes());
        assertThat(teacher.sharpness()).isGreaterThan(5);
        double right = graph.validation().length * FloatForward.accuracy(classes, graph.labels(), graph.validation());
        assertThat(sum / graph.nodes()).isEqualTo((right + 1) / (graph.validation().length + 2), within(0.001));
    }

    @Test
    void aConfidentTeacherIsLeftAlone() {
        assertThat(Teacher.of(logits(100), MODEL.graph()).sharpness()).isEqualTo(1);
    }

    @Test
    void withoutValidationNodesNothingSaysHowRightATeacherIs() {
        GraphData g = MODEL.graph();
        GraphData without = new GraphData(
                g.name(),
                g.adjacency(),
                g.features(),
                g.featureRowStart(),
                g.featureColumn(),
                g.featureValue(),
                g.classes(),
                g.labels(),
                g.train(),
                new int[0],
                g.test(),
                "");
        assertThat(Teacher.of(logits(0.05), without).sharpness()).isEqualTo(1);
    }
}
