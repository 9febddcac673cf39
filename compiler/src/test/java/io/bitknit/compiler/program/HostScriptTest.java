// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.TestModels;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HostScriptTest {
    private static Design design(int lanes, int classes) {
        return Scheduler.schedule(
                new Lowering(TestModels.on(3, TestModels.randomGraph(3, 40, 4))
                                .withFeatures(12, 6, classes)
                                .withWidths(2, 2, 4)
                                .model())
                        .workload("00"),
                ShapeChoice.of(2, 8, lanes, 2, 1, 1));
    }

    /** A host link in miniature: takes write commands apart and checks their lengths. */
    @Test
    void everyWriteHasItsCountOfWordsWithinItsMemory() {
        Design d = design(8, 3);
        byte[] bytes = HostScript.of(d).toBytes();
        int at = 0;
        int writes = 0;
        while (bytes[at] == 'W') {
            int mem = bytes[at + 1];
            int address = number(bytes, at + 3);
            int count = number(bytes, at + 7);
            int[] bits = {
                32,
                8,
                d.shape().lanes(),
                d.shape().programWordBits(),
                d.shape().runBits(),
                d.shape().requantGroups() * d.shape().descriptorBits(),
                d.shape().accumulatorBits() + 16,
                32
            };
            int[] depth = {
                d.shape().phases() * d.shape().configWords(),
                1,
                d.shape().ports() << d.shape().addressBits(),
                d.shape().programWords(),
                d.shape().runWords(),
                d.shape().beatWords(),
                d.shape().tableWords(),
                d.shape().denseWeightWords() * d.shape().denseWeightChunks()
            };
            assertThat(address + count).as("memory %d", mem).isLessThanOrEqualTo(depth[mem]);
            at += 11 + count * ((bits[mem] + 7) / 8);
            writes++;
        }
        assertThat((char) bytes[at]).isEqualTo('G');
        assertThat(writes).isEqualTo(2 + d.shape().ports() + 3 * d.shape().engines() + 2);
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
    }

    @Test
    void scoresAreReadBackFoldedAndInBlocks() {
        for (int[] c : new int[][] {{8, 3}, {8, 7}, {4, 9}, {16, 8}}) {
            Design d = design(c[0], c[1]);
            StoredTensor t = d.scores();
            int[] scores = new Random(5)
                    .ints((long) t.rows() * t.features(), -128, 128)
                    .toArray();
            HostScript script = HostScript.of(d);
            HostScript.Answer answer = script.parse(d, answer(d, scores));
            assertThat(answer.scores()).as("%d lanes, %d classes", c[0], c[1]).isEqualTo(scores);
            assertThat(answer.totalCycles()).isEqualTo(77);
            assertThat(answer.waiting()).containsExactly(102, 105);
        }
    }

    /** What an accelerator with these scores would answer, packed word by word. */
    private static byte[] answer(Design d, int[] scores) {
        StoredTensor t = d.scores();
        int lanes = d.shape().lanes();
        int perBlock = lanes / t.fold();
        long[][][] banks =
                new long[d.shape().engines()][d.shape().ports()][d.shape().bankWords()];
        for (int v = 0; v < t.rows(); v++) {
            for (int f = 0; f < t.features(); f++) {
                for (int plane = 0; plane < 8; plane++) {
                    long bit = scores[v * t.features() + f] + 128L >> plane & 1;
                    int word = t.baseWords() + f / perBlock * t.blockStrideWords() + t.address()[v] + plane / t.fold();
                    banks[t.engine()[v]][t.bank()[v]][word] |= bit << (f % perBlock + plane % t.fold() * perBlock);
                }
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('D');
        for (HostScript.Section s : HostScript.of(d).sections()) {
            for (int at = 0; s.kind() == HostScript.Kind.READ_SCORES && at < s.bytes().length; at += 11) {
                int address = number(s.bytes(), at + 3);
                int bank = address >> d.shape().addressBits();
                int from = address & (1 << d.shape().addressBits()) - 1;
                for (int i = 0; i < number(s.bytes(), at + 7); i++) {
                    long word = banks[s.bytes()[at + 2]][bank][from + i];
                    for (int shift = (lanes + 7) / 8 * 8 - 8; shift >= 0; shift -= 8) {
                        out.write((int) (word >> shift));
                    }
                }
            }
        }
        for (int i = 0; i < 1 + 3 * d.shape().engines(); i++) {
            out.writeBytes(new byte[] {0, 0, 0, (byte) (i == 0 ? 77 : 100 + i)});
        }
        return out.toByteArray();
    }

    @Test
    void aShortAnswerIsRefused() {
        Design d = design(8, 3);
        HostScript script = HostScript.of(d);
        byte[] answer = answer(d, new int[40 * 3]);
        assertThatThrownBy(() -> script.parse(d, Arrays.copyOf(answer, answer.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        answer[0] = 'E';
        assertThatThrownBy(() -> script.parse(d, answer)).hasMessageContaining("byte 69");
    }

    @Test
    void wordsOfAnyWidthArePackedMostSignificantByteFirst() {
        WordPacker w = new WordPacker(13);
        w.startWord();
        w.unsigned(5, 4);
        w.field(-1, 9);
        w.startWord();
        w.unsigned(1, 13);
        MemoryImage image = w.image(Memory.RUNS, 1, 0);
        assertThat(image.data()).containsExactly(0x1F, 0xF5, 0x00, 0x01);
        assertThatThrownBy(() -> new WordPacker(4).unsigned(16, 4)).isInstanceOf(IllegalStateException.class);
    }
}
