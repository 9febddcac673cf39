// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import io.bitknit.quantizer.engine.Adam;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Parameter;
import io.bitknit.quantizer.engine.Value;
import io.bitknit.quantizer.train.Network.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Epochs with Adam, early stopping and the best parameters on the validation nodes. The state is plain arrays:
 * {@link Checkpoint} stores it, and a training that goes on from there gives the same bytes as one that never stopped.
 */
public final class Training {
    private static final double NONE = -1;

    private final Engine engine;
    private final Network network;
    private final List<double[]> best = new ArrayList<>();
    private int epoch;
    private int bestEpoch;
    private Score bestScore = new Score(NONE, 0);

    public Training(Engine engine, Network network) {
        this.engine = engine;
        this.network = network;
        network.parameters().forEach(p -> best.add(p.values().clone()));
    }

    /** Told after every epoch. */
    @FunctionalInterface
    public interface Listener {
        void epoch(int epoch, double validationAccuracy, double bestAccuracy);
    }

    /**
     * Trains up to a number of epochs, or until {@code patience} epochs bring no better validation score.
     *
     * @param epochs in all, those before a resumption included
     * @param stop asked after every epoch; the training can be continued later
     * @return whether it is over, and was not merely stopped
     */
    public boolean run(int epochs, int patience, Listener listener, BooleanSupplier stop) {
        while (epoch < epochs && epoch - bestEpoch < patience) {
            if (stop.getAsBoolean()) {
                return false;
            }
            epoch++;
            Score score = engine.step(this::epochScore);
            if (score.betterThan(bestScore)) {
                bestScore = score;
                bestEpoch = epoch;
                copyBest();
            }
            listener.epoch(epoch, score.accuracy(), bestScore.accuracy());
        }
        return true;
    }

    private Score epochScore() {
        List<Parameter> parameters = network.parameters();
        List<Value> leaves = parameters.stream().map(engine::leaf).toList();
        Adam.step(engine, network.loss(leaves, epoch), parameters, leaves, epoch, 1);
        return network.validate(parameters.stream().map(engine::constant).toList());
    }

    private void copyBest() {
        for (int i = 0; i < best.size(); i++) {
            double[] values = network.parameters().get(i).values();
            System.arraycopy(values, 0, best.get(i), 0, values.length);
        }
    }

    /** Values of the parameters at the best epoch, in their order; the arrays themselves. */
    public List<double[]> best() {
        return List.copyOf(best);
    }

    public int epoch() {
        return epoch;
    }

    /** From 1; 0 before the first epoch. */
    public int bestEpoch() {
        return bestEpoch;
    }

    public double bestAccuracy() {
        return bestScore.accuracy();
    }

    /** Copies of everything that the next epoch depends on. */
    Checkpoint checkpoint(String settings) {
        List<Checkpoint.State> states = new ArrayList<>();
        for (int i = 0; i < best.size(); i++) {
            Parameter p = network.parameters().get(i);
            states.add(new Checkpoint.State(
                    p.name(),
                    p.values().clone(),
                    p.mean().clone(),
                    p.square().clone(),
                    best.get(i).clone()));
        }
        return new Checkpoint(settings, epoch, bestEpoch, bestScore.accuracy(), bestScore.loss(), states);
    }

    /** Goes on from a checkpoint of the same network. */
    void restore(Checkpoint checkpoint) {
        epoch = checkpoint.epoch();
        bestEpoch = checkpoint.bestEpoch();
        bestScore = new Score(checkpoint.bestAccuracy(), checkpoint.bestLoss());
        for (int i = 0; i < best.size(); i++) {
            Checkpoint.State state = checkpoint.states().get(i);
            Parameter p = network.parameters().get(i);
            copy(state.values(), p.values());
            copy(state.mean(), p.mean());
            copy(state.square(), p.square());
            copy(state.best(), best.get(i));
        }
    }

    private static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }
}
