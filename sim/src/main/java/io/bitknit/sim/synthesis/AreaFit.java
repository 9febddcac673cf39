// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import io.bitknit.hdl.AreaConstants;
import io.bitknit.hdl.Growth;
import io.bitknit.hdl.MeasuredArea;
import io.bitknit.hdl.SynthesisFlow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * Fits the constants of the contracts of one family to measured units: least squares of relative errors, no constant
 * below 0.
 *
 * @param units the fit of each unit, by name
 */
public record AreaFit(List<UnitFit> units) {
    /** Added to a measured count before errors are taken relative to it: a cell more or less of a small unit is nothing. */
    private static final double SMALL = 10;

    public AreaFit {
        units = List.copyOf(units);
    }

    /**
     * One unit.
     *
     * @param unit name
     * @param samples measured sets of parameters
     * @param tables fit of its tables
     * @param ffs fit of its flip-flops
     * @param blocksRight samples of which the rules give the block RAMs and the multipliers exactly
     */
    public record UnitFit(String unit, int samples, Fitted tables, Fitted ffs, int blocksRight) {}

    /**
     * Constants of one resource and what they leave.
     *
     * @param constants by amount
     * @param meanPercent mean of the relative errors' absolute values
     * @param worstPercent largest of them
     * @param worst the sample that has it
     */
    public record Fitted(Map<String, Double> constants, double meanPercent, double worstPercent, String worst) {}

    /** @param rows of one family */
    public static AreaFit of(List<MeasuredArea> rows, SynthesisFlow flow) {
        Map<String, List<MeasuredArea>> byUnit = new TreeMap<>();
        for (MeasuredArea row : rows) {
            if (row.flow() == flow) {
                byUnit.computeIfAbsent(row.unit().unitName(), name -> new ArrayList<>())
                        .add(row);
            }
        }
        List<UnitFit> fits = new ArrayList<>();
        byUnit.forEach((unit, samples) -> {
            Fitted tables =
                    fit(samples, flow, Growth::tables, row -> row.counted().luts());
            Fitted ffs = fit(samples, flow, Growth::ffs, row -> row.counted().ffs());
            fits.add(new UnitFit(unit, samples.size(), tables, ffs, blocksRight(samples, flow)));
        });
        return new AreaFit(fits);
    }

    private static int blocksRight(List<MeasuredArea> samples, SynthesisFlow flow) {
        return (int) samples.stream()
                .filter(row -> {
                    var blocks = row.unit().blocks(flow.family());
                    return blocks.bramBlocks() == row.counted().bramBlocks()
                            && blocks.dsps() == row.counted().dsps();
                })
                .count();
    }

    private static Fitted fit(
            List<MeasuredArea> samples,
            SynthesisFlow flow,
            Function<Growth, Map<String, Double>> amounts,
            ToDoubleFunction<MeasuredArea> count) {
        List<String> names = new ArrayList<>(
                amounts.apply(samples.get(0).unit().growth(flow.family())).keySet());
        double[][] matrix = new double[samples.size()][names.size()];
        double[] target = new double[samples.size()];
        for (int i = 0; i < samples.size(); i++) {
            Map<String, Double> grown = amounts.apply(samples.get(i).unit().growth(flow.family()));
            double measured = count.applyAsDouble(samples.get(i));
            double weight = 1 / (measured + SMALL);
            for (int j = 0; j < names.size(); j++) {
                matrix[i][j] = weight * grown.getOrDefault(names.get(j), 0.0);
            }
            target[i] = weight * measured;
        }
        double[] constants = NonNegativeLeastSquares.solve(matrix, target);
        return fitted(samples, names, matrix, target, constants);
    }

    private static Fitted fitted(
            List<MeasuredArea> samples, List<String> names, double[][] matrix, double[] target, double[] constants) {
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int j = 0; j < names.size(); j++) {
            byName.put(names.get(j), constants[j]);
        }
        double sum = 0;
        double worst = 0;
        String worstSample = "";
        for (int i = 0; i < samples.size(); i++) {
            double predicted = 0;
            for (int j = 0; j < constants.length; j++) {
                predicted += matrix[i][j] * constants[j];
            }
            double error = 100 * Math.abs(predicted - target[i]);
            sum += error;
            if (error > worst) {
                worst = error;
                worstSample = samples.get(i).unit().toString();
            }
        }
        return new Fitted(byName, sum / samples.size(), worst, worstSample);
    }

    /** The constants in the form of a file that the contracts read. */
    public List<AreaConstants.Constant> constants() {
        List<AreaConstants.Constant> all = new ArrayList<>();
        for (UnitFit unit : units) {
            unit.tables()
                    .constants()
                    .forEach((name, value) -> all.add(new AreaConstants.Constant(unit.unit(), "tables", name, value)));
            unit.ffs()
                    .constants()
                    .forEach((name, value) -> all.add(new AreaConstants.Constant(unit.unit(), "ffs", name, value)));
        }
        return all;
    }
}
