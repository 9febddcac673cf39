// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.sim.cycle.StoredRows;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that the host sends in one session, {@code load, run, read the scores, read the counters}, and where the
 * answer's parts lie.
 *
 * @param input bytes to send
 * @param runByte position of the run command in {@code input}
 * @param runAnswerByte position of the answer to the run command in the answer
 * @param answerBytes length of the whole answer
 * @param readsScores whether the scores are read back
 * @param preload contents of memories that the simulator puts in place itself, see {@link MemoryPreload}
 */
public record HostSession(
        byte[] input,
        int runByte,
        int runAnswerByte,
        int answerBytes,
        boolean readsScores,
        Map<String, String> preload) {
    private static final int MEMORY_BANKS = 2;
    private static final int MEMORY_COUNTERS = 8;
    private static final int COUNTER_BYTES = 4;
    private static final byte DONE = 'D';

    /**
     * What the hardware answered.
     *
     * @param done whether the answer to the run command is the agreed one
     * @param scores integers of the last tensor, row-major; empty if the session does not read them
     * @param counters total cycles, then running, waiting and idle cycles of each engine
     */
    public record Answer(boolean done, int[] scores, long[] counters) {}

    /** A session with a design whose memories {@code load} fills. */
    public static HostSession of(Design design, byte[] load) {
        return of(design, load, true, Map.of());
    }

    /**
     * A session for a simulator that is too slow to load every word as the host would: it finds most of the contents in
     * place, and does not read the scores back.
     */
    public static HostSession preloaded(Design design, byte[] load) {
        MemoryPreload preload = MemoryPreload.of(design.shape(), load);
        return of(design, preload.commands(), false, preload.files());
    }

    private static HostSession of(Design design, byte[] load, boolean readsScores, Map<String, String> preload) {
        AcceleratorShape shape = design.shape();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(load);
        bytes.write('G');
        int answer = 1;
        for (Range range : readsScores ? scoreRanges(design) : List.<Range>of()) {
            int address = (range.bank << shape.addressBits()) + range.address;
            read(bytes, MEMORY_BANKS, range.engine, address, range.words);
            answer += range.words * wordBytes(shape);
        }
        int counters = 1 + 3 * shape.engines();
        read(bytes, MEMORY_COUNTERS, 0, 0, counters);
        answer += counters * COUNTER_BYTES;
        return new HostSession(bytes.toByteArray(), load.length, 0, answer, readsScores, preload);
    }

    private static void read(ByteArrayOutputStream bytes, int memory, int engine, int address, int count) {
        bytes.write('R');
        bytes.write(memory);
        bytes.write(engine);
        word(bytes, address);
        word(bytes, count);
    }

    private static void word(ByteArrayOutputStream bytes, int value) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes.write(value >>> shift);
        }
    }

    /** Words of a bank that are read with one command. */
    private record Range(int engine, int bank, int address, int words) {}

    /** Exactly the words that hold scores: what lies behind them was perhaps never written. */
    private static List<Range> scoreRanges(Design design) {
        StoredTensor scores = design.scores();
        Map<Long, Integer> end = new TreeMap<>();
        for (int row = 0; row < scores.rows(); row++) {
            int engine = scores.replicated() ? 0 : scores.engine()[row];
            int rowEnd = scores.address()[row] + scores.classOf(row).words();
            end.merge((long) engine << 16 | scores.bank()[row], rowEnd, Math::max);
        }
        List<Range> ranges = new ArrayList<>();
        end.forEach((key, words) -> {
            for (int block = 0; block < scores.blocks(); block++) {
                int address = scores.baseWords() + block * scores.blockStrideWords();
                ranges.add(new Range((int) (key >> 16), (int) (key & 0xFFFF), address, words));
            }
        });
        return ranges;
    }

    private static int wordBytes(AcceleratorShape shape) {
        return (shape.wordBits() + 7) / 8;
    }

    /** Reads an answer of {@link #answerBytes} bytes. */
    public Answer decode(Design design, byte[] answer) {
        if (answer.length != answerBytes) {
            throw new IllegalArgumentException("answer has " + answer.length + " bytes, expected " + answerBytes);
        }
        AcceleratorShape shape = design.shape();
        Map<Long, Long> banks = new HashMap<>();
        int at = runAnswerByte + 1;
        for (Range range : readsScores ? scoreRanges(design) : List.<Range>of()) {
            for (int w = 0; w < range.words; w++) {
                banks.put(key(range.engine, range.bank, range.address + w), bigEndian(answer, at, wordBytes(shape)));
                at += wordBytes(shape);
            }
        }
        long[] counters = new long[1 + 3 * shape.engines()];
        for (int i = 0; i < counters.length; i++, at += COUNTER_BYTES) {
            counters[i] = bigEndian(answer, at, COUNTER_BYTES);
        }
        int[] q = new int[0];
        if (readsScores) {
            q = StoredRows.read(
                    design,
                    design.scores(),
                    (engine, bank, address) -> banks.getOrDefault(key(engine, bank, address), 0L));
        }
        return new Answer(answer[runAnswerByte] == DONE, q, counters);
    }

    private static long key(int engine, int bank, int address) {
        return ((long) engine << 16 | bank) << 32 | address;
    }

    private static long bigEndian(byte[] bytes, int at, int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }
}
