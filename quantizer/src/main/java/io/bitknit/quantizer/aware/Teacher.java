// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.model.FloatForward;
import io.bitknit.model.GraphInput;

/**
 * What training in integers imitates: the float model's probabilities on all rows, as confident as the model is right.
 * A model that was stopped early has nearly equal probabilities, and then to say the most frequent class everywhere is
 * nearly as good as to imitate it: few bits end there. Its logits are therefore multiplied so far that the mean
 * probability of the class that it says is its validation accuracy, or what so few validation rows can tell of it, by
 * the rule of succession; the scores of the integers are multiplied alike, so their scale need not move.
 *
 * @param probabilities row-major {@code [rows * classes]}; never mutated
 * @param sharpness what logits are multiplied with, at least 1
 */
public record Teacher(double[] probabilities, double sharpness) {
    private static final double MOST = 1 << 10;

    private static final int HALVINGS = 30;

    /** @param logits row-major {@code [rows * classes]} */
    public static Teacher of(double[] logits, GraphInput graph) {
        int classes = graph.classes();
        double sharpness = 1;
        int judged = graph.validation().length;
        if (judged > 0) {
            double accuracy =
                    FloatForward.accuracy(FloatForward.classes(logits, classes), graph.labels(), graph.validation());
            double right = (judged * accuracy + 1) / (judged + 2);
            double most = MOST;
            for (int i = 0; i < HALVINGS; i++) {
                double middle = Math.sqrt(sharpness * most);
                if (confidence(softmax(logits, classes, middle), classes) < right) {
                    sharpness = middle;
                } else {
                    most = middle;
                }
            }
        }
        return new Teacher(softmax(logits, classes, sharpness), sharpness);
    }

    /** Mean over the rows of the largest probability. */
    private static double confidence(double[] probabilities, int classes) {
        double sum = 0;
        for (int row = 0; row < probabilities.length; row += classes) {
            double most = 0;
            for (int c = row; c < row + classes; c++) {
                most = Math.max(most, probabilities[c]);
            }
            sum += most;
        }
        return sum * classes / probabilities.length;
    }

    static double[] softmax(double[] logits, int classes, double sharpness) {
        double[] out = new double[logits.length];
        for (int row = 0; row < logits.length; row += classes) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = row; c < row + classes; c++) {
                largest = Math.max(largest, logits[c]);
            }
            double sum = 0;
            for (int c = row; c < row + classes; c++) {
                out[c] = StrictMath.exp(sharpness * (logits[c] - largest));
                sum += out[c];
            }
            for (int c = row; c < row + classes; c++) {
                out[c] /= sum;
            }
        }
        return out;
    }
}
