// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

/**
 * A matrix that is trained, with the state of its optimizer: plain arrays, so that a checkpoint is a copy of them.
 * Mutable, unlike everything else here; belongs to one training.
 */
public final class Parameter {
    private final String name;
    private final int rows;
    private final int columns;
    private final double learningRate;
    private final double weightDecay;
    private final double[] values;
    private final double[] mean;
    private final double[] square;

    /**
     * @param values row-major {@code [rows * columns]}, copied
     * @param weightDecay added to the gradient, times the value
     */
    public Parameter(String name, double[] values, int rows, int columns, double learningRate, double weightDecay) {
        this.name = name;
        this.rows = rows;
        this.columns = columns;
        this.learningRate = learningRate;
        this.weightDecay = weightDecay;
        this.values = values.clone();
        mean = new double[values.length];
        square = new double[values.length];
    }

    public String name() {
        return name;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** The array itself: whoever trains may change it. */
    public double[] values() {
        return values;
    }

    /** Adam's mean of the gradient; the array itself. */
    public double[] mean() {
        return mean;
    }

    /** Adam's mean of the squared gradient; the array itself. */
    public double[] square() {
        return square;
    }

    double learningRate() {
        return learningRate;
    }

    double weightDecay() {
        return weightDecay;
    }
}
