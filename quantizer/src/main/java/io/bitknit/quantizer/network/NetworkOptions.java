// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.GraphSet;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkLayer;
import io.bitknit.quantizer.train.Provenance;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a network is trained from scratch.
 *
 * @param hidden features of a hidden layer; of GAT those of one head
 * @param heads attention heads of every layer but the last; 1 for the others
 * @param layers convolutions or propagations
 * @param epochs most passes over what trains
 * @param patience passes without a better validation score after which training ends
 * @param learningRate of Adam
 * @param weightDecay on the first product, with attention on all
 * @param dropout probability that an input of a product or an attention is left out
 * @param meanPooling whether graphs are means of their nodes, not sums
 * @param batch graphs per step
 * @param rowNormalised whether input features are divided by their row sum
 */
public record NetworkOptions(
        Architecture architecture,
        int hidden,
        int heads,
        int layers,
        int epochs,
        int patience,
        double learningRate,
        double weightDecay,
        double dropout,
        boolean meanPooling,
        int batch,
        boolean rowNormalised,
        long seed) {
    private static final int DEFAULT_BATCH = 128;

    public NetworkOptions {
        require("hidden features", hidden >= 1 && hidden <= 4096, hidden + " is not possible; use 1 to 4096");
        require("heads", heads >= 1 && heads <= 64, heads + " is not possible; use 1 to 64");
        require("layers", layers >= 1 && layers <= 64, layers + " is not possible; use 1 to 64");
        require("epochs", epochs >= 1 && epochs <= 1_000_000, epochs + " is not possible; use 1 to 1000000");
        require("patience", patience >= 1, patience + " is not possible; use 1 or more");
        require("learning rate", learningRate > 0 && learningRate <= 10, learningRate + " is not possible");
        require("weight decay", weightDecay >= 0 && weightDecay <= 10, weightDecay + " is not possible; use 0 to 10");
        require("dropout", dropout >= 0 && dropout < 1, dropout + " is not possible; use 0 to below 1");
        require("batch", batch >= 1, batch + " is not possible; use 1 or more");
    }

    private static void require(String option, boolean holds, String message) {
        if (!holds) {
            throw new UserException("Q-022", option, message);
        }
    }

    /** The published settings of each architecture, for one graph or for a set of graphs. */
    public static NetworkOptions defaults(Architecture architecture, boolean graphs, long seed) {
        if (graphs) {
            return new NetworkOptions(architecture, 64, 1, 5, 100, 50, 0.01, 0, 0.5, true, DEFAULT_BATCH, false, seed);
        }
        return switch (architecture) {
            case SAGE ->
                new NetworkOptions(architecture, 16, 1, 2, 200, 100, 0.01, 5e-4, 0.5, false, DEFAULT_BATCH, true, seed);
            case GIN ->
                new NetworkOptions(architecture, 32, 1, 2, 200, 100, 0.01, 5e-4, 0.5, false, DEFAULT_BATCH, true, seed);
            case GAT ->
                new NetworkOptions(architecture, 8, 8, 2, 400, 100, 0.005, 5e-4, 0.6, false, DEFAULT_BATCH, true, seed);
            case AGNN ->
                new NetworkOptions(architecture, 16, 1, 2, 400, 100, 0.01, 5e-4, 0.5, false, DEFAULT_BATCH, true, seed);
        };
    }

    /** Of a network of the same shape with another seed, trained as that one was if its provenance says how. */
    public static NetworkOptions like(FloatNetwork network, long seed) {
        boolean graphs = network.graph() instanceof GraphSet;
        NetworkOptions usual = defaults(network.architecture(), graphs, seed);
        Provenance from = Provenance.of(network.provenance());
        int hidden = usual.hidden();
        int heads = 1;
        int convolutions = 0;
        boolean mean = usual.meanPooling();
        for (NetworkLayer layer : network.layers()) {
            if (layer instanceof NetworkLayer.Pool pool) {
                mean = pool.mean();
            } else if (layer instanceof NetworkLayer.Gat gat && convolutions++ == 0) {
                heads = gat.heads();
                hidden = gat.headOutputs();
            } else if (layer instanceof NetworkLayer.Gin gin && convolutions++ == 0) {
                hidden = gin.perceptron().get(0).outputs();
            } else if (layer instanceof NetworkLayer.Sage sage && convolutions++ == 0) {
                hidden = sage.outputs();
            } else if (layer instanceof NetworkLayer.Agnn agnn && convolutions++ == 0) {
                hidden = agnn.outputs();
            }
        }
        return new NetworkOptions(
                network.architecture(),
                hidden,
                heads,
                convolutions,
                (int) from.number("epochs", usual.epochs()),
                (int) from.number("patience", usual.patience()),
                from.number("learningRate", usual.learningRate()),
                from.number("weightDecay", usual.weightDecay()),
                from.number("dropout", usual.dropout()),
                mean,
                (int) from.number("batch", usual.batch()),
                network.rowNormalised(),
                seed);
    }

    /** What the shape of a network does not tell, for its provenance; {@link #like} reads it. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("seed", Long.toString(seed));
        facts.put("epochs", Integer.toString(epochs));
        facts.put("patience", Integer.toString(patience));
        facts.put("learningRate", Double.toString(learningRate));
        facts.put("weightDecay", Double.toString(weightDecay));
        facts.put("dropout", Double.toString(dropout));
        facts.put("batch", Integer.toString(batch));
        return facts;
    }

    public NetworkOptions withEpochs(int most, int newPatience) {
        return with(most, newPatience, learningRate, weightDecay, batch);
    }

    /** @param graphs per step */
    public NetworkOptions withSteps(int graphs, double rate) {
        return with(epochs, patience, rate, weightDecay, graphs);
    }

    /** @param decay on the first product */
    public NetworkOptions withOptimizer(double rate, double decay) {
        return with(epochs, patience, rate, decay, batch);
    }

    private NetworkOptions with(int most, int newPatience, double rate, double decay, int graphs) {
        return new NetworkOptions(
                architecture,
                hidden,
                heads,
                layers,
                most,
                newPatience,
                rate,
                decay,
                dropout,
                meanPooling,
                graphs,
                rowNormalised,
                seed);
    }
}
