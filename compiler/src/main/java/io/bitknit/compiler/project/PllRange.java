// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the dividers and the oscillator of a family's PLL can do. The input is divided and compared with the feedback; the
 * oscillator's frequency is divided once more for the output.
 *
 * @param mostDivider of the input, which starts at 1
 * @param mostMultiplier of the feedback, which starts at 1
 * @param outputs dividers of the oscillator
 * @param outputIsFeedback whether the feedback is taken behind the divider of the output, so that the output is the input
 *     times {@code multiplier / divider}; else the oscillator is
 * @param leastPhaseHz lowest frequency of the divided input
 * @param mostPhaseHz highest frequency of the divided input
 * @param leastOscillatorHz lowest frequency of the oscillator
 * @param mostOscillatorHz highest frequency of the oscillator
 * @param leastHz lowest frequency of the output; 0 where only that of the oscillator bounds it
 */
record PllRange(
        int mostDivider,
        int mostMultiplier,
        List<Integer> outputs,
        boolean outputIsFeedback,
        long leastPhaseHz,
        long mostPhaseHz,
        long leastOscillatorHz,
        long mostOscillatorHz,
        long leastHz) {
    PllRange {
        outputs = List.copyOf(outputs);
    }

    /**
     * Dividers and what they give.
     *
     * @param hz frequency of the output, a whole number of Hz
     * @param divider of the input
     * @param multiplier of the feedback
     * @param output divider of the oscillator
     */
    record Dividers(long hz, int divider, int multiplier, int output) {}

    /** The fastest output of whole Hz that is at most {@code mostHz}; of equal ones that of the lowest divider first. */
    Optional<Dividers> atMost(long inputHz, long mostHz) {
        Dividers best = null;
        Comparator<Dividers> better = Comparator.comparingLong(Dividers::hz)
                .thenComparing(Comparator.comparingInt(Dividers::divider).reversed())
                .thenComparing(Comparator.comparingLong(this::fromMiddleHz).reversed());
        for (int divider = 1; divider <= mostDivider && inputHz / divider >= leastPhaseHz; divider++) {
            for (int multiplier = 1; multiplier <= mostMultiplier; multiplier++) {
                for (int output : outputs) {
                    long ratio = outputIsFeedback ? divider : (long) divider * output;
                    Dividers dividers = new Dividers(inputHz * multiplier / ratio, divider, multiplier, output);
                    boolean whole = inputHz * multiplier % ratio == 0;
                    if (whole
                            && runs(inputHz, dividers)
                            && dividers.hz() <= mostHz
                            && (best == null || better.compare(dividers, best) > 0)) {
                        best = dividers;
                    }
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private boolean runs(long inputHz, Dividers dividers) {
        long oscillatorHz = dividers.hz() * dividers.output();
        return inputHz / dividers.divider() <= mostPhaseHz
                && oscillatorHz >= leastOscillatorHz
                && oscillatorHz <= mostOscillatorHz
                && dividers.hz() >= leastHz;
    }

    /** How far the oscillator is from the middle of its range, where it has most reserve either way. */
    private long fromMiddleHz(Dividers dividers) {
        return Math.abs(dividers.hz() * dividers.output() - (leastOscillatorHz + mostOscillatorHz) / 2);
    }
}
