// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.program;

/** Memories of the host link; the number of each is its ordinal. */
public enum Memory {
    CONFIGURATION,
    PHASE_COUNT,
    FEATURE_BANKS,
    PROGRAM,
    RUNS,
    DESCRIPTORS,
    TABLE,
    STATIONARY_WEIGHTS,
    COUNTERS
}
