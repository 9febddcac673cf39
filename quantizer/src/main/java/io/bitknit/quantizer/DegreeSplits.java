// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Adjacency;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Buckets of nodes by in-degree, the convolution's self-loop not counted: bucket 0 is below {@code starts[0]}, bucket 1
 * below {@code starts[1]}, and so on; the last has all others.
 *
 * @param starts positive, ascending
 */
public record DegreeSplits(List<Integer> starts) {
    private static final int MOST_DEGREE_BITS = 31;

    public DegreeSplits {
        starts = List.copyOf(starts);
        int previous = 0;
        for (int start : starts) {
            if (start <= previous) {
                throw new IllegalArgumentException("split " + start + " after " + previous);
            }
            previous = start;
        }
    }

    /** A bucket per power of two that a degree reaches: 0, 1, 2 to 3, 4 to 7, and so on. */
    public static DegreeSplits octaves() {
        return new DegreeSplits(
                IntStream.range(0, MOST_DEGREE_BITS).mapToObj(bit -> 1 << bit).toList());
    }

    public int buckets() {
        return starts.size() + 1;
    }

    /** Bucket of a node with so many incoming edges from other nodes. */
    public int bucketAt(int inDegree) {
        int bucket = 0;
        while (bucket < starts.size() && inDegree >= starts.get(bucket)) {
            bucket++;
        }
        return bucket;
    }

    /**
     * Bucket per node.
     *
     * @param adjacency terms with the convolution's self-loops, which do not count
     */
    public int[] bucketPerNode(Adjacency adjacency) {
        int[] buckets = new int[adjacency.nodes()];
        for (int v = 0; v < buckets.length; v++) {
            int inDegree = 0;
            for (int i = adjacency.rowStart()[v]; i < adjacency.rowStart()[v + 1]; i++) {
                if (adjacency.source()[i] != v) {
                    inDegree++;
                }
            }
            buckets[v] = bucketAt(inDegree);
        }
        return buckets;
    }
}
