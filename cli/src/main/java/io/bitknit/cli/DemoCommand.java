// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code demo}: the commands of the README, one after the other, on the bundled graph. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Run the whole way on a bundled graph: import, quantize, compile, verify, report.")
final class DemoCommand implements Callable<Integer> {
    private static final String BOARD = "ulx3s-85f";

    @ParentCommand
    private BitknitCommand root;

    @Option(
            names = "-o",
            paramLabel = "FOLDER",
            defaultValue = "bitknit-demo",
            description = "Folder for everything that the demo writes; default ${DEFAULT-VALUE}.")
    private Path folder;

    @Override
    public Integer call() {
        Console console = root.console();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserException("U-004", folder.toString(), "the folder cannot be made; choose another with -o");
        }
        DemoFiles.copyTo(folder);
        console.say("Zachary's karate club: 34 people, 78 friendships, 4 communities; a GCN of two layers.");
        String model = at("karate.q");
        String design = at("karate.design");
        String verified = at("verify.json");
        String report = at("report.html");
        String[][] commands = {
            {"import", "--model", at(DemoFiles.MODEL), "--graph", at(DemoFiles.GRAPH), "-o", at("karate.float")},
            {"quantize", at("karate.float"), "--hidden-bits", "4", "--weight-bits", "4", "-o", model},
            {"compile", model, "--board", BOARD, "--engines", "1", "--ports", "8", "--slots", "2", "-o", design},
            {"verify", design, "--engines", "reference,cycle,verilator,icarus", "--seeds", "2", "--json", verified},
            {"estimate", design, "--json", at("estimate.json")},
            {"report", design, "--verify", verified, "-o", report}
        };
        for (String[] command : commands) {
            console.say("");
            console.say("$ " + Text.command((Object[]) command));
            int exitCode = Main.run(command, console);
            if (exitCode != 0) {
                return exitCode;
            }
        }
        console.say("");
        console.say("Open " + Text.shown(Path.of(report).toAbsolutePath().normalize()) + " in a browser.");
        return 0;
    }

    private String at(String name) {
        return folder.resolve(name).toString();
    }
}
