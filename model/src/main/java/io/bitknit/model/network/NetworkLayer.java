// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

import java.util.List;

/** A layer of a float network. Matrices are row-major {@code [inputs * outputs]} and never mutated. */
public sealed interface NetworkLayer {
    /** In the source model, for people only. */
    String name();

    int inputs();

    int outputs();

    /**
     * {@code x W + bias}, row by row.
     *
     * @param bias {@code [outputs]}
     */
    record Linear(String name, int inputs, int outputs, float[] weight, float[] bias, Nonlinearity after)
            implements NetworkLayer {
        /**
         * The same layer with a batch normalisation folded into it that follows the product at once.
         *
         * @param gain {@code weight / sqrt(variance + epsilon)} of the normalisation, {@code [outputs]}
         * @param mean running mean, {@code [outputs]}
         * @param shift bias of the normalisation, {@code [outputs]}
         */
        public Linear folded(double[] gain, float[] mean, float[] shift) {
            float[] w = new float[weight.length];
            float[] b = new float[outputs];
            for (int i = 0; i < w.length; i++) {
                w[i] = (float) (weight[i] * gain[i % outputs]);
            }
            for (int f = 0; f < outputs; f++) {
                b[f] = (float) ((bias[f] - (double) mean[f]) * gain[f] + shift[f]);
            }
            return new Linear(name, inputs, outputs, w, b, after);
        }
    }

    /** GraphSAGE: {@code mean over neighbours u of x_u Wn, plus x_v Wo + bias}; without neighbours the mean is 0. */
    record Sage(
            String name,
            int inputs,
            int outputs,
            float[] neighbourWeight,
            float[] ownWeight,
            float[] bias,
            Nonlinearity after)
            implements NetworkLayer {}

    /**
     * GIN: a perceptron of {@code (1 + epsilon) x_v + sum over neighbours u of x_u}.
     *
     * @param perceptron at least one
     */
    record Gin(String name, double epsilon, List<Linear> perceptron) implements NetworkLayer {
        public Gin {
            perceptron = List.copyOf(perceptron);
        }

        @Override
        public int inputs() {
            return perceptron.get(0).inputs();
        }

        @Override
        public int outputs() {
            return perceptron.get(perceptron.size() - 1).outputs();
        }
    }

    /**
     * Graph attention: {@code P = x W}; per head, the softmax over the terms u of v of
     * {@code leaky(source . P_u + target . P_v)} weights the sum of {@code P_u}; heads stand side by side.
     *
     * @param heads attention heads, each with {@code outputs / heads} features
     * @param sourceAttention {@code [outputs]}, head by head
     * @param targetAttention {@code [outputs]}, head by head
     * @param slope of the leaky ReLU below 0
     */
    record Gat(
            String name,
            int inputs,
            int heads,
            int outputs,
            float[] weight,
            float[] sourceAttention,
            float[] targetAttention,
            float[] bias,
            double slope,
            Nonlinearity after)
            implements NetworkLayer {
        public int headOutputs() {
            return outputs / heads;
        }
    }

    /** AGNN's propagation: the softmax over the terms u of v of {@code beta * cos(x_u, x_v)} weights the sum of x_u. */
    record Agnn(String name, int inputs, double beta) implements NetworkLayer {
        @Override
        public int outputs() {
            return inputs;
        }
    }

    /**
     * One row per graph out of the rows of its nodes.
     *
     * @param mean whether the sum is divided by the number of nodes
     */
    record Pool(String name, int inputs, boolean mean) implements NetworkLayer {
        @Override
        public int outputs() {
            return inputs;
        }
    }
}
