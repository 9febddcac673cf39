// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

import java.util.Locale;

/** Kind of network; the layers of a network fit its kind. */
public enum Architecture {
    SAGE,
    GIN,
    GAT,
    AGNN;

    /** As files and options write it: {@code sage}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the network sums every node itself as one of its neighbours. */
    public boolean selfLoops() {
        return this == GAT || this == AGNN;
    }
}
