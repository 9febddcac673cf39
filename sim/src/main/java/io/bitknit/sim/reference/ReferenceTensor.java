// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.reference;

import io.bitknit.model.QuantizedTensor;

/**
 * Values of one stored tensor.
 *
 * @param format widths, exponents and signedness per node
 * @param q integers, row-major {@code [nodes * features]}; never mutated
 */
public record ReferenceTensor(QuantizedTensor format, int[] q) {
    public int q(int node, int feature) {
        return q[node * format.features() + feature];
    }

    /** The code that memories hold for an element, {@code 0 .. 2^bits - 1}. */
    public int code(int node, int feature) {
        int value = q(node, feature);
        int bits = format.bits()[node];
        if (!format.signed()) {
            return value;
        }
        return bits == 1 ? (value + 1) / 2 : value + (1 << (bits - 1));
    }
}
