// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.quantizer.search.BitSearch;
import io.bitknit.quantizer.search.Trained;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A configuration over seeds; each run is kept in a file as soon as it is measured. */
final class SeedRecords {
    private static final int FIGURES = 7;

    private final Records records;
    private final BitSearch search;
    private final int[] widths;
    private final int epochs;
    private final String key;

    /** Figures of one seed; accuracies 0..1. */
    record Run(
            double validationFloat,
            double testFloat,
            double validationLate,
            double test,
            double saving,
            double bitsHidden,
            double bitsAll) {}

    /** @param epochs of training */
    SeedRecords(Path file, BitSearch search, int[] widths, int epochs) {
        this.records = new Records(file, FIGURES);
        this.search = search;
        this.widths = widths;
        this.epochs = epochs;
        key = search.subject().digest() + " epochs=" + epochs + " "
                + IntStream.of(widths).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }

    /** Asked from several threads. */
    Run get(int seed) {
        double[] f = records.get(key + " seed=" + seed, () -> measured(seed));
        return new Run(f[0], f[1], f[2], f[3], f[4], f[5], f[6]);
    }

    private double[] measured(int seed) {
        Trained run = search.seed(widths, seed, epochs);
        return new double[] {
            run.validationFloat(),
            run.testFloat(),
            run.validationLate(),
            run.test(),
            run.savingSgquant().orElseThrow(),
            run.bitsHidden(),
            run.bitsAll()
        };
    }
}
