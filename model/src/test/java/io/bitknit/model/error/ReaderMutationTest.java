// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Good files with a few bytes changed, cut off or doubled: each is accepted or refused with a {@code UserException},
 * and neither takes much memory, whatever sizes the changed bytes now claim.
 */
class ReaderMutationTest {
    private static final int ROUNDS = 250;
    /** What a reader takes for itself; inputs are below 4 KiB. */
    private static final long MOST_BYTES = 8 << 20;

    private static final byte[] TELLING =
            "0123456789-+.eE,: \n\t\"'[]{}()<>/\\NaN\0".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    @ParameterizedTest
    @EnumSource(Target.class)
    void onlyUserExceptionsEscape(Target target, @TempDir Path folder) throws IOException {
        byte[] good = target.seed(folder);
        assertThat(target.accepts(folder, good)).as("the seed is good").isTrue();
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            byte[] bad = mutated(good, new SplittableRandom(seed));
            long before = memory.getCurrentThreadAllocatedBytes();
            try {
                refused += target.accepts(folder, bad) ? 0 : 1;
            } catch (RuntimeException | Error e) {
                fail(target + ", seed " + seed + ": " + e, e);
            }
            assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated by %s, seed %d", target, seed)
                    .isLessThan(MOST_BYTES);
        }
        assertThat(refused).as("refused inputs of %s", target).isGreaterThan(ROUNDS / 10);
    }

    private static byte[] mutated(byte[] good, SplittableRandom random) {
        byte[] bad = good.clone();
        for (int i = random.nextInt(1, 5); i > 0 && bad.length > 1; i--) {
            int at = random.nextInt(bad.length);
            switch (random.nextInt(6)) {
                case 0 -> bad = Arrays.copyOf(bad, at);
                case 1 -> {
                    int from = random.nextInt(at + 1);
                    byte[] tail = Arrays.copyOfRange(bad, from, bad.length);
                    bad = Arrays.copyOf(bad, at + tail.length);
                    System.arraycopy(tail, 0, bad, at, tail.length);
                }
                case 2 -> bad[at] = (byte) random.nextInt(256);
                case 3 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                default -> bad[at] = TELLING[random.nextInt(TELLING.length)];
            }
        }
        return bad;
    }
}
