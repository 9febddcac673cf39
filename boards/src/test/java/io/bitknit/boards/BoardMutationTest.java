// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Good files with a few bytes changed, removed or repeated: still a board, or one line. */
class BoardMutationTest {
    private static final int RUNS = 2_000;
    private static final byte[] LIKELY = "\n :-#&*!|>'\"{}[],?%@`\t0a\\".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @ValueSource(strings = {"hx8k-evn", "ulx3s-85f", "orangecrab-25f", "zcu104"})
    void changedFileIsABoardOrOneLine(String name) throws IOException {
        long seed = name.hashCode();
        SplittableRandom random = new SplittableRandom(seed);
        byte[] good;
        try (InputStream in = Boards.class.getResourceAsStream("boards/" + name + ".yaml")) {
            good = in.readAllBytes();
        }
        int refused = 0;
        for (int run = 0; run < RUNS; run++) {
            byte[] changed = changed(good, random);
            try {
                BoardSchema.board(YamlReader.read("changed.yaml", changed), Optional.empty());
            } catch (BoardException e) {
                refused++;
                assertThat(e.getMessage().lines())
                        .as("seed %d, run %d", seed, run)
                        .hasSize(1);
            } catch (RuntimeException e) {
                fail("seed " + seed + ", run " + run + ":\n" + new String(changed, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(refused).as("seed %d: changes that matter", seed).isBetween(RUNS / 10, RUNS - 1);
    }

    private static byte[] changed(byte[] good, SplittableRandom random) {
        byte[] bytes = good.clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = LIKELY[random.nextInt(LIKELY.length)];
                case 1 -> bytes[at] = (byte) random.nextInt(256);
                case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
                default -> bytes = repeated(bytes, at, random.nextInt(200));
            }
        }
        return bytes;
    }

    private static byte[] repeated(byte[] bytes, int from, int length) {
        int count = Math.min(length, bytes.length - from);
        byte[] longer = Arrays.copyOf(bytes, bytes.length + count);
        System.arraycopy(bytes, from, longer, bytes.length, count);
        return longer;
    }
}
