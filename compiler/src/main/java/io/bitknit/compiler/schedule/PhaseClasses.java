// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.ReadFormat;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats that a phase reads: the formats of the stored rows, moved up by a term's shift, or for a dense phase without
 * their exponent (which is in the multiplier). Rows whose words stand at the same levels share one.
 *
 * @param classes at most 8
 * @param index {@code [stored class << 3 | shift]} into {@code classes}; never mutated
 * @param rank {@code [class]} position in the order in which a team's words are sorted; never mutated
 * @param topLevel significance of the highest plane word of any class
 */
record PhaseClasses(List<ReadFormat> classes, int[] index, int[] rank, int topLevel) {
    /** @param densePlanes planes that a dense unit takes at once: the distance of the levels of a dense phase */
    static PhaseClasses of(StoredTensor input, Stage stage, int densePlanes) {
        boolean[] used = new boolean[input.classes().size() << 3];
        if (stage.dense()) {
            for (byte c : input.rowClass()) {
                used[c << 3] = true;
            }
        } else {
            for (int k = 0; k < stage.terms().count(); k++) {
                used[
                        input.rowClass()[stage.terms().source()[k]] << 3
                                | stage.terms().shiftOf(k)] = true;
            }
        }
        List<ReadFormat> classes = new ArrayList<>();
        int[] index = new int[used.length];
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                RowClass stored = input.classes().get(i >> 3);
                int shift = stage.dense() ? -stored.exponent() : i & 7;
                ReadFormat read = ReadFormat.of(stored, shift);
                if (!classes.contains(read)) {
                    classes.add(read);
                }
                index[i] = classes.indexOf(read);
            }
        }
        if (classes.size() > 8) {
            throw new UserException(
                    "C-004",
                    stage.name(),
                    "the phase reads rows of " + classes.size()
                            + " formats (words, exponent, input bit), it takes 8; use fewer widths, exponents or input bits");
        }
        int topLevel = stage.dense()
                ? denseTopLevel(input, densePlanes)
                : classes.stream().mapToInt(ReadFormat::topLevel).max().orElse(0);
        return new PhaseClasses(List.copyOf(classes), index, ranks(classes), topLevel);
    }

    private static int denseTopLevel(StoredTensor input, int densePlanes) {
        return input.classes().stream()
                .mapToInt(c -> denseTop(c.bits(), densePlanes))
                .max()
                .orElse(0);
    }

    /** Level at which a dense unit takes the highest planes of a row of so many bits. */
    static int denseTop(int bits, int densePlanes) {
        return (bits - 1) / densePlanes * densePlanes;
    }

    /** Highest level first, so that the words that are active at a level tend to be neighbours. */
    private static int[] ranks(List<ReadFormat> classes) {
        List<ReadFormat> sorted = new ArrayList<>(classes);
        sorted.sort(
                (a, b) -> a.topLevel() != b.topLevel() ? b.topLevel() - a.topLevel() : b.firstPlane() - a.firstPlane());
        int[] rank = new int[classes.size()];
        for (int i = 0; i < rank.length; i++) {
            rank[i] = sorted.indexOf(classes.get(i));
        }
        return rank;
    }

    /** Bit c is set if class c has a plane word at the level. */
    int activeAt(int level) {
        int mask = 0;
        for (int c = 0; c < classes.size(); c++) {
            if (classes.get(c).activeAt(level, classes.get(c).fold())) {
                mask |= 1 << c;
            }
        }
        return mask;
    }

    int[] activeAtLevels() {
        int[] masks = new int[topLevel + 1];
        for (int level = 0; level <= topLevel; level++) {
            masks[level] = activeAt(level);
        }
        return masks;
    }
}
