// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.model.GraphData;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.read.GraphReader;
import io.bitknit.quantizer.network.AwareNetwork;
import io.bitknit.quantizer.network.NetworkAccounting;
import io.bitknit.quantizer.network.NetworkOptions;
import io.bitknit.quantizer.network.NetworkTraining;
import io.bitknit.quantizer.network.NetworkWidths;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A network on Cora with one width for everything; of GAT, the sweep that SGQuant's program states. */
final class NodeNetworkTable {
    /** Width to the published accuracy of GAT in percent; 82.5 in floats. */
    private static final Map<Integer, Double> PUBLISHED = new LinkedHashMap<>();

    static {
        PUBLISHED.put(8, 81.8);
        PUBLISHED.put(4, 81.1);
        PUBLISHED.put(2, 79.3);
        PUBLISHED.put(1, 76.0);
    }

    private final Architecture architecture;
    private final Map<Integer, List<AwareNetwork.Result>> results = new LinkedHashMap<>();

    NodeNetworkTable(Architecture architecture) {
        this.architecture = architecture;
    }

    /** Of the page. */
    String name() {
        return architecture == Architecture.GAT ? "gat" : architecture.text() + "-cora";
    }

    /** @param written takes the page after every seed: the whole takes long */
    void measure(Path shared, int seeds, Consumer<String> written) {
        GraphData cora = GraphReader.read(shared.resolve("data/cora"), 0);
        for (int seed = 0; seed < seeds; seed++) {
            NetworkOptions options = NetworkOptions.defaults(architecture, false, seed);
            FloatNetwork network = NetworkTraining.train(cora, options).network();
            for (int bits : PUBLISHED.keySet()) {
                AwareNetwork.Options aware =
                        AwareNetwork.Options.of(AwareNetwork.Method.SGQUANT, NetworkWidths.uniform(bits), false, seed);
                AwareNetwork.Result result = AwareNetwork.quantize(network, aware, (pass, validation) -> {});
                results.computeIfAbsent(bits, b -> new ArrayList<>()).add(result);
                System.err.println(architecture.text() + ": seed " + seed + ", " + bits + " bits: "
                        + Figures.percent(result.chosen().test()) + " % of "
                        + Figures.percent(result.chosen().testFloat()) + " %");
            }
            written.accept(page(seed + 1));
        }
    }

    private String page(int seeds) {
        boolean gat = architecture == Architecture.GAT;
        NetworkOptions options = NetworkOptions.defaults(architecture, false, 0);
        String what = "Test accuracy of the integers of the reference, in percent, mean and deviation over seeds 0 to "
                + (seeds - 1)
                + "; every seed trains its float network ("
                + (gat ? "8 heads of 8 features, ELU" : options.layers() + " layers, " + options.hidden() + " features")
                + ") and goes on in integers. Float epoch and integer pass are chosen on the validation nodes; test "
                + "labels are only counted. ";
        what += gat
                ? "Weights, hidden features and attention per edge have the width; attention's two "
                        + "numbers per node and head, their vectors and the scores have 8 bits, binary inputs 1. "
                        + "'Published' is SGQuant's program, which reports the best test accuracy of all evaluations; "
                        + "the column beside it is ours by that protocol."
                : "Weights and hidden features have the width; scores have 8 bits, binary inputs 1. 'Best test' is the "
                        + "best test accuracy of all passes, the protocol of the published programs, for comparison alone.";
        ResultFile page = new ResultFile(
                (gat ? "GAT" : architecture == Architecture.SAGE ? "GraphSAGE" : architecture.name())
                        + " on Cora, one width for everything",
                "./bitknit benchmark gat" + (gat ? "" : " --arch " + architecture.text()) + " --seeds " + seeds,
                what);
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                gat
                        ? List.of(
                                "bits",
                                "published",
                                "ours, best test",
                                "ours, clean",
                                "float",
                                "hidden bits",
                                "bits of all",
                                "saving, SGQuant's counting")
                        : List.of("bits", "best test", "integers", "float", "hidden bits", "bits of all"));
        results.forEach((bits, runs) -> rows.add(row(bits, runs)));
        return page.table(rows).text();
    }

    private List<String> row(int bits, List<AwareNetwork.Result> runs) {
        AwareNetwork.Result first = runs.get(0);
        List<String> row = new ArrayList<>(List.of(Integer.toString(bits)));
        if (architecture == Architecture.GAT) {
            row.add(PtqTable.decimal(PUBLISHED.getOrDefault(bits, 0.0), 1));
        }
        row.add(Figures.mean(runs, AwareNetwork.Result::bestTest));
        row.add(Figures.meanAndDeviation(runs, r -> r.chosen().test()));
        row.add(Figures.meanAndDeviation(runs, r -> r.chosen().testFloat()));
        row.add(PtqTable.decimal(first.chosen().bits().hiddenBits(), 2));
        row.add(PtqTable.decimal(first.chosen().bits().allBits(), 2));
        if (architecture == Architecture.GAT) {
            row.add(PtqTable.decimal(
                    NetworkAccounting.saving(first.chosen().network()).orElse(0), 1));
        }
        return row;
    }
}
