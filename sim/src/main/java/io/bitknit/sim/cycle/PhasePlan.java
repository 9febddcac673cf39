// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.design.RowClass;

/**
 * What a phase computes, resolved to rows. Destinations are ordered by output class.
 *
 * <p>A destination's terms are cut into segments, in each of which the sum of the largest codes fits 16 bits, so that
 * four lanes can be added in one long. Destinations whose entries are not whole rows (possible only in a damaged
 * design) have their bits listed instead and are summed bit by bit.
 *
 * @param config registers of the phase
 * @param firstRow first row that the phase writes
 * @param row {@code [destinations]} row that each destination writes
 * @param segmentStart {@code [destinations + 1]} first segment of each destination
 * @param segmentEnd {@code [segments]} one past the last term of each segment; the first begins at 0
 * @param place {@code [terms]} value place of each term, in longs
 * @param weightSet {@code [terms]} stationary weight set of each term; empty in a gather-sum phase
 * @param bits {@code [destinations]} null, or groups of four: word number (-1 for a word that was never written), shift,
 *     weight set, first plane of the word that is taken
 * @param multiplier {@code [destinations]}
 * @param correction {@code [destinations]}
 * @param fitsInt whether every requantized value fits 32 bits before it is shifted
 * @param outputClass {@code [destinations]}
 * @param wideProducts whether products of a dense phase need 32 bits; otherwise 16
 */
record PhasePlan(
        PhaseConfig config,
        int firstRow,
        int[] row,
        int[] segmentStart,
        int[] segmentEnd,
        int[] place,
        int[] weightSet,
        int[][] bits,
        int[] multiplier,
        int[] correction,
        boolean fitsInt,
        int[] outputClass,
        boolean wideProducts) {

    int destinations() {
        return multiplier.length;
    }

    RowClass classOf(int destination) {
        return config.outputClasses().get(outputClass[destination]);
    }
}
