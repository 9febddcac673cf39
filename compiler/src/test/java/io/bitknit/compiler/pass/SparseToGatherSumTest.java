// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.diag.UserException;
import org.junit.jupiter.api.Test;

/** The limit of the pass; what it makes is in its golden file. */
class SparseToGatherSumTest {
    @Test
    void moreTermsThanAnArrayHolds() {
        SparseToGatherSum.requirePossible(Integer.MAX_VALUE - 16, "input");
        assertThatThrownBy(() -> SparseToGatherSum.requirePossible(Integer.MAX_VALUE - 15L, "input"))
                .isInstanceOf(UserException.class)
                .hasMessage("error[C-003]: input: the input has 2147483632 set bits, the graph program takes"
                        + " 2147483631");
    }
}
