// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.sgquant;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Width of a node by its in-degree as SGQuant's program has it: the smallest allowed width that is at least
 * {@code 32 / sqrt(degree)}. Kept for comparison: at most 25 % is saved on citation graphs, since most nodes have few
 * edges. Widths of our own by degree are {@link io.bitknit.quantizer.DegreeBuckets}.
 *
 * @param widths allowed widths, ascending, at least one
 */
public record CodedDegreeRule(List<Integer> widths) {
    /** Widths of the published program. */
    public static final CodedDegreeRule PUBLISHED = new CodedDegreeRule(List.of(1, 2, 4, 8, 16, 32));

    private static final int FLOAT_BITS = 32;
    private static final int LEAST_BITS = 2;
    private static final int LARGEST_DEGREE = 1024;

    public CodedDegreeRule {
        widths = List.copyOf(widths);
        if (widths.isEmpty()) {
            throw new IllegalArgumentException("a rule needs a width");
        }
    }

    /** @param inDegree edges that enter the node; a node without any gets the last width */
    public int bits(int inDegree) {
        double target = inDegree <= 1
                ? FLOAT_BITS
                : inDegree <= LARGEST_DEGREE ? Math.max(LEAST_BITS, FLOAT_BITS / Math.sqrt(inDegree)) : LEAST_BITS;
        for (int width : widths) {
            if (width >= target) {
                return inDegree == 0 ? last() : width;
            }
        }
        return last();
    }

    private int last() {
        return widths.get(widths.size() - 1);
    }

    /** Number of nodes per width, narrow first; widths without a node are left out. */
    public Map<Integer, Integer> nodesPerWidth(int[] inDegrees) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int degree : inDegrees) {
            counts.merge(bits(degree), 1, Integer::sum);
        }
        return counts;
    }

    /** Mean width over the nodes; 0 for none. */
    public double meanBits(int[] inDegrees) {
        double sum = 0;
        for (int degree : inDegrees) {
            sum += bits(degree);
        }
        return inDegrees.length == 0 ? 0 : sum / inDegrees.length;
    }
}
