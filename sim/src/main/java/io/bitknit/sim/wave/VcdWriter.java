// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.wave;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes a value change dump of a clocked simulation: one time unit of ten per cycle, registers change at the rising
 * edge. Without a date, so that the same run gives the same file.
 */
public final class VcdWriter {
    private static final int UNITS_PER_CYCLE = 10;

    private final Appendable out;
    private final List<SignalTree.Signal> signals;
    private final String[] codes;
    private final long[] previous;
    private boolean started;

    public VcdWriter(Appendable out, SignalTree tree) {
        this.out = out;
        this.signals = tree.signals();
        this.codes = new String[signals.size()];
        this.previous = new long[signals.size()];
        header();
    }

    private void header() {
        write("$version bitknit cycle simulator $end\n$timescale 1ns $end\n");
        List<String> open = List.of();
        for (int i = 0; i < signals.size(); i++) {
            SignalTree.Signal signal = signals.get(i);
            codes[i] = code(i + 1);
            open = moveTo(open, signal.path());
            write("$var wire " + signal.widthBits() + " " + codes[i] + " " + signal.name() + " $end\n");
        }
        moveTo(open, List.of());
        write("$var wire 1 " + code(0) + " clk $end\n$enddefinitions $end\n");
    }

    private List<String> moveTo(List<String> open, List<String> path) {
        int common = 0;
        while (common < open.size() && common < path.size() && open.get(common).equals(path.get(common))) {
            common++;
        }
        for (int i = open.size(); i > common; i--) {
            write("$upscope $end\n");
        }
        for (int i = common; i < path.size(); i++) {
            write("$scope module " + path.get(i) + " $end\n");
        }
        return path;
    }

    /** Short identifier in printable characters, base 94. */
    private static String code(int number) {
        StringBuilder code = new StringBuilder();
        int rest = number;
        do {
            code.append((char) ('!' + rest % 94));
            rest /= 94;
        } while (rest > 0);
        return code.toString();
    }

    /** Writes what has changed; called once per cycle of the window, cycles ascending. */
    public void cycle(long cycle) {
        write("#" + cycle * UNITS_PER_CYCLE + "\n1" + code(0) + "\n");
        for (int i = 0; i < codes.length; i++) {
            SignalTree.Signal signal = signals.get(i);
            long mask = signal.widthBits() == 64 ? -1 : (1L << signal.widthBits()) - 1;
            long value = signal.value().getAsLong() & mask;
            if (started && value == previous[i]) {
                continue;
            }
            previous[i] = value;
            if (signal.widthBits() == 1) {
                write(value + codes[i] + "\n");
            } else {
                write("b" + Long.toBinaryString(value) + " " + codes[i] + "\n");
            }
        }
        started = true;
        write("#" + (cycle * UNITS_PER_CYCLE + UNITS_PER_CYCLE / 2) + "\n0" + code(0) + "\n");
    }

    private void write(String text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
