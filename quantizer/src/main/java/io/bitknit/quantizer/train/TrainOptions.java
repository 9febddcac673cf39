// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import io.bitknit.model.FloatModel;
import io.bitknit.model.diag.UserException;

/**
 * How a float model is trained; the defaults are the usual ones of a GCN on Planetoid graphs.
 *
 * @param hidden features of every hidden layer
 * @param layers convolutions
 * @param epochs most epochs
 * @param patience epochs without a better validation score after which training ends
 * @param learningRate of Adam
 * @param weightDecay on the first layer
 * @param dropout probability that an input of a layer is left out, 0 to below 1
 * @param rowNormalised whether input features are divided by their row sum
 * @param seed of everything random
 */
public record TrainOptions(
        int hidden,
        int layers,
        int epochs,
        int patience,
        double learningRate,
        double weightDecay,
        double dropout,
        boolean rowNormalised,
        long seed) {
    public TrainOptions {
        require("hidden features", hidden >= 1 && hidden <= 4096, hidden + " is not possible; use 1 to 4096");
        require("layers", layers >= 1 && layers <= 64, layers + " is not possible; use 1 to 64");
        require("epochs", epochs >= 1 && epochs <= 1_000_000, epochs + " is not possible; use 1 to 1000000");
        require("patience", patience >= 1, patience + " is not possible; use 1 or more");
        require(
                "learning rate",
                learningRate > 0 && learningRate <= 10,
                learningRate + " is not possible; use more than 0, up to 10");
        require("weight decay", weightDecay >= 0 && weightDecay <= 10, weightDecay + " is not possible; use 0 to 10");
        require("dropout", dropout >= 0 && dropout < 1, dropout + " is not possible; use 0 to below 1");
    }

    public static TrainOptions defaults() {
        return new TrainOptions(16, 2, 200, 100, 0.01, 5e-4, 0.5, true, 0);
    }

    public TrainOptions withSeed(long newSeed) {
        return new TrainOptions(
                hidden, layers, epochs, patience, learningRate, weightDecay, dropout, rowNormalised, newSeed);
    }

    public TrainOptions withEpochs(int newEpochs) {
        return new TrainOptions(
                hidden, layers, newEpochs, patience, learningRate, weightDecay, dropout, rowNormalised, seed);
    }

    public TrainOptions withOptimizer(double newLearningRate, double newWeightDecay) {
        return new TrainOptions(
                hidden, layers, epochs, patience, newLearningRate, newWeightDecay, dropout, rowNormalised, seed);
    }

    /** For a model of the same shape with another seed, trained as that one was if its provenance says how. */
    public static TrainOptions like(FloatModel model, long seed) {
        TrainOptions usual = defaults();
        Provenance from = Provenance.of(model.provenance());
        int layers = model.layers().size();
        return new TrainOptions(
                layers == 1 ? usual.hidden() : model.layers().get(0).outputs(),
                layers,
                (int) from.number("epochs", usual.epochs()),
                usual.patience(),
                from.number("learningRate", usual.learningRate()),
                from.number("weightDecay", usual.weightDecay()),
                from.number("dropout", usual.dropout()),
                model.rowNormalised(),
                seed);
    }

    private static void require(String option, boolean holds, String message) {
        if (!holds) {
            throw new UserException("Q-022", option, message);
        }
    }
}
