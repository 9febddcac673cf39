// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import io.bitknit.model.Samples;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.model.read.GraphReader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** M-001 to M-014: files and JSON. */
final class FileCases {
    static final List<ErrorCase> ALL = List.of(
            new ErrorCase("M-001", folder -> GraphReader.read(Inputs.at(folder, "nowhere"), 0)),
            new ErrorCase("M-001-part", folder -> {
                Path graph = Inputs.graph(folder);
                Files.delete(graph.resolve("labels.txt.gz"));
                GraphReader.read(graph, 0);
            }),
            new ErrorCase(
                    "M-001-awkward-name", folder -> GraphReader.read(Inputs.at(folder, "a\nb\u001b[31m\"c\\.npz"), 0)),
            new ErrorCase("M-002", folder -> {
                Path graph = Inputs.graph(folder);
                Files.delete(graph.resolve("split.json"));
                Files.createDirectory(graph.resolve("split.json"));
                GraphReader.read(graph, 0);
            }),
            new ErrorCase("M-003", folder -> {
                Path graph = Inputs.graph(folder);
                try (RandomAccessFile file =
                        new RandomAccessFile(graph.resolve("meta.json").toFile(), "rw")) {
                    file.setLength((16 << 20) + 1L);
                }
                GraphReader.read(graph, 0);
            }),
            new ErrorCase("M-004", folder -> {
                Path graph = Inputs.graph(folder);
                byte[] bomb = new byte[50_000_000];
                Arrays.fill(bomb, (byte) '0');
                Files.write(graph.resolve("labels.txt.gz"), Inputs.gzip(bomb));
                GraphReader.read(graph, 0);
            }),
            new ErrorCase("M-005", folder -> {
                Path graph = Inputs.graph(folder);
                byte[] whole = Files.readAllBytes(graph.resolve("adjacency.txt.gz"));
                Files.write(graph.resolve("adjacency.txt.gz"), Arrays.copyOf(whole, whole.length - 10));
                GraphReader.read(graph, 0);
            }),
            new ErrorCase("M-005-not-compressed", folder -> {
                Path graph = Inputs.graph(folder);
                Files.writeString(graph.resolve("adjacency.txt.gz"), "1 2\n\n\n");
                GraphReader.read(graph, 0);
            }),
            new ErrorCase("M-006-link", folder -> {
                Path graph = Inputs.graph(folder);
                Path outside = Files.writeString(folder.resolve("outside.json"), "{}");
                Files.delete(graph.resolve("split.json"));
                Files.createSymbolicLink(graph.resolve("split.json"), outside);
                GraphReader.read(graph, 0);
            }),
            Inputs.arrayCase("M-006-zip", "../../x.npy", new byte[0]),
            new ErrorCase("M-007", folder -> {
                Path file = Files.writeString(folder.resolve("file"), "");
                QuantizedModelFile.write(new Samples(1).quantizedModel(), file.resolve("model.q"));
            }),
            new ErrorCase("M-008", folder -> {
                Path target = Files.createDirectory(folder.resolve("other"));
                Files.writeString(target.resolve("notes.txt"), "");
                QuantizedModelFile.write(new Samples(1).quantizedModel(), target);
            }),
            Inputs.graphCase("M-010", "meta.json", "}}", "}"),
            Inputs.graphCase(
                    "M-010-duplicate", "meta.json", "{\"name\": \"small\"", "{\"name\": 1, \"name\": \"small\""),
            Inputs.graphCase("M-010-trailing", "split.json", "]}]}", "]}]} {}"),
            Inputs.graphCase("M-010-deep", "split.json", "[0]", "[".repeat(2000)),
            Inputs.graphCase(
                    "M-010-many", "meta.json", "\"counts\"", "\"notes\": [" + "1,".repeat(1 << 20) + "1], \"counts\""),
            Inputs.graphCase("M-010-empty", "split.json", Inputs.graphTexts().get("split.json"), "\u0000"),
            Inputs.graphCase("M-011", "meta.json", "\"task\"", "\"colour\\n\\\"x\": 1, \"task\""),
            Inputs.graphCase("M-012", "meta.json", "\"nodes\": 3, ", ""),
            Inputs.graphCase("M-013", "meta.json", "\"nodes\": 3", "\"nodes\": \"3\""),
            Inputs.graphCase("M-013-root", "split.json", Inputs.graphTexts().get("split.json"), "[]"),
            Inputs.graphCase("M-013-fraction", "split.json", "[0]", "[0.5]"),
            Inputs.graphCase("M-014", "meta.json", "\"nodes\": 3", "\"nodes\": 99999999999999999999"),
            Inputs.graphCase("M-014-id", "split.json", "[0]", "[0, 3]"));

    private FileCases() {}
}
