// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** M-020 to M-031: tensor files, seen through the importer. */
final class TensorCases {
    static final List<ErrorCase> ALL = List.of(
            new ErrorCase("M-020", folder -> Inputs.importModel(folder, Inputs.CONFIG, new byte[7])),
            header("M-021", 1000),
            header("M-021-negative", -1),
            Inputs.tensorCase("M-011-tensor", "{\"a\": {\"dtype\": \"F32\", \"shape\": [], \"where\": 0}}", 0),
            Inputs.tensorCase("M-010-tensor-twice", "{\"a\": " + tensor("F32", "[]", 0, 4) + ", \"a\": {}}", 4),
            Inputs.tensorCase("M-013-metadata", "{\"__metadata__\": {\"format\": 1}}", 0),
            Inputs.tensorCase("M-022", "{\"a\": " + tensor("F8_E4M3", "[1]", 0, 1) + "}", 1),
            Inputs.tensorCase("M-023", "{\"a\": " + tensor("F32", "[-1]", 0, 4) + "}", 4),
            Inputs.tensorCase("M-023-product", "{\"a\": " + tensor("U8", "[65536, 65536]", 0, 0) + "}", 0),
            Inputs.tensorCase("M-023-rank", "{\"a\": " + tensor("U8", "[1,1,1,1,1,1,1,1,1]", 0, 1) + "}", 1),
            Inputs.tensorCase("M-024", "{\"a\": " + tensor("F32", "[2]", 0, 8) + "}", 4),
            Inputs.tensorCase("M-024-backwards", "{\"a\": " + tensor("F32", "[1]", 4, 0) + "}", 4),
            Inputs.tensorCase("M-025", "{\"a\": " + tensor("F32", "[2]", 0, 4) + "}", 4),
            Inputs.tensorCase(
                    "M-026",
                    "{\"a\": " + tensor("F32", "[2]", 0, 8) + ", \"b\": " + tensor("F32", "[2]", 4, 12) + "}",
                    12),
            Inputs.tensorCase(
                    "M-027",
                    "{\"a\": " + tensor("F32", "[1]", 0, 4) + ", \"b\": " + tensor("F32", "[1]", 8, 12) + "}",
                    12),
            Inputs.tensorCase("M-028", "{\"a\": " + tensor("F32", "[1]", 0, 4) + "}", 5),
            Inputs.layerCase("M-029", Tensor.of("conv1.lin.weight", values(Float.NaN), 4, 2)),
            Inputs.layerCase("M-029-infinite", Tensor.of("conv1.lin.weight", values(Float.NEGATIVE_INFINITY), 4, 2)),
            new ErrorCase("M-029-too-large", folder -> {
                byte[] file = Inputs.tensors("{\"conv1.lin.weight\": " + tensor("F64", "[2, 2]", 0, 32) + "}", 32);
                ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putDouble(file.length - 8, 1e300);
                Inputs.importModel(folder, Inputs.CONFIG, file);
            }),
            Inputs.layerCase("M-030", Tensor.of("conv1.lin.weight", new int[8], 4, 2)));

    private TensorCases() {}

    private static String tensor(String type, String shape, long begin, long end) {
        return "{\"dtype\": \"" + type + "\", \"shape\": " + shape + ", \"data_offsets\": [" + begin + ", " + end
                + "]}";
    }

    private static float[] values(float bad) {
        return new float[] {0, 0, 0, 0, 0, bad, 0, 0};
    }

    /** A good file whose header length lies. */
    private static ErrorCase header(String id, long length) {
        return new ErrorCase(id, folder -> {
            byte[] file = SafetensorsFile.toBytes("trained", Inputs.layers());
            ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
            Inputs.importModel(folder, Inputs.CONFIG, file);
        });
    }
}
