// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/**
 * What the clock of an accelerator depends on most.
 *
 * @param engines engines that share the work
 * @param ports feature banks of an engine
 * @param slots destinations that an engine sums at once
 * @param planes bit planes of a feature that are added at once
 */
public record EngineSize(int engines, int ports, int slots, int planes) {
    /** Whether this is not larger than another size in anything. */
    public boolean within(EngineSize other) {
        return engines <= other.engines && ports <= other.ports && slots <= other.slots && planes <= other.planes;
    }

    /** Bits that are added at once for a feature. */
    int terms() {
        return engines * ports * slots * planes;
    }
}
