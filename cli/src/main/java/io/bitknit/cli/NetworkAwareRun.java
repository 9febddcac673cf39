// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.model.GraphSet;
import io.bitknit.model.file.FloatNetworkFile;
import io.bitknit.model.file.QuantizedNetworkFile;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.quantizer.QuantizationOptions;
import io.bitknit.quantizer.aware.Granularity;
import io.bitknit.quantizer.degreequant.Protection;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.network.AwareNetwork;
import io.bitknit.quantizer.network.AwareSeeds;
import io.bitknit.quantizer.network.NetworkQuantizer;
import io.bitknit.quantizer.network.NetworkWidths;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** {@code quantize --method} for GraphSAGE, GIN, GAT and AGNN. */
record NetworkAwareRun(
        Request request, Path input, Path output, @Nullable Path json, Console console) {
    /**
     * What was asked for.
     *
     * @param seed of the first run
     */
    record Request(
            AwareNetwork.Method method,
            Granularity granularity,
            List<Integer> bits,
            Protection protection,
            int seeds,
            long seed,
            int threads,
            boolean seedProtocol) {}

    private static final int LINES = 10;

    void run(@Nullable String weightBits, @Nullable String exponents) {
        Engine.require();
        FloatNetwork network = FloatNetworkFile.read(input);
        NetworkWidths widths = NetworkWidths.of(
                request.granularity(), request.bits(), network.layers().size());
        if (weightBits != null) {
            widths = widths.withWeightBits(QuantizationOptions.parseWidths("--weight-bits", weightBits));
        }
        if (exponents != null) {
            widths = widths.withExponents(NetworkText.exponents(exponents));
        }
        AwareNetwork.Options options = AwareNetwork.Options.of(
                        request.method(), widths, network.graph() instanceof GraphSet, request.seed())
                .withProtection(request.protection());
        AwareSeeds seeds;
        try (Progress progress = new Progress(console, "quantize")) {
            int passes = options.epochs() + 1;
            int every = Math.max(1, passes / LINES);
            AtomicInteger done = new AtomicInteger();
            seeds = AwareSeeds.of(network, options, request.seeds(), request.threads(), (seed, pass, validation) -> {
                int now = done.getAndIncrement();
                if (pass % every == 0) {
                    String what = "seed " + seed + ", " + Text.percent(validation) + " validation";
                    progress.stage(what, now, request.seeds() * passes);
                }
            });
        }
        NetworkQuantizer.Result chosen = seeds.chosen().chosen();
        QuantizedNetworkFile.write(chosen.network(), output);
        if (json != null) {
            Output.json(json, facts(seeds, options), console);
            return;
        }
        console.say("quantized " + Text.shown(network.name()) + " to " + Text.shown(output));
        NetworkText.describe(chosen, console);
        if (request.seeds() > 1) {
            console.fact(
                    "mean of " + request.seeds() + " seeds",
                    Text.percent(seeds.mean(r -> r.chosen().test())) + " +- "
                            + Text.percent(seeds.deviation(r -> r.chosen().test())) + " in integers, "
                            + Text.percent(seeds.mean(r -> r.chosen().testFloat())) + " in floating point");
        }
        if (request.seedProtocol()) {
            console.fact(
                    "best test epoch",
                    Text.percent(seeds.mean(AwareNetwork.Result::bestTest))
                            + ", the protocol of the published systems");
        }
    }

    private Map<String, Object> facts(AwareSeeds seeds, AwareNetwork.Options options) {
        Map<String, Object> facts =
                new LinkedHashMap<>(NetworkText.facts(seeds.chosen().chosen()));
        facts.put("settings", options.toString());
        facts.put("protocol", "epoch and network chosen on the validation rows");
        facts.put("accuracyMean", seeds.mean(r -> r.chosen().test()));
        facts.put("accuracyStd", seeds.deviation(r -> r.chosen().test()));
        facts.put("accuracyFloatMean", seeds.mean(r -> r.chosen().testFloat()));
        if (request.seedProtocol()) {
            facts.put("accuracyMeanBestTestEpoch", seeds.mean(AwareNetwork.Result::bestTest));
        }
        facts.put("seeds", seeds.runs().size());
        return facts;
    }
}
