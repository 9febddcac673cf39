// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Good files of a design with a few bytes changed, cut off or doubled: accepted or refused in lines for people. */
class DesignMutationTest {
    private static final int ROUNDS = Integer.getInteger("mutations", 150);
    private static final byte[] TELLING =
            "0123456789-+.eE,: \n\t\"'[]{}()<>/\\NaN\0".getBytes(StandardCharsets.US_ASCII);

    @TempDir
    static Path folder;

    private static DesignTarget.Good good;

    @BeforeAll
    static void make() throws IOException {
        good = DesignTarget.Good.in(folder);
    }

    @ParameterizedTest
    @EnumSource(DesignTarget.class)
    void onlyUserExceptionsEscape(DesignTarget target) throws IOException {
        byte[] seed = target.seed(good);
        target.read(good, seed);
        int refused = 0;
        for (long round = 0; round < ROUNDS; round++) {
            byte[] bad = mutated(seed, new SplittableRandom(round));
            try {
                refused += target.accepts(good, bad) ? 0 : 1;
            } catch (RuntimeException | Error e) {
                fail(target + ", seed " + round + ": " + e, e);
            }
        }
        assertThat(refused).as("refused inputs of %s", target).isGreaterThan(ROUNDS / 20);
    }

    @Test
    void everyTargetIsFuzzed() {
        assertThat(Arrays.stream(DesignFuzzTest.class.getDeclaredMethods())
                        .filter(m -> m.isAnnotationPresent(FuzzTest.class))
                        .map(Method::getName)
                        .map(name -> name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT)))
                .containsExactlyInAnyOrder(
                        Arrays.stream(DesignTarget.values()).map(Enum::name).toArray(String[]::new));
    }

    private static byte[] mutated(byte[] good, SplittableRandom random) {
        byte[] bad = good.clone();
        for (int i = random.nextInt(1, 4); i > 0 && bad.length > 1; i--) {
            int at = random.nextInt(bad.length);
            switch (random.nextInt(8)) {
                case 0 -> bad = Arrays.copyOf(bad, at);
                case 1 -> bad[at] = (byte) random.nextInt(256);
                case 2 -> bad[at] ^= (byte) (1 << random.nextInt(8));
                case 3, 4, 5 -> digit(bad, at, random);
                default -> bad[at] = TELLING[random.nextInt(TELLING.length)];
            }
        }
        return bad;
    }

    /** Another digit at the next place where there is one: the file stays a file of its kind with other numbers. */
    private static void digit(byte[] bytes, int from, SplittableRandom random) {
        for (int at = from; at < bytes.length; at++) {
            if (bytes[at] >= '0' && bytes[at] <= '9') {
                bytes[at] = (byte) ('0' + random.nextInt(10));
                return;
            }
        }
    }
}
