// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A search starts from a good file per reader; {@code -Dgolden=update} writes them anew. */
class FuzzSeedsTest {
    private static final Path SEEDS = Path.of("src/test/resources/io/bitknit/model/error/ReaderFuzzTestInputs");

    @ParameterizedTest
    @EnumSource(Target.class)
    void theStoredSeedIsGood(Target target, @TempDir Path folder) throws IOException {
        Path seed = SEEDS.resolve(method(target)).resolve("good");
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(seed.getParent());
            Files.write(seed, target.seed(folder));
        }
        assertThat(target.accepts(folder, Files.readAllBytes(seed))).isTrue();
    }

    @Test
    void everyReaderIsFuzzed() {
        Stream<String> fuzzed = Arrays.stream(ReaderFuzzTest.class.getDeclaredMethods())
                .filter(m -> m.isAnnotationPresent(FuzzTest.class))
                .map(Method::getName);
        assertThat(fuzzed)
                .containsExactlyInAnyOrder(Arrays.stream(Target.values())
                        .map(FuzzSeedsTest::method)
                        .toArray(String[]::new));
    }

    /** {@code NPZ_GRAPH} is fuzzed by the method {@code npzGraph}. */
    private static String method(Target target) {
        StringBuilder name = new StringBuilder();
        for (String word : target.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
        }
        return name.toString();
    }
}
