// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The generated parts of {@code doc/BOARDS.md} are those of the data; {@code -Dgolden=update} writes them. */
class BoardsDocumentTest {
    private static final Path DOC = Path.of("../doc");
    private static final String END = "<!-- end -->";

    @Test
    void pageShowsTheBoardsAndTheExample() throws IOException {
        Path page = DOC.resolve("BOARDS.md");
        String text = Files.readString(page);
        String example = Files.readString(DOC.resolve("boards/my-board.yaml"));
        String expected = replaced(text, "<!-- generated: tables -->", BoardsDocument.tables());
        expected =
                replaced(expected, "<!-- generated: example boards/my-board.yaml -->", "```yaml\n" + example + "```\n");
        Golden.check(page, expected);
    }

    @Test
    void pageNamesEveryErrorCode() throws IOException {
        String text = Files.readString(DOC.resolve("BOARDS.md"));
        for (int i = 1; i <= 9; i++) {
            assertThat(text).contains("| B-00" + i + " |");
        }
    }

    @Test
    void exampleOfTheRecipeLoads() {
        Board board = Boards.load(DOC.resolve("boards/my-board.yaml").toString());
        assertThat(board.name()).isEqualTo("my-board");
        assertThat(board.device().title()).isEqualTo("LFE5U-85F");
        assertThat(board.pins()).extracting(Pin::role).containsExactly("clk", "led0", "uart_rx", "uart_tx");
        assertThat(board.memories()).isEmpty();
        assertThat(board.budget().lutUsable()).isEqualTo(83640 * 60 / 100);
        assertThat(board.acceleratorClock(new EngineSize(2, 8, 2, 4)).hz()).isEqualTo(105_000_000L);
    }

    private static String replaced(String text, String begin, String generated) {
        int from = text.indexOf(begin);
        assertThat(from).as("marker %s", begin).isNotNegative();
        int to = text.indexOf(END, from);
        assertThat(to).as("%s after %s", END, begin).isNotNegative();
        return text.substring(0, from) + begin + "\n" + generated + text.substring(to);
    }
}
