// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

/**
 * A measured configuration.
 *
 * @param index from 0, in the order of the search
 * @param round 0 for configurations drawn blindly
 * @param widths per place of the space; never mutated
 * @param validation accuracy of the integers on the validation nodes, mean over the last fifth of the epochs, 0..1
 * @param cost by the objective; infinite if the hardware cannot hold it
 * @param cycles predicted; -1 if the hardware cannot hold it or was not asked
 * @param bitsHidden mean bits of the hidden features
 * @param bitsAll mean bits of everything
 * @param savingSgquant how many times less memory by SGQuant's counting
 */
public record Measured(
        int index,
        int round,
        int[] widths,
        double validation,
        double cost,
        long cycles,
        double bitsHidden,
        double bitsAll,
        double savingSgquant) {
    /** Whether another one is at least as good in both respects and better in one. */
    boolean dominatedBy(Measured other) {
        return other.cost <= cost
                && other.validation >= validation
                && (other.cost < cost || other.validation > validation);
    }
}
