// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Loads the classes that commands need, so that the launcher can archive them: later starts are faster. Runs the
 * commands that need no other program on the bundled graph, in a temporary folder, without a word.
 */
@Command(name = "warm-up", hidden = true)
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        Path folder = Files.createTempDirectory("bitknit-warm-up");
        try {
            DemoFiles.copyTo(folder);
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
            Console silent = new Console(nowhere, nowhere, false);
            String floatModel = folder.resolve("karate.float").toString();
            String model = folder.resolve("karate.q").toString();
            String design = folder.resolve("karate.design").toString();
            String[][] commands = {
                {
                    "import",
                    "--model",
                    folder.resolve(DemoFiles.MODEL).toString(),
                    "--graph",
                    folder.resolve(DemoFiles.GRAPH).toString(),
                    "-o",
                    floatModel
                },
                {"quantize", floatModel, "-o", model},
                {"compile", model, "--board", "ulx3s-85f", "-o", design},
                {"simulate", design},
                {
                    "verify",
                    design,
                    "--engines",
                    "reference,cycle",
                    "--json",
                    folder.resolve("v.json").toString()
                },
                {"estimate", design, "--json", folder.resolve("e.json").toString()},
                {"report", design, "-o", folder.resolve("r.html").toString()},
                {"boards"},
                {"no-such-command"}
            };
            for (String[] command : commands) {
                Main.run(command, silent);
            }
            return 0;
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
