// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

/** A unit with registers. */
interface ClockedUnit {
    /** Computes the next values from the registers of any unit; changes nothing that another unit reads. */
    void sample();

    /** Takes the next values; reads no other unit. */
    void commit();
}
