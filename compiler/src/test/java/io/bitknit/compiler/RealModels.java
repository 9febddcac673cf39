// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitknit.model.FloatModel;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.PygImporter;
import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.PostTrainingQuantizer;
import io.bitknit.quantizer.QuantizationOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Trained models of the shared folder, quantized; a test that needs one is skipped, visibly, where it is missing. */
public final class RealModels {
    private RealModels() {}

    /** @param hiddenBits one width, or four by degree */
    public static QuantizedModel cora(int... hiddenBits) {
        Path shared = Path.of(System.getProperty("bitknit.shared", "../../shared"));
        Path folder = shared.resolve("models/cora-gcn");
        assumeTrue(Files.exists(folder), "models/cora-gcn is not in the folder that -Dbitknit.shared names");
        FloatModel model =
                PygImporter.read(folder, GraphReader.read(shared.resolve("data/cora"), PygImporter.splitIndex(folder)));
        HiddenWidths widths = hiddenBits.length == 1
                ? HiddenWidths.uniform(hiddenBits[0])
                : new HiddenWidths.ByDegree(
                        new DegreeBuckets(Arrays.stream(hiddenBits).boxed().toList(), List.of(4, 8, 16)));
        return PostTrainingQuantizer.quantize(
                        model, QuantizationOptions.defaults().withHidden(widths).withWeightBits(List.of(4)))
                .model();
    }
}
