// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.quantizer.BitCounts;
import io.bitknit.quantizer.accounting.SgquantMemory;
import java.util.ArrayList;
import java.util.List;

/**
 * Accuracy and bits over seeds. Accuracies are of integers on the test nodes, 0..1; deviations are those of a sample.
 *
 * @param chosen index of the run with the best validation accuracy, whose model is written
 * @param accuracyBestTestMean mean of the best test accuracy over epochs: the protocol of the published systems
 * @param bitsInput mean bits of an input entry
 * @param bitsHidden mean bits of an element of all hidden tensors that are stored, those that are aggregated included
 * @param bitsHiddenA2q mean width of the features that layers after the first read: A2Q's counting, which leaves out
 *     what is aggregated
 * @param bitsAll mean bits of an element of input, hidden features, scores and weights
 * @param memorySavingSgquant how many times less memory than in floating point by SGQuant's counting
 */
public record SeedReport(
        List<SeedRun> runs,
        int chosen,
        double accuracyMean,
        double accuracyStd,
        double accuracyFloatMean,
        double accuracyFloatStd,
        double validationMean,
        double accuracyBestTestMean,
        double bitsInput,
        double bitsHidden,
        double bitsHiddenA2q,
        double bitsAll,
        double memorySavingSgquant) {
    public SeedReport {
        runs = List.copyOf(runs);
    }

    public static SeedReport of(List<SeedRun> runs) {
        List<BitCounts> counts =
                runs.stream().map(run -> BitCounts.of(run.model())).toList();
        return new SeedReport(
                runs,
                AwareQuantizer.chosen(runs),
                OverSeeds.mean(runs, SeedRun::test),
                OverSeeds.deviation(runs, SeedRun::test),
                OverSeeds.mean(runs, SeedRun::testFloat),
                OverSeeds.deviation(runs, SeedRun::testFloat),
                OverSeeds.mean(runs, SeedRun::validation),
                OverSeeds.mean(runs, SeedRun::bestTest),
                OverSeeds.mean(counts, BitCounts::inputBits),
                OverSeeds.mean(counts, BitCounts::hiddenBits),
                OverSeeds.mean(runs, run -> readBits(run.model())),
                OverSeeds.mean(counts, BitCounts::allBits),
                OverSeeds.mean(runs, run -> savingSgquant(run.model())));
    }

    public SeedRun chosenRun() {
        return runs.get(chosen);
    }

    /** Mean width of what the layers after the first read; 0 for one layer. */
    public static double readBits(QuantizedModel model) {
        double bits = 0;
        double elements = 0;
        for (QuantizedLayer layer : model.layers().subList(0, model.layers().size() - 1)) {
            double size =
                    (double) layer.aggregated().nodes() * layer.aggregated().features();
            bits += layer.aggregated().meanBits() * size;
            elements += size;
        }
        return elements == 0 ? 0 : bits / elements;
    }

    /** By SGQuant's counting only what layers read is memory, the input as if it were dense. */
    public static double savingSgquant(QuantizedModel model) {
        List<QuantizedLayer> layers = model.layers();
        List<Integer> hidden = new ArrayList<>();
        for (QuantizedLayer layer : layers.subList(0, layers.size() - 1)) {
            hidden.add(layer.weights().outputs());
        }
        int classes = layers.get(layers.size() - 1).weights().outputs();
        return SgquantMemory.gcn(model.nodes(), model.input().features(), hidden, classes)
                .saving(component -> component.layer() == 0
                        ? model.input().bits()
                        : layers.get(component.layer() - 1).aggregated().meanBits());
    }
}
