// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.boards.Boards;
import io.bitknit.compiler.schedule.DesignVerifier;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerTest {
    private static final CompileOptions OPTIONS = CompileOptions.forBoard(Boards.load("ulx3s-85f"));

    private final QuantizedModel model =
            TestModels.on(1, TestModels.randomGraph(1, 60, 3)).model();

    @TempDir
    Path folder;

    @Test
    void compilesAModelForABoard() {
        Compiler.Result result = Compiler.compile(model, OPTIONS);
        assertThat(DesignVerifier.verify(result.design(), result.work())).isEmpty();
        assertThat(result.estimate().cycles()).isEqualTo(result.design().predictedCycles());
        assertThat(result.content().verilog()).isNotEmpty();
        DesignFile.write(folder.resolve("a.design"), result.content());
        DesignFile.Content read = DesignFile.read(folder.resolve("a.design"));
        assertThat(read.design().digest()).isEqualTo(result.design().digest()).hasSize(64);
        assertThat(read.documents()).isEqualTo(result.content().documents());
        assertThat(read.verilog()).isEqualTo(result.content().verilog());
    }

    @Test
    void aGivenSizeIsTakenAsItIs() {
        ShapeChoice choice = ShapeChoice.of(1, 4, 8, 2, 1, 1);
        Compiler.Result result = Compiler.compile(model, OPTIONS.withSize(choice));
        assertThat(result.search().chosen().choice()).isEqualTo(choice);
        assertThat(result.search().rejected()).isEmpty();
    }

    @Test
    void theDigestTellsModelsAndOptionsApart() {
        String one = Compiler.compile(model, OPTIONS).design().digest();
        model.layers().get(0).weights().q()[0] ^= 1;
        String other = Compiler.compile(model, OPTIONS).design().digest();
        String sized = Compiler.compile(model, OPTIONS.withSize(ShapeChoice.of(1, 4, 8, 2, 1, 1)))
                .design()
                .digest();
        assertThat(one).isNotEqualTo(other);
        assertThat(other).isNotEqualTo(sized);
    }

    @Test
    void everyIntermediateValueIsText() {
        Compiler.Result result = Compiler.compile(model, OPTIONS.withSize(ShapeChoice.of(1, 4, 8, 2, 1, 1)));
        Map<String, String> texts = Dump.texts(model, result.design());
        assertThat(texts).containsKeys("00-frontend.dfg", "design.txt", "program.txt", "schedule.csv");
        assertThat(texts.get("schedule.csv").lines().count())
                .isEqualTo(1
                        + result.design().phases().stream()
                                .mapToLong(p -> p.engines().get(0).teams())
                                .sum());
        Dump.write(folder.resolve("dump"), texts);
        assertThat(folder.resolve("dump/program.txt")).isNotEmptyFile();
    }

    @Test
    void aDumpThatCannotBeWrittenIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> Dump.write(file.resolve("dump"), Map.of("design.txt", "design\n")))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("error[D-005]: dump: the intermediate values cannot be written");
    }
}
