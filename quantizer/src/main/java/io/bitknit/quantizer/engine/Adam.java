// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import java.util.List;

/** Adam with the usual constants, in double arithmetic. */
public final class Adam {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private Adam() {}

    /**
     * Changes parameters against the gradients of a loss.
     *
     * @param engine the one that the loss was computed with
     * @param loss one element
     * @param leaves what {@link Engine#leaf} gave for the parameters, in their order
     * @param step number of this step, from 1
     * @param rateFactor scales every learning rate
     */
    public static void step(
            Engine engine, Value loss, List<Parameter> parameters, List<Value> leaves, int step, double rateFactor) {
        List<Value> gradients = engine.gradients(loss, leaves);
        for (int i = 0; i < leaves.size(); i++) {
            update(parameters.get(i), gradients.get(i).numbers(), step, rateFactor);
        }
    }

    static void update(Parameter p, double[] gradient, int step, double rateFactor) {
        double meanScale = 1 - Math.pow(BETA1, step);
        double squareScale = 1 - Math.pow(BETA2, step);
        double rate = p.learningRate() * rateFactor;
        double[] values = p.values();
        double[] mean = p.mean();
        double[] square = p.square();
        for (int i = 0; i < values.length; i++) {
            double g = gradient[i] + p.weightDecay() * values[i];
            mean[i] = BETA1 * mean[i] + (1 - BETA1) * g;
            square[i] = BETA2 * square[i] + (1 - BETA2) * g * g;
            values[i] -= rate * (mean[i] / meanScale) / (Math.sqrt(square[i] / squareScale) + EPSILON);
        }
    }
}
