// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

/**
 * In which order a layer combines and aggregates, and why.
 *
 * @param layer layer of the model, from 0
 * @param chosen order that the graph has after {@link ChooseOrder}
 * @param reason sentence for the report
 * @param cyclesChosen estimate for the chosen order
 * @param cyclesRejected estimate for the other one
 * @param legal whether {@code (AX)W} would give the same integers
 */
public record OrderDecision(
        int layer, Order chosen, String reason, long cyclesChosen, long cyclesRejected, boolean legal) {
    /** The two orders. */
    public enum Order {
        COMBINE_FIRST("A(XW)", "combine-first"),
        AGGREGATE_FIRST("(AX)W", "aggregate-first");

        private final String formula;
        private final String word;

        Order(String formula, String word) {
            this.formula = formula;
            this.word = word;
        }

        public String formula() {
            return formula;
        }

        /** For the command line. */
        public String word() {
            return word;
        }
    }
}
