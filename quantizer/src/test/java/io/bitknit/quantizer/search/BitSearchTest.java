// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.model.FloatModel;
import io.bitknit.quantizer.BitCounts;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.Randomness;
import io.bitknit.quantizer.train.SmallGraph;
import io.bitknit.quantizer.train.TrainOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The search with a hardware of bits, on a small graph. */
class BitSearchTest {
    private static final FloatModel MODEL =
            GcnTraining.train(SmallGraph.graph(), TrainOptions.defaults().withEpochs(60));

    /** Cycles are stored bits; models above 7 bits do not fit. */
    private static final HardwareCost BITS = model -> {
        BitCounts bits = BitCounts.of(model);
        return bits.hiddenBits() > 7
                ? Optional.empty()
                : Optional.of(new HardwareCost.Measure(
                        Math.round(bits.hiddenBits() * bits.hiddenElements()), 1, bits.weightElements()));
    };

    @TempDir
    Path folder;

    private BitSearch search(Path csv, int threads) {
        return new BitSearch(
                new GcnSubject(MODEL, BITS, "bits"), new SearchOptions(Objective.CYCLES, 20, 20, 3, 4, threads), csv);
    }

    private static Measured point(int index, double cost, double validation) {
        return new Measured(index, 0, new int[] {1}, validation, cost, 1, 1, 1, 1);
    }

    @Test
    void stoppedAndContinuedOnOtherThreadsItFindsTheSame() throws Exception {
        Path whole = folder.resolve("whole.csv");
        List<Measured> all = search(whole, 1).run(m -> {}, () -> false).orElseThrow();
        Path parts = folder.resolve("parts.csv");
        int[] asked = {0};
        assertThat(search(parts, 1).run(m -> {}, () -> ++asked[0] > 7)).isEmpty();
        BitSearch second = search(parts, 2);
        assertThat(second.known()).isEqualTo(7);
        List<Measured> again = second.run(m -> {}, () -> false).orElseThrow();
        assertThat(parts).hasSameTextualContentAs(whole);
        assertThat(again).hasSameSizeAs(all);
        assertThat(Files.readAllLines(whole)).hasSize(22);
        assertThat(all.get(0).cycles()).as("8 bits do not fit this hardware").isEqualTo(-1);
        assertThat(all.get(1).cycles()).isPositive();
    }

    @Test
    void theBestIsTheCheapestOfTheFrontWithinTheBudget() {
        BitSearch search = search(folder.resolve("a.csv"), 1);
        double f = search.subject().validationFloat();
        List<Measured> all = List.of(
                point(0, 10, f),
                point(1, 5, f - 0.1),
                point(2, 4, f - 0.3),
                point(3, 7, f - 0.15),
                point(4, 5, f - 0.2));
        assertThat(BitSearch.front(all)).extracting(Measured::index).containsExactly(2, 1, 0);
        assertThat(search.best(all)).map(Measured::index).hasValue(1);
        assertThat(search.best(List.of(point(0, 1, f - 0.5)))).isEmpty();
    }

    private static Measured configuration(int index, double cost, double validation) {
        return new Measured(index, 0, new int[] {index}, validation, cost, 1, 1, 1, 1);
    }

    /** Accuracy after the last epoch by configuration; every seed moves it by the same as all others. */
    private Optional<Confirmation.Choice<Double>> chosen(
            List<Measured> all, Map<Integer, List<Double>> last, List<String> asked) {
        // The budget of these searches is 20 points.
        Confirmation.Trainer<Double> trainer = (widths, seed) -> {
            asked.add(widths[0] + "/" + seed);
            return last.get(widths[0]).get(seed);
        };
        return new Confirmation<>(search(folder.resolve("a.csv"), 1), trainer, x -> x, 3).choose(all);
    }

    @Test
    void theCheapestThatIsWithinTheBudgetOverSeedsIsChosen() {
        double f = search(folder.resolve("a.csv"), 1).subject().validationFloat();
        List<Measured> all = List.of(
                configuration(0, 40, f),
                configuration(1, 10, f - 0.1),
                configuration(2, 20, f - 0.1),
                configuration(3, 30, f - 0.15),
                configuration(4, Double.POSITIVE_INFINITY, f),
                configuration(5, 5, f - 0.3),
                configuration(6, 4, f - 0.5));
        Map<Integer, List<Double>> last = Map.of(
                5, List.of(0.2, 0.3, 0.9),
                0, List.of(0.9, 0.7, 0.8),
                1, List.of(0.5, 0.2, 0.9),
                2, List.of(0.7, 0.5, 0.4),
                3, List.of(0.6, 0.5, 0.8));
        List<String> asked = new ArrayList<>();
        Confirmation.Choice<Double> choice = chosen(all, last, asked).orElseThrow();
        assertThat(choice.configuration().index())
                .as("3 is beaten by 2 at the first seed")
                .isEqualTo(3);
        assertThat(choice.confirmed()).isTrue();
        assertThat(choice.tried())
                .as("5 is within twice the budget by the search, 6 is not")
                .isEqualTo(4);
        assertThat(choice.drop()).isCloseTo(0.5 / 3, within(1e-12));
        assertThat(choice.runs()).containsExactly(0.6, 0.5, 0.8);
        assertThat(asked)
                .as("5 and 1 are left after two seeds")
                .containsExactly(
                        "0/0", "0/1", "0/2", "5/0", "5/1", "1/0", "1/1", "2/0", "2/1", "2/2", "3/0", "3/1", "3/2");
    }

    @Test
    void withoutAConfirmedOneTheMostAccurateIsTaken() {
        double f = search(folder.resolve("a.csv"), 1).subject().validationFloat();
        List<Measured> all =
                List.of(configuration(0, 40, f - 0.5), configuration(1, 10, f - 0.1), configuration(2, 20, f));
        Map<Integer, List<Double>> last = Map.of(
                0, List.of(0.9, 0.9, 0.9),
                1, List.of(0.1, 0.1, 0.1),
                2, List.of(0.6, 0.6, 0.6));
        Confirmation.Choice<Double> choice =
                chosen(all, last, new ArrayList<>()).orElseThrow();
        assertThat(choice.configuration().index()).isEqualTo(2);
        assertThat(choice.confirmed()).isFalse();
        assertThat(choice.drop()).isCloseTo(0.3, within(1e-12));
        assertThat(chosen(all.subList(0, 1), last, new ArrayList<>())).isEmpty();
    }

    @Test
    void theTreeAndTheLineLearnWhatIsThere() {
        UniformRandomProvider random = Randomness.of(1, "test", 0);
        List<Measured> measured = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            int[] widths = {1 + random.nextInt(8), 1 + random.nextInt(8)};
            double accuracy = widths[0] < 3 ? 0.5 : 0.8;
            measured.add(new Measured(i, 0, widths, accuracy, 100 + 30 * widths[0] + 7 * widths[1], 1, 1, 1, 1));
        }
        AccuracyTree tree = new AccuracyTree(List.of("a", "b"), measured, 1);
        assertThat(tree.predict(new int[] {1, 5})).isCloseTo(0.5, within(0.01));
        assertThat(tree.predict(new int[] {6, 1})).isCloseTo(0.8, within(0.01));
        LinearCost cost = new LinearCost(measured, w -> new double[] {w[0], w[1]});
        assertThat(cost.predict(new int[] {4, 4})).isCloseTo(248, within(1.0));
        assertThat(cost.predict(new int[] {1, 8})).isCloseTo(186, within(2.0));
    }

    @Test
    void everyObjectiveIsMeasured() {
        for (Objective objective : Objective.values()) {
            BitSearch search = new BitSearch(
                    new GcnSubject(MODEL, BITS, "bits"),
                    new SearchOptions(objective, 50, 10, 2, 1, 1),
                    folder.resolve(objective + ".csv"));
            List<Measured> all = search.run(m -> {}, () -> false).orElseThrow();
            double cost = all.get(1).cost();
            switch (objective) {
                case CYCLES -> assertThat(cost).isEqualTo(all.get(1).cycles());
                case MEMORY -> assertThat(cost).isEqualTo(1);
                case AREA -> assertThat(cost).isEqualTo(SmallGraph.FEATURES * 16 + 16 * SmallGraph.CLASSES);
                case SGQUANT -> {
                    // The uniform 4 bits of the first round, and an input of one bit per possible entry.
                    double bits = SmallGraph.NODES * (SmallGraph.FEATURES + 16 * 4);
                    assertThat(all.stream().mapToDouble(Measured::cost)).anyMatch(c -> Math.abs(c - bits) < 1);
                }
            }
        }
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new SearchOptions(Objective.AREA, -1, 20, 3, 4, 1))
                .hasMessageContaining("Q-022");
    }
}
