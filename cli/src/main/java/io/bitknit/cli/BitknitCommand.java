// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line: without a command it prints the help. */
@Command(
        name = "bitknit",
        mixinStandardHelpOptions = true,
        version = "bitknit " + BitknitCommand.VERSION,
        description = "Compiles a quantized graph neural network to an FPGA accelerator and proves that they agree.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ImportCommand.class,
            TrainCommand.class,
            QuantizeCommand.class,
            SearchCommand.class,
            CompileCommand.class,
            SimulateCommand.class,
            VerifyCommand.class,
            EstimateCommand.class,
            ReportCommand.class,
            BoardsCommand.class,
            ExploreCommand.class,
            CharacterizeCommand.class,
            WarmUpCommand.class
        },
        footer = {
            "",
            "Two more commands belong to the launcher: 'test' runs the project's tests, 'benchmark' its benchmarks.",
            "Exit codes: 0 done or equal, 1 the input or a difference, 2 a tool is missing, 70 a fault of bitknit."
        })
final class BitknitCommand implements Runnable {
    /** Major, minor and patch; readable in every bitstream. */
    static final String VERSION = "0.1.0";

    private final Console console;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Print the stack trace of whatever ends the command early.")
    private boolean debug;

    @Spec
    private CommandSpec spec;

    BitknitCommand(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    boolean debug() {
        return debug;
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.out());
    }
}
