// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.VerilogEmitter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The class of {@code sim} that {@code <unit>.model} names as a unit's cycle model exists. The rest of what a unit must
 * have is tested in {@code hdl-templates}, which cannot see {@code sim}.
 */
class CycleModelsTest {
    private static final String PREFIX = "bitknit_";

    /** Every unit occurs in it. */
    private static final AcceleratorShape SHAPE = new AcceleratorShape(
            1,
            4,
            4,
            2,
            2,
            1,
            1,
            1,
            2,
            2,
            3,
            true,
            14,
            14,
            12,
            64,
            8,
            64,
            32,
            4,
            2,
            2,
            3,
            4,
            1,
            3,
            12,
            AcceleratorShape.Multiplier.DSP);

    static Stream<String> units() {
        return VerilogEmitter.emit(SHAPE).keySet().stream()
                .map(file -> file.substring(PREFIX.length(), file.length() - ".v".length()));
    }

    @ParameterizedTest
    @MethodSource("units")
    void unitHasACycleModel(String unit) throws IOException {
        String path = unit + "/" + unit + ".model";
        try (InputStream in = VerilogEmitter.class.getResourceAsStream(path)) {
            assertThat(in).as(path).isNotNull();
            String name = new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(name).as(path).startsWith("io.bitknit.sim.");
            assertThatCode(() -> Class.forName(name, false, CycleModelsTest.class.getClassLoader()))
                    .as("%s names a class of sim", path)
                    .doesNotThrowAnyException();
        }
    }
}
