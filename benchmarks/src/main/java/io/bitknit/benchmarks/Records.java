// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Figures that took long to measure, a line of a file per key, written as soon as they are there: a benchmark that was
 * interrupted goes on where it was. Asked from several threads.
 */
final class Records {
    private final Path file;
    private final int figures;
    private final Map<String, double[]> known = new ConcurrentHashMap<>();

    /**
     * @param figures number of figures per key; lines with another number are not ours, or were cut off
     * @throws UserException U-004 if the file cannot be read
     */
    Records(Path file, int figures) {
        this.file = file;
        this.figures = figures;
        if (!Files.exists(file)) {
            return;
        }
        try {
            for (String line : Files.readAllLines(file)) {
                String[] cells = line.split(",", -1);
                if (cells.length == figures + 1) {
                    known.put(
                            cells[0],
                            Arrays.stream(cells)
                                    .skip(1)
                                    .mapToDouble(Double::parseDouble)
                                    .toArray());
                }
            }
        } catch (IOException | NumberFormatException e) {
            throw new UserException("U-004", file.toString(), "the record is damaged; remove it: " + e.getMessage());
        }
    }

    /**
     * What the file has of the key, or what is measured now.
     *
     * @param what everything that the figures depend on
     */
    double[] get(String what, Supplier<double[]> measurement) {
        String key = what.replace(',', ';').replace('\n', ' ');
        double[] before = known.get(key);
        if (before != null) {
            return before;
        }
        double[] found = measurement.get();
        if (found.length != figures) {
            throw new IllegalArgumentException(found.length + " figures, not " + figures);
        }
        StringBuilder line = new StringBuilder(key);
        for (double figure : found) {
            line.append(',').append(figure);
        }
        synchronized (this) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UserException("U-004", file.toString(), "the file cannot be written: " + e.getMessage());
            }
        }
        known.put(key, found);
        return found;
    }
}
