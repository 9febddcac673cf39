// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.boards.Boards;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of boards, made of the model that needs no data. */
class BoardsTableTest {
    private static final int BOARD = 1;
    private static final int CYCLES = 4;
    private static final int MHZ = 5;
    private static final int KIND = 6;
    private static final int MICROS = 7;

    @Test
    void everyBoardHasMicrosecondsAtItsClockAndAlternatives() {
        String text = BoardsTable.text("karate club", KarateModel.read(), List.of("hx8k-evn", "zcu104"));
        List<String[]> rows = text.lines()
                .takeWhile(line -> !line.startsWith("## Alternatives"))
                .filter(line -> line.startsWith("| hx8k-evn") || line.startsWith("| zcu104"))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
                .toList();
        assertThat(rows).hasSize(6);
        for (String[] row : rows) {
            double micros = Double.parseDouble(row[CYCLES]) / Double.parseDouble(row[MHZ]);
            assertThat(Double.parseDouble(row[MICROS])).isBetween(micros - 0.051, micros + 0.051);
            assertThat(Boards.load(row[BOARD]).acceleratorClocks())
                    .anyMatch(clock -> clock.lowestMhz() == Integer.parseInt(row[MHZ]));
        }
        assertThat(rows.stream().filter(row -> row[BOARD].equals("zcu104")))
                .allSatisfy(row -> assertThat(row[KIND]).isEqualTo("tabulated"));
        String alternatives = text.substring(text.indexOf("## Alternatives"));
        assertThat(alternatives).contains("| zcu104 | 4 |", "| hx8k-evn | 2 |", "fits; ");
    }
}
