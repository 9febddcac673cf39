// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.network.FloatNetwork;
import io.bitknit.quantizer.aware.OverSeeds;
import io.bitknit.quantizer.aware.Workers;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Quantizations of one network over several seeds; each seed after the first trains a float network of its own.
 *
 * @param runs in the order of the seeds
 */
public record AwareSeeds(List<AwareNetwork.Result> runs) {
    public AwareSeeds {
        runs = List.copyOf(runs);
    }

    /** Told of a pass of a seed's training, counted from 0, with the accuracy on the validation rows after it. */
    @FunctionalInterface
    public interface Listener {
        void pass(long seed, int pass, double validation);
    }

    /** @param listener told of the passes of all seeds as they come, one at a time */
    public static AwareSeeds of(
            FloatNetwork network, AwareNetwork.Options options, int seeds, int threads, Listener listener) {
        return new AwareSeeds(Workers.range(0, seeds, index -> run(network, options, index, listener), threads));
    }

    private static AwareNetwork.Result run(
            FloatNetwork network, AwareNetwork.Options options, int index, Listener listener) {
        long seed = options.seed() + index;
        FloatNetwork source = index == 0 ? network : like(network, seed);
        return AwareNetwork.quantize(source, options.withSeed(seed), (pass, validation) -> {
            synchronized (listener) {
                listener.pass(seed, pass, validation);
            }
        });
    }

    /** A float network of the same shape, trained from scratch with another seed. */
    public static FloatNetwork like(FloatNetwork network, long seed) {
        return NetworkTraining.train(network.graph(), NetworkOptions.like(network, seed))
                .network();
    }

    /** The first run that is best on the validation rows. */
    public AwareNetwork.Result chosen() {
        AwareNetwork.Result best = runs.get(0);
        for (AwareNetwork.Result run : runs) {
            best = run.chosen().validation() > best.chosen().validation() ? run : best;
        }
        return best;
    }

    public double mean(ToDoubleFunction<AwareNetwork.Result> figure) {
        return OverSeeds.mean(runs, figure);
    }

    /** Of a sample; 0 for one run. */
    public double deviation(ToDoubleFunction<AwareNetwork.Result> figure) {
        return OverSeeds.deviation(runs, figure);
    }
}
