// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.compiler.program.HostScript;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.VerilogEmitter;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The bench that checks itself: all that the host sends, and all that it must hear, bit by bit. */
final class SelfCheck {
    /** Cycles without a byte after which the bench gives up, beyond a run. */
    private static final long PATIENCE_CYCLES = 10_000;

    private static final int COUNTER_BYTES = 4;

    private final Design design;
    private final int[] value;
    private final int[] mask;

    private SelfCheck(Design design, int answerBytes) {
        this.design = design;
        value = new int[answerBytes];
        mask = new int[answerBytes];
    }

    /** @param expected scores of the reference, {@code [nodes * classes]} */
    static Map<String, String> files(Design design, int[] expected) {
        HostScript script = HostScript.of(design);
        SelfCheck check = new SelfCheck(design, script.answerBytes());
        check.octet(0, 'D');
        check.scores(expected, SessionText.starts(design, script));
        int counters =
                script.answerBytes() - COUNTER_BYTES * (1 + 3 * design.shape().engines());
        for (int i = 0; i < COUNTER_BYTES; i++) {
            check.octet(counters + i, (int) (design.predictedCycles() >> 8 * (COUNTER_BYTES - 1 - i)) & 0xFF);
        }
        byte[] host = script.toBytes();
        StringBuilder hostHex = new StringBuilder();
        for (byte b : host) {
            hostHex.append(String.format("%02x\n", b));
        }
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < check.value.length; i++) {
            answers.append(String.format("%02x%02x\n", check.mask[i], check.value[i]));
        }
        String bench = TextTemplate.resource("selfcheck_tb.v")
                .replace("`BYTES", "" + host.length)
                .replace("`ANSWERS", "" + check.value.length)
                .replace("`CYCLES", "" + design.predictedCycles())
                .replace("`PATIENCE", "" + (design.predictedCycles() + PATIENCE_CYCLES))
                .replace("`SHAPE_DIGEST", "32'h" + VerilogEmitter.digest(design.shape()));
        Map<String, String> files = new TreeMap<>();
        files.put("sim/selfcheck_tb.v", bench);
        files.put("sim/host.hex", hostHex.toString());
        files.put("sim/answers.hex", answers.toString());
        return files;
    }

    private void octet(int at, int octet) {
        value[at] = octet;
        mask[at] = 0xFF;
    }

    private void scores(int[] expected, Map<Integer, Integer> starts) {
        StoredTensor t = design.scores();
        AcceleratorShape shape = design.shape();
        for (int v = 0; v < t.rows(); v++) {
            RowClass rows = t.classOf(v);
            int start = 1
                    + Objects.requireNonNull(starts.get(t.engine()[v] * shape.ports() + t.bank()[v]))
                    + t.address()[v] * SessionText.wordBytes(shape);
            for (int f = 0; f < t.features(); f++) {
                int q = expected[v * t.features() + f] >> rows.exponent();
                int code = rows.bits() == 1 ? (q + 1) / 2 : q + (1 << (rows.bits() - 1));
                for (int plane = 0; plane < rows.bits(); plane++) {
                    SessionText.Place place = SessionText.place(t, rows, f, plane, shape);
                    mask[start + place.octet()] |= 1 << place.bit();
                    value[start + place.octet()] |= (code >> plane & 1) << place.bit();
                }
            }
        }
    }
}
