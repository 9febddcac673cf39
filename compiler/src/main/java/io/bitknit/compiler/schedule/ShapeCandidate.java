// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.hdl.Resources;

/**
 * One shape that was considered.
 *
 * @param choice the shape's free parameters
 * @param cycles cycles of an inference: estimated, or predicted exactly if {@code scheduled}
 * @param resources what it takes
 * @param scheduled whether the figures come from a schedule; otherwise from the search's formulas
 * @param verdict {@code chosen}, {@code slower}, or what does not fit and by how much
 */
public record ShapeCandidate(
        ShapeChoice choice, long cycles, Resources resources, boolean scheduled, String verdict) {
    ShapeCandidate verdict(String text) {
        return new ShapeCandidate(choice, cycles, resources, scheduled, text);
    }
}
