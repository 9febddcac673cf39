// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import io.bitknit.boards.HostLink;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.compiler.program.HostScript;
import io.bitknit.compiler.program.HostScript.Kind;
import io.bitknit.compiler.program.HostScript.Section;
import io.bitknit.compiler.program.Memory;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.VerilogEmitter;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * {@code host/session.txt}: what a host driver must know of a design, one fact per line, so that the drivers in C, Java
 * and Python need no knowledge of layouts. Numbers are decimal unless they are digests.
 */
final class SessionText {
    private static final int READ_COMMAND_BYTES = 11;

    private final Design design;
    private final StringBuilder out = new StringBuilder();

    private SessionText(Design design) {
        this.design = design;
    }

    /** @param expected scores of the reference, {@code [nodes * classes]} */
    static String of(Design design, HostLink link, int baud, long clockHz, int[] expected) {
        SessionText text = new SessionText(design);
        HostScript script = HostScript.of(design);
        StoredTensor scores = design.scores();
        text.line("bitknit-session", 1);
        text.line("link", link.label());
        text.line("baud", baud);
        text.line("clock_hz", clockHz);
        text.line("shape_digest", VerilogEmitter.digest(design.shape()));
        text.line("model_digest", design.digest());
        text.line("image", imageBytes(script));
        text.rowsOfImage(script);
        text.line("engines", design.shape().engines());
        text.line("cycles", design.predictedCycles());
        text.line("word_bytes", wordBytes(design.shape()));
        text.line("scores", scores.rows(), scores.features());
        text.reads(script);
        text.classes(scores);
        text.rows(scores, script);
        for (int v = 0; v < scores.rows(); v++) {
            text.out.append("expected");
            for (int f = 0; f < scores.features(); f++) {
                text.out.append(' ').append(expected[v * scores.features() + f]);
            }
            text.out.append('\n');
        }
        text.line("end");
        return text.out.toString();
    }

    private void line(Object... words) {
        for (int i = 0; i < words.length; i++) {
            out.append(i == 0 ? "" : " ").append(words[i]);
        }
        out.append('\n');
    }

    static int wordBytes(AcceleratorShape shape) {
        return (shape.wordBits() + 7) / 8;
    }

    /** The image is the beginning of {@code host.bin}. */
    static int imageBytes(HostScript script) {
        return script.sections().stream()
                .filter(section -> section.kind() == Kind.LOAD)
                .mapToInt(section -> section.bytes().length)
                .sum();
    }

    /**
     * Part of the image that a run spoils: later tensors take the place of the first one's rows. Hosts send it again
     * before every run but the first.
     */
    private void rowsOfImage(HostScript script) {
        int at = 0;
        int from = 0;
        int to = 0;
        for (Section section : script.sections()) {
            boolean rows = section.kind() == Kind.LOAD && section.bytes()[1] == Memory.FEATURE_BANKS.ordinal();
            if (rows) {
                from = to == 0 ? at : from;
                to = at + section.bytes().length;
            }
            at += section.bytes().length;
        }
        line("rows", from, to - from);
    }

    private void reads(HostScript script) {
        for (Section section : script.sections()) {
            if (section.kind() == Kind.READ_SCORES) {
                ByteBuffer commands = ByteBuffer.wrap(section.bytes());
                while (commands.hasRemaining()) {
                    commands.getShort();
                    line("read", commands.get() & 0xFF, commands.getInt(), commands.getInt());
                }
            }
        }
    }

    private void classes(StoredTensor scores) {
        AcceleratorShape shape = design.shape();
        for (int c = 0; c < scores.classes().size(); c++) {
            RowClass rows = scores.classes().get(c);
            boolean sign = rows.bits() == 1;
            // value = (code * factor + offset) * 2^exponent
            line("class", rows.bits(), sign ? 2 : 1, sign ? -1 : -(1 << (rows.bits() - 1)), rows.exponent());
            for (int f = 0; f < scores.features(); f++) {
                for (int plane = 0; plane < rows.bits(); plane++) {
                    Place place = place(scores, rows, f, plane, shape);
                    line("bit", c, f, plane, place.octet(), place.bit());
                }
            }
        }
    }

    /**
     * Where a bit of a score is answered.
     *
     * @param octet byte from the start of the row
     * @param bit bit of the byte
     */
    record Place(int octet, int bit) {}

    static Place place(StoredTensor scores, RowClass rows, int feature, int plane, AcceleratorShape shape) {
        int perBlock = shape.wordBits() / scores.fold();
        int stored = rows.storedPlane(plane);
        int bit = scores.bitOf(stored, feature % perBlock, shape);
        int word = feature / perBlock * scores.blockStrideWords() + stored / scores.fold();
        // words are answered most significant byte first
        return new Place(word * wordBytes(shape) + wordBytes(shape) - 1 - bit / 8, bit % 8);
    }

    private void rows(StoredTensor scores, HostScript script) {
        Map<Integer, Integer> start = starts(design, script);
        for (int v = 0; v < scores.rows(); v++) {
            int at = scores.engine()[v] * design.shape().ports() + scores.bank()[v];
            line(
                    "row",
                    scores.rowClass()[v],
                    Objects.requireNonNull(start.get(at)) + scores.address()[v] * wordBytes(design.shape()));
        }
    }

    /** First byte of each bank's words in the answer to all reads, by engine times ports plus bank. */
    static Map<Integer, Integer> starts(Design design, HostScript script) {
        Map<Integer, Integer> starts = new HashMap<>();
        int at = 0;
        for (Section section : script.sections()) {
            if (section.kind() != Kind.READ_SCORES) {
                continue;
            }
            ByteBuffer commands = ByteBuffer.wrap(section.bytes());
            for (int i = 0; i < section.bytes().length / READ_COMMAND_BYTES; i++) {
                commands.getShort();
                int engine = commands.get() & 0xFF;
                int bank = commands.getInt() >> design.shape().addressBits();
                starts.put(engine * design.shape().ports() + bank, at);
                at += commands.getInt() * wordBytes(design.shape());
            }
        }
        return starts;
    }
}
