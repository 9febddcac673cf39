// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementFileTest {
    @TempDir
    Path folder;

    @Test
    void readsWhatVerifyWrote() throws IOException {
        Path file = write("""
                {"format": "bitknit-verify", "design": "ab", "equal": false, "seeds": 3, "predictedCycles": 12,
                 "engines": {"reference": {"cycles": null, "events": null, "buildSeconds": 0, "simSeconds": 0.5},
                             "icarus": {"cycles": 13, "events": 7, "buildSeconds": 1.5, "simSeconds": 2}},
                 "firstDifference": {"kind": "cycles", "actual": "13 cycles"}}
                """);
        Report.Agreement agreement = AgreementFile.read(file, "ab");
        assertThat(agreement.equal()).isFalse();
        assertThat(agreement.seeds()).isEqualTo(3);
        assertThat(agreement.predictedCycles()).isEqualTo(12);
        assertThat(agreement.engines())
                .containsExactly(
                        new Report.EngineResult("reference", null, null, 0, 0.5),
                        new Report.EngineResult("icarus", 13L, 7L, 1.5, 2));
        assertThat(agreement.firstDifference()).isEqualTo("kind cycles, actual 13 cycles");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2]|U-005",
                "{\"format\": \"bitknit-estimate\"}|U-005",
                "{\"format\": \"bitknit-verify\", \"design\": \"cd\"}|U-006",
                "{\"format\": \"bitknit-verify\"}|U-006",
                "{\"format|U-005",
                "null|U-005"
            })
    void refusesOtherFiles(String text, String code) throws IOException {
        Path file = write(text);
        assertThatThrownBy(() -> AgreementFile.read(file, "ab"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("error[" + code + "]: ");
    }

    @Test
    void refusesAMissingFile() {
        assertThatThrownBy(() -> AgreementFile.read(folder.resolve("none.json"), "ab"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("error[U-005]: ");
    }

    private Path write(String text) throws IOException {
        Path file = folder.resolve("verify.json");
        Files.writeString(file, text);
        return file;
    }
}
