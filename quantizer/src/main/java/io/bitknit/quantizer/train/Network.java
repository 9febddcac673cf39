// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import io.bitknit.quantizer.engine.Parameter;
import io.bitknit.quantizer.engine.Value;
import java.util.List;

/** What {@link Training} trains. */
public interface Network {
    /** In a fixed order. */
    List<Parameter> parameters();

    /**
     * The loss of one epoch, one element.
     *
     * @param leaves the parameters as values, in their order
     * @param epoch from 1; together with the seed the only source of randomness, so that a resumed training goes on as
     *     if it had never stopped
     */
    Value loss(List<Value> leaves, int epoch);

    /** How good the parameters are on the validation nodes. */
    Score validate(List<Value> leaves);

    /**
     * @param accuracy 0..1; larger is better
     * @param loss decides between equal accuracies; smaller is better
     */
    record Score(double accuracy, double loss) {
        boolean betterThan(Score other) {
            return accuracy > other.accuracy || (accuracy == other.accuracy && loss < other.loss);
        }
    }
}
