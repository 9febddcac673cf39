// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import static io.bitknit.model.error.Inputs.arrayCase;
import static io.bitknit.model.error.Inputs.int8;
import static io.bitknit.model.error.Inputs.npy;

import io.bitknit.model.read.GraphReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** M-050 to M-059 and M-090 to M-092: NumPy arrays and pickles. */
final class ArrayCases {
    static final List<ErrorCase> ALL = List.of(
            arrayCase("M-050", "x.npy", "not an array".getBytes(StandardCharsets.US_ASCII)),
            arrayCase("M-050-version", "x.npy", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 9, 0}),
            arrayCase("M-050-cut-off", "x.npy", Arrays.copyOf(int8("(2, 1)", 1, 1), 40)),
            arrayCase("M-050-key", "x.npy", npy("{'descr': '|i1', 'order': True}", new byte[0])),
            arrayCase("M-050-no-shape", "x.npy", npy("{'descr': '|i1', 'fortran_order': False, }", new byte[0])),
            arrayCase("M-050-shape", "x.npy", npy("|i1", "(99999999999,)", new byte[0])),
            arrayCase("M-051", "x.npy", npy("|O", "(2, 1)", new byte[0])),
            arrayCase("M-052", "x.npy", npy("<f4", "(2, 1)", new byte[7])),
            arrayCase("M-052-surplus", "x.npy", npy("<f4", "(2, 1)", new byte[9])),
            arrayCase("M-053", "weights.npy", int8("()", 1)),
            arrayCase("M-054", "y.npy", null),
            arrayCase("M-055", "x", int8("(2, 1)", 1, 1)),
            new ErrorCase(
                    "M-056", folder -> GraphReader.read(Files.write(Inputs.at(folder, "small.npz"), new byte[100]), 0)),
            new ErrorCase("M-056-cut-off", folder -> {
                byte[] whole = Inputs.zip(Inputs.arrays());
                GraphReader.read(Files.write(Inputs.at(folder, "small.npz"), Arrays.copyOf(whole, 90)), 0);
            }),
            arrayCase("M-057", "edge_index.npy", int8("(1, 2)", 0, 1)),
            arrayCase("M-057-y", "y.npy", int8("(3,)", 0, 1, 1)),
            arrayCase("M-057-mask", "train_mask.npy", int8("()", 1)),
            arrayCase("M-058", "y.npy", npy("<f2", "(2,)", new byte[4])),
            arrayCase("M-059", "x.npy", npy("<f8", "(1000000, 1000)", new byte[0])),
            arrayCase("M-031-edge", "edge_index.npy", int8("(2, 1)", 0, 2)),
            arrayCase("M-031-mask", "test_mask.npy", int8("(2,)", 0, 2)),
            arrayCase("M-029-array", "x.npy", npy("<f2", "(2, 1)", new byte[] {0, 0x7c, 0, 0})),
            arrayCase("M-041-classes", "num_classes.npy", int8("()", 1)),
            arrayCase("M-038-mask", "train_mask.npy", int8("(2, 0)")),
            arrayCase("M-061", "x.npy", npy("|i1", "(1, 20000000)", new byte[20_000_000])),
            arrayCase("M-065", "x.npy", npy("|i1", "(0, 1)", new byte[0])),
            arrayCase("M-065-labels", "y.npy", int8("(2,)", -1, -1)),
            pickle("M-090", "cposix\nsystem\n(S'echo'\ntR."),
            pickle("M-091", "\u0080\u0002(X\u00ff\u00ff\u00ff\u007f"),
            pickle("M-091-operation", "\u0080\u0002i"),
            pickle("M-091-end", "\u0080\u0002("),
            pickle("M-091-mark", "\u0080\u0002t."),
            pickle("M-091-memory", "\u0080\u0002h\u0007."),
            pickle("M-092", "\u0080\u0002K\u0007."));

    private ArrayCases() {}

    /** A Planetoid set of which only the first file is read. */
    private static ErrorCase pickle(String id, String content) {
        return new ErrorCase(id, folder -> {
            Path set = Files.createDirectory(folder.resolve("raw"));
            Files.write(set.resolve("ind.tiny.allx"), content.getBytes(StandardCharsets.ISO_8859_1));
            GraphReader.read(set.resolve("ind.tiny"), 0);
        });
    }
}
