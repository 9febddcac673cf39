// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

/**
 * How a session is simulated.
 *
 * @param seed of the stalls and, in Verilator, of the registers' first values; not negative
 * @param stallPercent share of cycles in which the host's side of a stream stalls, 0..90
 * @param repeats how often the run command is repeated afterwards, without recording
 * @param recordEvents whether bank writes are listed
 * @param waveFrom first cycle of the waveform; a window with {@code waveFrom > waveTo} is none
 * @param waveTo last cycle of the waveform
 */
public record RunOptions(long seed, int stallPercent, long repeats, boolean recordEvents, long waveFrom, long waveTo) {
    private static final int DEFAULT_STALL_PERCENT = 20;

    public static RunOptions verify(long seed) {
        return new RunOptions(seed, DEFAULT_STALL_PERCENT, 0, true, 1, 0);
    }

    /** No stalls, nothing recorded, the run command repeated. */
    public static RunOptions benchmark(long repeats) {
        return new RunOptions(0, 0, repeats, false, 1, 0);
    }

    public RunOptions withWave(long from, long to) {
        return new RunOptions(seed, stallPercent, repeats, recordEvents, from, to);
    }

    boolean hasWave() {
        return waveFrom <= waveTo;
    }

    /** Clock cycles after which a session counts as hanging. */
    long limitClocks(HostSession session, long predictedCycles) {
        long transfers = session.input().length + ANSWER_CYCLES_PER_BYTE * session.answerBytes();
        return 10_000 + 2 * predictedCycles + 2 * transfers * 100 / (100 - stallPercent);
    }

    private static final long ANSWER_CYCLES_PER_BYTE = 16;
}
