// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Adjacency;
import java.util.Arrays;

/** The terms of a graph convolution: the neighbours and, once, the node itself. */
final class SelfLoops {
    private SelfLoops() {}

    static Adjacency added(Adjacency a) {
        int[] start = new int[a.nodes() + 1];
        int[] source = new int[a.terms() + a.nodes()];
        int k = 0;
        for (int v = 0; v < a.nodes(); v++) {
            int from = k;
            source[k++] = v;
            for (int i = a.rowStart()[v]; i < a.rowStart()[v + 1]; i++) {
                if (a.source()[i] != v) {
                    source[k++] = a.source()[i];
                }
            }
            Arrays.sort(source, from, k);
            start[v + 1] = k;
        }
        return new Adjacency(a.nodes(), start, Arrays.copyOf(source, k));
    }
}
