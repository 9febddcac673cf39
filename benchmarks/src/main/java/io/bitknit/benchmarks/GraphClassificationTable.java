// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.model.GraphInput;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.NodeFeatures;
import io.bitknit.quantizer.aware.OverSeeds;
import io.bitknit.quantizer.aware.Workers;
import io.bitknit.quantizer.network.AwareNetwork;
import io.bitknit.quantizer.network.NetworkOptions;
import io.bitknit.quantizer.network.NetworkQuantizer;
import io.bitknit.quantizer.network.NetworkTraining;
import io.bitknit.quantizer.network.NetworkWidths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** GIN on sets of graphs, Degree-Quant against calibration and floats, fold by fold. */
final class GraphClassificationTable {
    private static final int[] WIDTHS = {8, 4};
    /** One pass in integers for so many in floats. */
    private static final int INTEGER_SHARE = 6;

    private final Path shared;
    private final Records known;
    private final Request request;
    private final Map<Integer, List<Run>> done = new TreeMap<>();

    /**
     * What is asked for.
     *
     * @param passes of float training; a sixth of them in integers
     * @param batch graphs per step of float training
     * @param learningRate of float training
     * @param exponents powers of two that nodes of a degree may choose from
     * @param threads folds at a time
     */
    record Request(
            String dataset,
            NodeFeatures features,
            int folds,
            int passes,
            int batch,
            double learningRate,
            int exponents,
            int threads) {
        int integerPasses() {
            return Math.max(1, passes / INTEGER_SHARE);
        }

        String command() {
            return "./bitknit benchmark gin --dataset " + dataset + " --node-features "
                    + features.text() + " --folds " + folds + " --passes " + passes
                    + " --batch " + batch + " --learning-rate " + learningRate + " --exponents " + exponents;
        }
    }

    /** @param records file of what was measured; an interrupted benchmark goes on from it, fold by fold */
    GraphClassificationTable(Path shared, Path records, Request request) {
        this.shared = shared;
        this.known = new Records(records, Run.FIGURES * WIDTHS.length);
        this.request = request;
    }

    /** A fold at one width; accuracies 0..1. */
    private record Run(double testFloat, double calibrated, double degreeQuant, double allBits) {
        static final int FIGURES = 4;
    }

    /** @param written takes the page after every fold: the whole takes long */
    void measure(Consumer<String> written) {
        Workers.range(
                0,
                request.folds(),
                fold -> {
                    List<Run> runs = fold(fold);
                    synchronized (done) {
                        done.put(fold, runs);
                        written.accept(page());
                    }
                    return runs;
                },
                request.threads());
    }

    /** All widths of a fold. */
    private List<Run> fold(int fold) {
        GraphInput graphs =
                GraphReader.read(shared.resolve("data").resolve(request.dataset()), fold, request.features());
        int passes = request.passes();
        NetworkOptions options = NetworkOptions.defaults(Architecture.GIN, true, fold)
                .withEpochs(passes, passes)
                .withSteps(request.batch(), request.learningRate());
        String what = graphs.digest() + " fold " + fold + " " + request.features() + " exponents=" + request.exponents()
                + " " + options + " integers " + integers(WIDTHS[0], fold);
        double[] figures = known.get(what, () -> {
            FloatNetwork network = NetworkTraining.train(
                            graphs,
                            options,
                            Optional.empty(),
                            false,
                            (pass, accuracy, best) -> say(fold, pass, passes, accuracy),
                            () -> false)
                    .orElseThrow()
                    .network();
            return IntStream.of(WIDTHS)
                    .mapToObj(bits -> run(network, bits, fold))
                    .flatMapToDouble(
                            run -> DoubleStream.of(run.testFloat(), run.calibrated(), run.degreeQuant(), run.allBits()))
                    .toArray();
        });
        return IntStream.range(0, WIDTHS.length)
                .map(i -> i * Run.FIGURES)
                .mapToObj(i -> new Run(figures[i], figures[i + 1], figures[i + 2], figures[i + 3]))
                .toList();
    }

    private static void say(int fold, int pass, int passes, double validation) {
        System.err.println("gin: fold " + fold + ", pass " + pass + " of " + passes + ": " + Figures.percent(validation)
                + " % validation");
    }

    private Run run(FloatNetwork network, int bits, int fold) {
        AwareNetwork.Options options = integers(bits, fold);
        double calibrated = NetworkQuantizer.quantize(network, options.widths()).test();
        NetworkQuantizer.Result trained = AwareNetwork.quantize(
                        network, options, (pass, validation) -> say(fold, pass, options.epochs(), validation))
                .chosen();
        System.err.println("gin: fold " + fold + ", " + bits + " bits: float " + Figures.percent(trained.testFloat())
                + " %, calibrated " + Figures.percent(calibrated) + " %, degree-quant "
                + Figures.percent(trained.test()) + " %");
        return new Run(
                trained.testFloat(), calibrated, trained.test(), trained.bits().allBits());
    }

    private AwareNetwork.Options integers(int bits, int fold) {
        NetworkWidths widths = NetworkWidths.uniform(bits).withExponents(request.exponents());
        return AwareNetwork.Options.of(AwareNetwork.Method.DEGREE_QUANT, widths, true, fold)
                .withEpochs(request.integerPasses());
    }

    private String page() {
        String over = done.size() == request.folds()
                ? request.folds() + " folds"
                : (done.size() == 1 ? "fold " : "folds ")
                        + done.keySet().stream().map(String::valueOf).collect(Collectors.joining(", ")) + " of "
                        + request.folds();
        ResultFile page = new ResultFile(
                "GIN on " + request.dataset(),
                request.command(),
                "Test accuracy in percent, mean and deviation over " + over + " of the lists that come with the "
                        + "data; the test part of the fold before is taken out of training and chooses the pass. "
                        + "5 layers of 64 features, batch normalisation folded, mean pooling, node features: "
                        + request.features().text() + "; " + request.passes()
                        + " passes in floats, " + request.integerPasses()
                        + " in integers. All integers are those of the reference: weights, hidden features and pooled "
                        + "features have the width, scores 8 bits; hidden features of nodes have "
                        + (request.exponents() == 1
                                ? "one scale per tensor"
                                : "a scale by the octave of the degree, one of " + request.exponents()
                                        + " powers of two times one of the tensor")
                        + ". Published figures, 10 folds, of IMDB-BINARY: float "
                        + "75.3, Degree-Quant 71.1 with 8 bits and 68.6 with 4; of REDDIT-BINARY: 91.8 and 81.3.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("bits", "float", "calibration", "degree-quant", "bits of all"));
        for (int i = 0; i < WIDTHS.length; i++) {
            int width = i;
            List<Run> runs = done.values().stream().map(all -> all.get(width)).toList();
            rows.add(List.of(
                    Integer.toString(WIDTHS[i]),
                    Figures.meanAndDeviation(runs, Run::testFloat),
                    Figures.meanAndDeviation(runs, Run::calibrated),
                    Figures.meanAndDeviation(runs, Run::degreeQuant),
                    PtqTable.decimal(OverSeeds.mean(runs, Run::allBits), 2)));
        }
        return page.table(rows).text();
    }
}
