// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.network.FloatNetwork;
import io.bitknit.quantizer.aware.OverSeeds;
import io.bitknit.quantizer.aware.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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

    /** @param done told after every seed, in any order, one at a time */
    public static AwareSeeds of(
            FloatNetwork network,
            AwareNetwork.Options options,
            int seeds,
            int threads,
            Consumer<AwareNetwork.Result> done) {
        List<Callable<AwareNetwork.Result>> work = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            int index = i;
            work.add(() -> {
                AwareNetwork.Result result = run(network, options, index);
                synchronized (done) {
                    done.accept(result);
                }
                return result;
            });
        }
        return new AwareSeeds(Workers.run(work, threads));
    }

    private static AwareNetwork.Result run(FloatNetwork network, AwareNetwork.Options options, int index) {
        long seed = options.seed() + index;
        FloatNetwork source = index == 0 ? network : like(network, seed);
        return AwareNetwork.quantize(source, options.withSeed(seed), (pass, validation) -> {});
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
