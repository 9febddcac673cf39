// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Adjacency;
import io.bitknit.model.diag.UserException;
import java.util.List;

/**
 * Width of a node by its in-degree, the convolution's self-loop not counted: below {@code splits[0]} neighbours it
 * has {@code bits[0]}, below {@code splits[1]} it has {@code bits[1]}, and so on; the last width is for all others.
 *
 * @param bits widths, 1..8, one more than splits
 * @param splits in-degrees, positive, ascending
 */
public record DegreeBuckets(List<Integer> bits, List<Integer> splits) {
    public DegreeBuckets {
        bits = Widths.check("degree bits", bits);
        splits = List.copyOf(splits);
        if (bits.size() != splits.size() + 1) {
            throw new UserException(
                    "Q-005",
                    "degree bits",
                    bits.size() + " widths do not go with " + splits.size()
                            + " splits; give one width more than splits");
        }
        int previous = 0;
        for (int split : splits) {
            if (split <= previous) {
                throw new UserException(
                        "Q-006",
                        "degree splits",
                        "split " + split + " after " + previous + "; splits are at least 1 and ascend");
            }
            previous = split;
        }
    }

    /**
     * Reads two lists such as {@code 4,3,2,1} and {@code 4,8,16}.
     *
     * @throws UserException if they are no lists of numbers or do not go together
     */
    public static DegreeBuckets parse(String bits, String splits) {
        return new DegreeBuckets(
                Widths.parse("degree bits", bits),
                splits.isBlank() ? List.of() : Widths.parse("degree splits", splits));
    }

    public DegreeSplits buckets() {
        return new DegreeSplits(splits);
    }

    /** Width of a node with so many incoming edges from other nodes. */
    int bitsAt(int inDegree) {
        return bits.get(buckets().bucketAt(inDegree));
    }

    /**
     * Width per node.
     *
     * @param adjacency terms with the convolution's self-loops, which do not count
     */
    public byte[] bitsPerNode(Adjacency adjacency) {
        int[] bucket = buckets().bucketPerNode(adjacency);
        byte[] widths = new byte[bucket.length];
        for (int v = 0; v < widths.length; v++) {
            widths[v] = bits.get(bucket[v]).byteValue();
        }
        return widths;
    }
}
