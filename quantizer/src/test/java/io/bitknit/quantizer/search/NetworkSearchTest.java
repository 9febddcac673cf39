// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.model.GraphData;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.quantizer.network.NetworkOptions;
import io.bitknit.quantizer.network.NetworkTraining;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.SmallGraph;
import io.bitknit.quantizer.train.TrainOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The search on networks that no accelerator exists for, on a small graph. */
class NetworkSearchTest {
    @TempDir
    Path folder;

    private static Subject subject(Architecture architecture) {
        NetworkOptions options = NetworkOptions.defaults(architecture, false, 2).withEpochs(20, 20);
        FloatNetwork network =
                NetworkTraining.train(SmallGraph.graph(), options).network();
        return new NetworkSubject(network);
    }

    private static SearchOptions options(Objective objective) {
        return new SearchOptions(objective, 50, 6, 2, 1, 1);
    }

    @ParameterizedTest
    @CsvSource({"GAT, SGQUANT", "AGNN, SGQUANT", "AGNN, MEMORY", "SAGE, MEMORY", "GIN, MEMORY"})
    void aStoppedSearchGoesOnAndFindsTheSame(Architecture architecture, Objective objective) {
        Subject subject = subject(architecture);
        Path whole = folder.resolve("whole.csv");
        List<Measured> all = new BitSearch(subject, options(objective), whole)
                .run(m -> {}, () -> false)
                .orElseThrow();
        Path parts = folder.resolve("parts.csv");
        int[] asked = {0};
        assertThat(new BitSearch(subject, options(objective), parts).run(m -> {}, () -> ++asked[0] > 2))
                .isEmpty();
        BitSearch second = new BitSearch(subject, options(objective), parts);
        assertThat(second.known()).isEqualTo(2);
        assertThat(second.run(m -> {}, () -> false)).isPresent();
        assertThat(parts).hasSameTextualContentAs(whole);
        assertThat(all).hasSize(6).allMatch(m -> m.cycles() == -1 && m.cost() > 0);
        Trained again = second.seed(all.get(4).widths(), 0, 2);
        assertThat(again.validationLate()).isEqualTo(all.get(4).validation());
        assertThat(again.bitsHidden()).isEqualTo(all.get(4).bitsHidden());
    }

    /** Cost times saving is the float network by SGQuant's counting, whatever the widths. */
    @Test
    void sgquantsBitsAndItsSavingAreOneCounting() {
        Subject subject = subject(Architecture.GAT);
        int edges = SmallGraph.graph().adjacency().terms() + SmallGraph.NODES;
        double floats = 32.0
                * (SmallGraph.NODES * (SmallGraph.FEATURES + 64 + 64 + SmallGraph.CLASSES)
                        + 2.0 * edges * (64 + SmallGraph.CLASSES)
                        + 3.0 * edges * 9);
        for (int bits : new int[] {1, 4}) {
            Trained trained = subject.train(subject.space().uniform(bits), 1, 0, true);
            double cost = trained.cost(Objective.SGQUANT, trained.hardware());
            assertThat(cost * trained.savingSgquant().orElseThrow()).isEqualTo(floats, within(1.0));
            assertThat(cost)
                    .isEqualTo(floats / 32 * bits - SmallGraph.NODES * SmallGraph.FEATURES * (bits - 1), within(1.0));
        }
    }

    @Test
    void everyWidthOfTheSpaceReachesItsTensor() {
        Subject subject = subject(Architecture.AGNN);
        int[] widths = subject.space().uniform(8);
        double before = subject.train(widths, 1, 0, true).bitsAll();
        for (int place = 0; place < widths.length; place++) {
            int[] narrower = widths.clone();
            narrower[place] = 1;
            assertThat(subject.train(narrower, 1, 0, true).bitsAll())
                    .as(subject.space().names().get(place))
                    .isLessThan(before);
        }
    }

    /** Features that are counts take more than a bit, and then the width of the input is chosen, too. */
    @Test
    void anInputThatIsNotBinaryHasAPlace() {
        GraphData g = SmallGraph.graph();
        float[] counts = g.featureValue().clone();
        for (int i = 0; i < counts.length; i++) {
            counts[i] = 1 + i % 7;
        }
        GraphData counted = new GraphData(
                g.name(),
                g.adjacency(),
                g.features(),
                g.featureRowStart(),
                g.featureColumn(),
                counts,
                g.classes(),
                g.labels(),
                g.train(),
                g.validation(),
                g.test(),
                "");
        NetworkOptions options =
                NetworkOptions.defaults(Architecture.AGNN, false, 2).withEpochs(2, 2);
        List<Subject> subjects = List.of(
                new NetworkSubject(NetworkTraining.train(counted, options).network()),
                new GcnSubject(
                        GcnTraining.train(counted, TrainOptions.defaults().withEpochs(2)),
                        model -> Optional.empty(),
                        "none"));
        for (Subject subject : subjects) {
            int place = subject.space().names().size() - 1;
            while (!subject.space().names().get(place).endsWith("input")) {
                place--;
            }
            int[] widths = subject.space().uniform(8);
            assertThat(subject.train(widths, 1, 0, true).bitsInput()).isEqualTo(3);
            widths[place] = 2;
            assertThat(subject.train(widths, 1, 0, true).bitsInput()).isEqualTo(2);
        }
        assertThat(subject(Architecture.AGNN).space().names()).noneMatch(name -> name.endsWith("input"));
    }

    @Test
    void whatNothingCanTellIsRefused() {
        Subject gat = subject(Architecture.GAT);
        for (Objective objective : List.of(Objective.CYCLES, Objective.AREA)) {
            assertThatThrownBy(() -> new BitSearch(gat, options(objective), folder.resolve("x.csv")))
                    .hasMessageContaining("Q-032")
                    .hasMessageContaining("no accelerator for gat")
                    .hasMessageContaining("memory or sgquant");
        }
        assertThatThrownBy(() ->
                        new BitSearch(subject(Architecture.GIN), options(Objective.SGQUANT), folder.resolve("x.csv")))
                .hasMessageContaining("Q-032")
                .hasMessageContaining("SGQuant's counting is not defined for gin");
    }
}
