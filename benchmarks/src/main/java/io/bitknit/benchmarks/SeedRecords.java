// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.search.BitSearch;
import io.bitknit.quantizer.search.Trained;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Configurations over seeds; each run is kept in a file as soon as it is measured. */
final class SeedRecords {
    private static final List<String> COLUMNS = List.of(
            "widths",
            "seed",
            "validationFloat",
            "testFloat",
            "validationLast",
            "test",
            "saving",
            "bitsHidden",
            "bitsAll");

    private final Path file;
    private final BitSearch search;
    private final int[] widths;
    private final int epochs;
    private final String key;
    private final Map<Integer, Run> known = new HashMap<>();

    /** Figures of one seed; accuracies 0..1. */
    record Run(
            double validationFloat,
            double testFloat,
            double validationLast,
            double test,
            double saving,
            double bitsHidden,
            double bitsAll) {}

    /** @param epochs of training */
    SeedRecords(Path file, BitSearch search, int[] widths, int epochs) {
        this.epochs = epochs;
        this.file = file;
        this.search = search;
        this.widths = widths;
        key = search.subject().digest() + " epochs=" + epochs + " "
                + IntStream.of(widths).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        if (Files.exists(file)) {
            read();
        }
    }

    private void read() {
        try {
            for (String line : Files.readAllLines(file)) {
                String[] cells = line.split(",", -1);
                if (cells.length == COLUMNS.size() && cells[0].equals(key)) {
                    double[] figures = Arrays.stream(cells, 2, cells.length)
                            .mapToDouble(Double::parseDouble)
                            .toArray();
                    known.put(
                            Integer.parseInt(cells[1]),
                            new Run(
                                    figures[0],
                                    figures[1],
                                    figures[2],
                                    figures[3],
                                    figures[4],
                                    figures[5],
                                    figures[6]));
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw new UserException("U-004", file.toString(), "the record is damaged; remove it: " + e.getMessage());
        }
    }

    /** Asked from several threads. */
    Run get(int seed) {
        synchronized (this) {
            Run before = known.get(seed);
            if (before != null) {
                return before;
            }
        }
        Trained trained = search.seed(widths, seed, epochs);
        Run run = new Run(
                trained.validationFloat(),
                trained.testFloat(),
                trained.validationLast(),
                trained.test(),
                trained.savingSgquant().orElseThrow(),
                trained.bitsHidden(),
                trained.bitsAll());
        String line = String.join(
                ",",
                key,
                "" + seed,
                "" + run.validationFloat(),
                "" + run.testFloat(),
                "" + run.validationLast(),
                "" + run.test(),
                "" + run.saving(),
                "" + run.bitsHidden(),
                "" + run.bitsAll());
        synchronized (this) {
            try {
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UserException("U-004", file.toString(), "the file cannot be written: " + e.getMessage());
            }
            known.put(seed, run);
        }
        return run;
    }
}
