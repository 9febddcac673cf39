// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.compiler.DesignFile;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.file.QuantizedModelFile;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code compile}: quantized model to design. */
@Command(
        name = "compile",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compile a quantized model to Verilog, graph program and weight image.",
        footer = {"", "Example: bitknit compile cora.q --board ulx3s-85f -o cora.design"})
final class CompileCommand implements Runnable {
    @ParentCommand
    private BitknitCommand root;

    @Parameters(paramLabel = "MODEL.q", description = "Quantized model that quantize wrote.")
    private Path input;

    @Option(names = "--board", required = true, description = "Built-in board, or a board file of your own.")
    private String board;

    @Option(names = "-o", required = true, paramLabel = "FOLDER", description = "Design to write.")
    private Path output;

    @Override
    public void run() {
        QuantizedModel model = QuantizedModelFile.read(input);
        Design design = Scheduler.schedule(Lowering.lower(model, "00000000"), ShapeChoice.of(1, 16, 16, 4, 2, 2));
        DesignFile.write(output, new DesignFile.Content(design, model, VerilogEmitter.emit(design.shape()), Map.of()));
        root.console().fact("cycles", Text.count(design.predictedCycles()));
    }
}
