// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.program;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole conversation with the host link: load every memory, run, read the scores and the counters.
 *
 * @param sections in the order of sending
 */
public record HostScript(List<Section> sections) {
    /**
     * Commands that belong together.
     *
     * @param kind what they do
     * @param name for people, for example {@code program of engine 2}
     * @param bytes what the host sends; never mutated
     * @param answerBytes number of bytes that the accelerator answers
     */
    public record Section(Kind kind, String name, byte[] bytes, int answerBytes) {}

    /** What a section is for. */
    public enum Kind {
        LOAD,
        RUN,
        READ_SCORES,
        READ_COUNTERS
    }

    public HostScript {
        sections = List.copyOf(sections);
    }

    /**
     * Scores and counters as the accelerator answered.
     *
     * @param scores {@code [nodes * classes]} integers; never mutated
     * @param totalCycles cycles from the run command to the end
     * @param running cycles with a step, per engine; never mutated
     * @param waiting cycles in which the engine waits for the others, per engine; never mutated
     * @param idle idle steps, per engine; never mutated
     */
    public record Answer(int[] scores, long totalCycles, long[] running, long[] waiting, long[] idle) {}

    public static HostScript of(Design design) {
        List<Section> sections = new ArrayList<>();
        ByteArrayOutputStream pending = new ByteArrayOutputStream();
        String pendingName = "";
        for (MemoryImage image : MemoryImages.of(design)) {
            String name = name(image);
            if (pending.size() > 0 && !pendingName.equals(name)) {
                sections.add(new Section(Kind.LOAD, pendingName, pending.toByteArray(), 0));
                pending.reset();
            }
            pendingName = name;
            command(pending, 'W', image.memory(), image.engine(), image.address(), image.words());
            pending.writeBytes(image.data());
        }
        sections.add(new Section(Kind.LOAD, pendingName, pending.toByteArray(), 0));
        sections.add(new Section(Kind.RUN, "run", new byte[] {'G'}, 1));
        sections.addAll(readScores(design));
        ByteArrayOutputStream counters = new ByteArrayOutputStream();
        int words = 1 + 3 * design.shape().engines();
        command(counters, 'R', Memory.COUNTERS, 0, 0, words);
        sections.add(new Section(Kind.READ_COUNTERS, "counters", counters.toByteArray(), 4 * words));
        return new HostScript(sections);
    }

    private static String name(MemoryImage image) {
        String memory = image.memory().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return image.engine() == MemoryImage.ALL_ENGINES ? memory : memory + " of engine " + image.engine();
    }

    /** One read per bank that holds scores, from the first word of the tensor to its last. */
    private static List<Section> readScores(Design design) {
        AcceleratorShape shape = design.shape();
        StoredTensor t = design.scores();
        int[] end = scoreWords(design);
        List<Section> sections = new ArrayList<>();
        for (int e = 0; e < shape.engines(); e++) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int answer = 0;
            for (int bank = 0; bank < shape.ports(); bank++) {
                int words = end[e * shape.ports() + bank];
                if (words > 0) {
                    command(
                            out,
                            'R',
                            Memory.FEATURE_BANKS,
                            e,
                            MemoryImages.bankAddress(shape, bank, t.baseWords()),
                            words);
                    answer += words * ((shape.wordBits() + 7) / 8);
                }
            }
            if (answer > 0) {
                sections.add(new Section(Kind.READ_SCORES, "scores of engine " + e, out.toByteArray(), answer));
            }
        }
        return sections;
    }

    /** Words to read per engine and bank; 0 where no score lies. */
    private static int[] scoreWords(Design design) {
        StoredTensor t = design.scores();
        int ports = design.shape().ports();
        int[] end = new int[design.shape().engines() * ports];
        for (int v = 0; v < t.rows(); v++) {
            int at = t.engine()[v] * ports + t.bank()[v];
            int last = (t.blocks() - 1) * t.blockStrideWords();
            end[at] = Math.max(end[at], last + t.address()[v] + t.classOf(v).words());
        }
        return end;
    }

    private static void command(ByteArrayOutputStream out, char command, Memory memory, int engine, int at, int count) {
        out.write(command);
        out.write(memory.ordinal());
        out.write(engine);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(at >>> shift);
        }
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(count >>> shift);
        }
    }

    /** All bytes that the host sends. */
    public byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sections.forEach(s -> out.writeBytes(s.bytes()));
        return out.toByteArray();
    }

    /** Number of bytes that the accelerator answers in all. */
    public int answerBytes() {
        return sections.stream().mapToInt(Section::answerBytes).sum();
    }

    /**
     * Reads what the accelerator answered.
     *
     * @param answer {@link #answerBytes} bytes
     * @throws IllegalArgumentException if the number of bytes is another one or the run was not acknowledged
     */
    public Answer parse(Design design, byte[] answer) {
        if (answer.length != answerBytes()) {
            throw new IllegalArgumentException(answer.length + " bytes of " + answerBytes() + " were answered");
        }
        if (answer[0] != 'D') {
            throw new IllegalArgumentException("the run ended with byte " + (answer[0] & 0xFF) + ", not with D");
        }
        int engines = design.shape().engines();
        int[] scores = scores(design, answer, 1);
        long[] counters = new long[1 + 3 * engines];
        int from = answer.length - 4 * counters.length;
        for (int i = 0; i < counters.length; i++) {
            counters[i] = word(answer, from + 4 * i, 4);
        }
        long[] running = new long[engines];
        long[] waiting = new long[engines];
        long[] idle = new long[engines];
        for (int e = 0; e < engines; e++) {
            running[e] = counters[1 + 3 * e];
            waiting[e] = counters[2 + 3 * e];
            idle[e] = counters[3 + 3 * e];
        }
        return new Answer(scores, counters[0], running, waiting, idle);
    }

    private static long word(byte[] data, int from, int bytes) {
        long word = 0;
        for (int i = 0; i < bytes; i++) {
            word = word << 8 | data[from + i] & 0xFF;
        }
        return word;
    }

    private static int[] scores(Design design, byte[] answer, int from) {
        StoredTensor t = design.scores();
        int ports = design.shape().ports();
        int bytes = (design.shape().wordBits() + 7) / 8;
        int[] words = scoreWords(design);
        int[] start = new int[words.length];
        int at = from;
        for (int i = 0; i < words.length; i++) {
            start[i] = at;
            at += words[i] * bytes;
        }
        int perBlock = design.shape().wordBits() / t.fold();
        int[] scores = new int[t.rows() * t.features()];
        for (int v = 0; v < t.rows(); v++) {
            int bits = t.classOf(v).bits();
            int row = start[t.engine()[v] * ports + t.bank()[v]] + t.address()[v] * bytes;
            for (int f = 0; f < t.features(); f++) {
                int block = row + f / perBlock * t.blockStrideWords() * bytes;
                int code = 0;
                for (int plane = 0; plane < bits; plane++) {
                    int stored = t.classOf(v).storedPlane(plane);
                    int bit = t.bitOf(stored, f % perBlock, design.shape());
                    long word = word(answer, block + stored / t.fold() * bytes, bytes);
                    code |= (int) (word >>> bit & 1) << plane;
                }
                int value = bits == 1 ? 2 * code - 1 : code - (1 << (bits - 1));
                scores[v * t.features() + f] = value << t.classOf(v).exponent();
            }
        }
        return scores;
    }
}
