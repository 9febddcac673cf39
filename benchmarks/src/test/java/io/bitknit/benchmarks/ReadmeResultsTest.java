// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeResultsTest {
    private static final String README =
            "# X\n\n<!-- results: begin; written by a command -->\nold\n<!-- results: end -->\n\nrest\n";

    @TempDir
    Path folder;

    @Test
    void takesRowsAndColumnsByName() throws IOException {
        Files.writeString(folder.resolve("ptq.md"), """
                # Accuracy

                Made by `./bitknit benchmark ptq --shared x`; do not edit.

                ## cora

                Float model: 81.7 %.

                | hidden bits | memory | other | one scale per tensor, % | exponent per node, % |
                |---|---:|---:|---:|---:|
                | 8 | 1/4 | 1 | 82.0 | 81.9 |
                | 3 | 1/5 | 2 | 72.0 | 71.9 |
                | 2 | 1/9 | 3 | 55.0 | 76.6 |

                ## dblp

                | hidden bits | memory |
                |---|---:|
                | 8 | wrong |
                """);
        assertThat(ReadmeResults.replaced(README, ReadmeResults.section(folder)))
                .isEqualTo("""
                        # X

                        <!-- results: begin; written by a command -->

                        **Test accuracy of the hardware's integers on Cora, by calibration alone** \
                        ([table](doc/results/ptq.md), `./bitknit benchmark ptq --shared x`)

                        | hidden bits | memory | one scale per tensor, % | exponent per node, % |
                        |---|---:|---:|---:|
                        | 8 | 1/4 | 82.0 | 81.9 |
                        | 2 | 1/9 | 55.0 | 76.6 |

                        <!-- results: end -->

                        rest
                        """);
    }

    @Test
    void aPageOfAnotherFormIsNamed() throws IOException {
        Files.writeString(folder.resolve("simulators.md"), "# Simulators\n\n| design | speed |\n|---|---:|\n");
        assertThatThrownBy(() -> ReadmeResults.section(folder))
                .isInstanceOf(UserException.class)
                .hasMessage("error[U-010]: simulators.md: the table has no column 'cycles'; "
                        + "run './bitknit benchmark simulators'");
    }

    @Test
    void aReadmeWithoutMarksIsLeftAlone() {
        assertThatThrownBy(() -> ReadmeResults.replaced("# X\n", "table"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("U-010");
    }

    @Test
    void theReadmeHasTheRowsOfTheResults() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        assertThat(readme)
                .as("run './bitknit benchmark readme'")
                .isEqualTo(ReadmeResults.replaced(readme, ReadmeResults.section(Path.of("../doc/results"))));
    }
}
