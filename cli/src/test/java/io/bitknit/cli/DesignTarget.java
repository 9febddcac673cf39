// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.cli.report.AgreementFile;
import io.bitknit.cli.report.Report;
import io.bitknit.cli.report.ReportBuilder;
import io.bitknit.cli.report.ReportPage;
import io.bitknit.compiler.DesignFile;
import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.graph.GraphParser;
import io.bitknit.compiler.graph.GraphPrinter;
import io.bitknit.compiler.pass.Dumper;
import io.bitknit.model.diag.UserException;
import io.bitknit.sim.compare.Engine;
import io.bitknit.sim.compare.VerifyReport;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What the commands read that the compiler and they wrote themselves, as functions of one file's bytes. */
enum DesignTarget {
    DESIGN_JSON {
        @Override
        void read(Good good, byte[] content) throws IOException {
            readDesign(good, "design.json", content);
        }

        @Override
        byte[] seed(Good good) throws IOException {
            return Files.readAllBytes(good.design().resolve("design.json"));
        }
    },
    DESIGN_ARRAYS {
        @Override
        void read(Good good, byte[] content) throws IOException {
            // With the right checksum: what is behind it must stand on its own.
            String json = Files.readString(good.work().at("karate.design/design.json"))
                    .replaceFirst(
                            "\"arraysSha256\" : \"[0-9a-f]*\"",
                            "\"arraysSha256\" : \"" + WorkFolder.sha256(content) + "\"");
            Path scratch = good.scratch();
            byte[] before = Files.readAllBytes(scratch.resolve("design.safetensors"));
            byte[] jsonBefore = Files.readAllBytes(scratch.resolve("design.json"));
            try {
                Files.writeString(scratch.resolve("design.json"), json);
                Files.write(scratch.resolve("design.safetensors"), content);
                DesignFile.read(scratch);
            } finally {
                Files.write(scratch.resolve("design.safetensors"), before);
                Files.write(scratch.resolve("design.json"), jsonBefore);
            }
        }

        @Override
        byte[] seed(Good good) throws IOException {
            return Files.readAllBytes(good.design().resolve("design.safetensors"));
        }
    },
    ESTIMATE {
        @Override
        void read(Good good, byte[] content) {
            show(good, "estimate.json", content);
        }

        @Override
        byte[] seed(Good good) throws IOException {
            return Files.readAllBytes(good.design().resolve("estimate.json"));
        }
    },
    SEARCH {
        @Override
        void read(Good good, byte[] content) {
            show(good, "search.json", content);
        }

        @Override
        byte[] seed(Good good) throws IOException {
            return Files.readAllBytes(good.design().resolve("search.json"));
        }
    },
    VERIFY_RESULT {
        @Override
        void read(Good good, byte[] content) throws IOException {
            Path file = Files.write(good.scratch().resolveSibling("verify-target.json"), content);
            Report.Agreement agreement =
                    AgreementFile.read(file, good.content().design().digest());
            page(good, good.content(), agreement);
        }

        @Override
        byte[] seed(Good good) {
            return JsonMapper.shared().writeValueAsBytes(VerifyCommand.facts(good.content(), good.engines(), 1));
        }
    },
    GRAPH_TEXT {
        @Override
        void read(Good good, byte[] content) {
            GraphParser.parse(
                    new String(content, StandardCharsets.UTF_8),
                    new Lowering(good.content().model()).graph(Dumper.NONE).constants());
        }

        @Override
        byte[] seed(Good good) {
            return GraphPrinter.print(new Lowering(good.content().model()).graph(Dumper.NONE))
                    .getBytes(StandardCharsets.UTF_8);
        }
    };

    /**
     * What is good around the file that varies.
     *
     * @param scratch a copy of the design, to be spoiled and restored
     * @param engines result of the Java engines on the design
     */
    record Good(WorkFolder work, Path scratch, DesignFile.Content content, VerifyReport engines) {
        static Good in(Path folder) throws IOException {
            WorkFolder work = WorkFolder.made(folder.resolve("good"));
            WorkFolder copy = work.copyTo(folder.resolve("scratch"));
            DesignFile.Content content = DesignFile.read(work.at("karate.design"));
            Console quiet = new Console(
                    new PrintStream(OutputStream.nullOutputStream()),
                    new PrintStream(OutputStream.nullOutputStream()),
                    false);
            VerifyReport engines =
                    VerifyCommand.verify(content, EnumSet.of(Engine.REFERENCE, Engine.CYCLE), 1, null, quiet);
            return new Good(work, copy.at("karate.design"), content, engines);
        }

        Path design() {
            return work.at("karate.design");
        }
    }

    /** Reads the content. @throws UserException if it is refused, which is fine */
    abstract void read(Good good, byte[] content) throws IOException;

    /** A content that is accepted. */
    abstract byte[] seed(Good good) throws IOException;

    /** True if the content is accepted, false if it is refused in lines for people; anything else escapes. */
    boolean accepts(Good good, byte[] content) throws IOException {
        try {
            read(good, content);
            return true;
        } catch (UserException e) {
            if (!e.getMessage().startsWith("error[")) {
                throw new AssertionError("not a line for people: " + e.getMessage());
            }
            return false;
        }
    }

    private static void readDesign(Good good, String name, byte[] content) throws IOException {
        Path file = good.scratch().resolve(name);
        byte[] before = Files.readAllBytes(file);
        try {
            Files.write(file, content);
            DesignFile.read(good.scratch());
        } finally {
            Files.write(file, before);
        }
    }

    /** Everything that prints one of the documents of a design. */
    private static void show(Good good, String name, byte[] content) {
        Map<String, String> documents = new LinkedHashMap<>(good.content().documents());
        documents.put(name, new String(content, StandardCharsets.UTF_8));
        page(
                good,
                new DesignFile.Content(
                        good.content().design(),
                        good.content().model(),
                        good.content().verilog(),
                        documents),
                null);
    }

    private static void page(Good good, DesignFile.Content content, Report.@Nullable Agreement agreement) {
        String estimate = EstimateCommand.text(content, Path.of("karate.design"), null);
        EstimateText.print(
                JsonMapper.shared().readTree(estimate),
                new Console(
                        new PrintStream(OutputStream.nullOutputStream()),
                        new PrintStream(OutputStream.nullOutputStream()),
                        false));
        ReportPage.html(ReportBuilder.build(
                content, estimate, null, good.engines(), agreement, false, null, Path.of("karate.design")));
    }
}
