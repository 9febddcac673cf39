// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.StoredTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Which weight row a bank word belongs to, where rows with the same content count as the same row. */
final class WeightRowIdentity {
    private final int[] sameAs;
    private final int[] wordAt;
    private final int stride;

    WeightRowIdentity(Design design) {
        StoredTensor t = design.tensors().get(0);
        this.stride = t.blockStrideWords();
        this.sameAs = new int[t.rows()];
        this.wordAt = new int[design.shape().ports() * stride];
        Arrays.fill(wordAt, -1);
        Map<ByteBuffer, Integer> known = new HashMap<>();
        for (int row = 0; row < t.rows(); row++) {
            byte[] content = Arrays.copyOfRange(design.weightRows(), row * t.features(), (row + 1) * t.features());
            Integer before = known.putIfAbsent(ByteBuffer.wrap(content), row);
            sameAs[row] = before == null ? row : before;
            for (int w = 0; w < t.classOf(row).words(); w++) {
                wordAt[t.bank()[row] * stride + t.address()[row] + w] = sameAs[row] * 8 + w;
            }
        }
    }

    /** Number of the word's content, or -1 if no row lies there. */
    int wordAt(int bank, long addressInBlock) {
        return addressInBlock < 0 || addressInBlock >= stride
                ? -1
                : wordAt[(int) (bank * (long) stride + addressInBlock)];
    }

    int word(int row, int word) {
        return sameAs[row] * 8 + word;
    }
}
