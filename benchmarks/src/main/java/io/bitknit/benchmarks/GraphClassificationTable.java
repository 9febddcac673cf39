// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.model.GraphInput;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.NodeFeatures;
import io.bitknit.quantizer.network.AwareNetwork;
import io.bitknit.quantizer.network.NetworkOptions;
import io.bitknit.quantizer.network.NetworkQuantizer;
import io.bitknit.quantizer.network.NetworkTraining;
import io.bitknit.quantizer.network.NetworkWidths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** GIN on sets of graphs, Degree-Quant against calibration and floats, fold by fold. */
final class GraphClassificationTable {
    private static final int[] WIDTHS = {8, 4};
    /** One pass in integers for so many in floats. */
    private static final int INTEGER_SHARE = 6;

    private GraphClassificationTable() {}

    /** One fold at one width. */
    private record Fold(double calibrated, AwareNetwork.Result degreeQuant) {}

    /**
     * @param passes of float training; a sixth of them in integers
     * @param written takes the page after every fold: the whole takes long
     */
    static void measure(Path shared, String dataset, int folds, int passes, Consumer<String> written) {
        Map<Integer, List<Fold>> results = new LinkedHashMap<>();
        for (int fold = 0; fold < folds; fold++) {
            GraphInput graphs = GraphReader.read(shared.resolve("data").resolve(dataset), fold, NodeFeatures.AUTO);
            NetworkOptions options =
                    NetworkOptions.defaults(Architecture.GIN, true, fold).withEpochs(passes, passes);
            FloatNetwork network = NetworkTraining.train(graphs, options).network();
            for (int bits : WIDTHS) {
                Fold run = fold(network, bits, fold, Math.max(1, passes / INTEGER_SHARE));
                results.computeIfAbsent(bits, b -> new ArrayList<>()).add(run);
                System.err.println("fold " + fold + ", " + bits + " bits: float "
                        + Figures.percent(run.degreeQuant().chosen().testFloat()) + " %, calibrated "
                        + Figures.percent(run.calibrated()) + " %, degree-quant "
                        + Figures.percent(run.degreeQuant().chosen().test()) + " %");
            }
            written.accept(page(dataset, fold + 1, passes, results));
        }
    }

    private static String page(String dataset, int folds, int passes, Map<Integer, List<Fold>> results) {
        ResultFile page = new ResultFile(
                "GIN on " + dataset,
                "./bitknit benchmark gin --dataset " + dataset + " --folds " + folds + " --passes " + passes,
                "Test accuracy in percent, mean and deviation over " + folds + " folds of the lists that come with the "
                        + "data; the test part of the fold before is taken out of training and chooses the pass. "
                        + "5 layers of 64 features, batch normalisation folded, mean pooling, one-hot degrees; "
                        + passes
                        + " passes in floats, " + Math.max(1, passes / INTEGER_SHARE)
                        + " in integers. All integers are those of the reference: weights, hidden features and pooled "
                        + "features have the width, scores 8 bits. Published figures, 10 folds, of IMDB-BINARY: float "
                        + "75.3, Degree-Quant 71.1 with 8 bits and 68.6 with 4; of REDDIT-BINARY: 91.8 and 81.3.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("bits", "float", "calibration", "degree-quant", "bits of all"));
        results.forEach((bits, runs) -> rows.add(List.of(
                Integer.toString(bits),
                Figures.meanAndDeviation(runs, r -> r.degreeQuant().chosen().testFloat()),
                Figures.meanAndDeviation(runs, Fold::calibrated),
                Figures.meanAndDeviation(runs, r -> r.degreeQuant().chosen().test()),
                PtqTable.decimal(runs.get(0).degreeQuant().chosen().bits().allBits(), 2))));
        return page.table(rows).text();
    }

    private static Fold fold(FloatNetwork network, int bits, int fold, int passes) {
        NetworkWidths widths = NetworkWidths.uniform(bits);
        double calibrated = NetworkQuantizer.quantize(network, widths).test();
        return new Fold(calibrated, aware(network, AwareNetwork.Method.DEGREE_QUANT, widths, fold, passes));
    }

    private static AwareNetwork.Result aware(
            FloatNetwork network, AwareNetwork.Method method, NetworkWidths widths, int seed, int passes) {
        AwareNetwork.Options options =
                AwareNetwork.Options.of(method, widths, true, seed).withEpochs(passes);
        return AwareNetwork.quantize(network, options, (pass, validation) -> {});
    }
}
