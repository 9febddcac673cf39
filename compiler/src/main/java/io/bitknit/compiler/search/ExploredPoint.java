// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import io.bitknit.compiler.estimate.Estimate;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A size that was scheduled and simulated; a line of the file of an exploration.
 *
 * @param model file of the quantized model, as it was given
 * @param digest first characters of the digest of model and board
 * @param choice the size
 * @param orders of the layers, as {@code compile --order} takes them; empty if only one is possible
 * @param cycles exact
 * @param clockMhz clock that accelerators of this size have reached on boards of this kind
 * @param luts look-up tables
 * @param ffs flip-flops
 * @param bramBlocks block RAMs
 * @param dsps hard multipliers
 * @param costs what is compared
 * @param accuracy test accuracy of the hardware's integers, 0..1
 */
public record ExploredPoint(
        String model,
        String digest,
        ShapeChoice choice,
        String orders,
        long cycles,
        double clockMhz,
        long luts,
        long ffs,
        long bramBlocks,
        long dsps,
        Costs costs,
        double accuracy) {
    /** First line of a file of these; the model's name and the command are last, since they may hold commas. */
    public static final String HEADER =
            "digest,engines,ports,lanes,planes,slots,requantGroups,denseUnits,densePlanes,fold2,multiplier,orders,cycles,"
                    + "clockMhz,micros,luts,ffs,ramBlocks,dsps,areaPercent,memoryPercent,accuracyPercent,front,command";

    private static final int FIELDS = HEADER.split(",").length;

    public static ExploredPoint of(
            String model, String digest, ShapeChoice choice, String orders, Estimate estimate, double accuracy) {
        Costs costs = Costs.of(estimate.cycles(), estimate.area(), estimate.budget());
        return new ExploredPoint(
                model,
                digest,
                choice,
                orders,
                estimate.cycles(),
                estimate.clockMhz(),
                estimate.lut(),
                estimate.ff(),
                estimate.bramBlocks(),
                estimate.dsp(),
                costs,
                accuracy);
    }

    public double micros() {
        return cycles / clockMhz;
    }

    /** Digest, size and orders: what makes a point the same. */
    public String key() {
        return key(digest, choice, orders);
    }

    /** The same for a size that is not scheduled yet. */
    public static String key(String digest, ShapeChoice c, String orders) {
        return digest + "," + c.engines() + "," + c.ports() + "," + c.lanes() + "," + c.planes() + "," + c.slots() + ","
                + c.requantGroups() + "," + c.denseUnits() + "," + c.densePlanes() + "," + c.fold2() + ","
                + c.multiplier() + "," + orders.replace(',', '/');
    }

    /** Options of {@code compile} that give exactly this size. */
    public List<String> options() {
        List<String> options = new ArrayList<>(List.of(
                "--engines",
                "" + choice.engines(),
                "--ports",
                "" + choice.ports(),
                "--lanes",
                "" + choice.lanes(),
                "--planes",
                "" + choice.planes(),
                "--slots",
                "" + choice.slots(),
                "--requant-groups",
                "" + choice.requantGroups(),
                "--dense-units",
                "" + choice.denseUnits(),
                "--dense-planes",
                "" + choice.densePlanes(),
                "--multiplier",
                "" + choice.multiplier()));
        if (!orders.isEmpty()) {
            options.addAll(List.of("--order", orders));
        }
        return options;
    }

    /** The line without its end. */
    public String line(boolean front, String command) {
        return String.format(
                Locale.ROOT,
                "%s,%d,%.1f,%.3f,%d,%d,%d,%d,%.2f,%.2f,%.2f,%d,%s",
                key(),
                cycles,
                clockMhz,
                micros(),
                luts,
                ffs,
                bramBlocks,
                dsps,
                costs.areaPercent(),
                costs.memoryPercent(),
                100 * accuracy,
                front ? 1 : 0,
                command);
    }

    /**
     * @param model file of the model that the line's digest is that of
     * @throws IllegalArgumentException if it is no such line
     */
    public static ExploredPoint parse(String line, String model) {
        String[] f = line.split(",", FIELDS);
        if (f.length != FIELDS) {
            throw new IllegalArgumentException("it has " + f.length + " fields, expected " + FIELDS);
        }
        int[] n = new int[8];
        for (int i = 0; i < n.length; i++) {
            n[i] = Integer.parseInt(f[1 + i]);
        }
        ShapeChoice choice = new ShapeChoice(
                n[0],
                n[1],
                n[2],
                n[3],
                n[4],
                n[5],
                n[6],
                n[7],
                Boolean.parseBoolean(f[9]),
                Multiplier.valueOf(f[10]),
                0);
        long cycles = Long.parseLong(f[12]);
        Costs costs = new Costs(cycles, Double.parseDouble(f[19]), Double.parseDouble(f[20]));
        return new ExploredPoint(
                model,
                f[0],
                choice,
                f[11].replace('/', ','),
                cycles,
                Double.parseDouble(f[13]),
                Long.parseLong(f[15]),
                Long.parseLong(f[16]),
                Long.parseLong(f[17]),
                Long.parseLong(f[18]),
                costs,
                Double.parseDouble(f[21]) / 100);
    }

    /** Those that no other one beats: cycles, area, memory and accuracy together; fastest first. */
    public static List<ExploredPoint> front(List<ExploredPoint> points) {
        List<ExploredPoint> front = new ArrayList<>(points);
        front.removeIf(point -> points.stream().anyMatch(other -> other.beats(point)));
        front.sort((a, b) -> a.cycles != b.cycles
                ? Long.compare(a.cycles, b.cycles)
                : a.key().compareTo(b.key()));
        return front;
    }

    private boolean beats(ExploredPoint other) {
        boolean cheaper = costs.beats(other.costs) && accuracy >= other.accuracy;
        return cheaper || (costs.equals(other.costs) && accuracy > other.accuracy);
    }
}
