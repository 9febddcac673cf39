// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/**
 * The clock that engines up to a size have reached in one speed grade.
 *
 * @param speedGrade the grade that it holds for
 * @param most the largest accelerator that it holds for
 * @param lowestMhz slowest of the runs, or the assumed figure
 * @param highestMhz fastest of the runs; equal to {@code lowestMhz} for a single figure
 * @param kind whether place-and-route has shown it
 * @param source tool, design and seeds, or why it is assumed
 */
public record ClockEntry(String speedGrade, EngineSize most, int lowestMhz, int highestMhz, Kind kind, String source) {

    /** Where the figure comes from. */
    public enum Kind {
        /** Place-and-route of such an engine. */
        MEASURED("measured"),
        /** No place-and-route: a guess to be replaced. */
        ASSUMED("assumed");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** The name in a device file. */
        public String label() {
            return label;
        }
    }

    /** Whether an accelerator of this size is within the entry. */
    public boolean covers(EngineSize size) {
        return size.within(most);
    }

    /** The clock to plan with: the slowest of the runs, in Hz. */
    public long hz() {
        return lowestMhz * 1_000_000L;
    }
}
