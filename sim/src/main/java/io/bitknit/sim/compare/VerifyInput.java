// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import io.bitknit.compiler.design.Design;
import io.bitknit.model.QuantizedModel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is compared.
 *
 * @param design the design
 * @param model the model that it was compiled from
 * @param verilog file name to text, as it would be synthesized
 * @param loadBytes commands of the host link that fill every memory
 * @param engines engines to run
 * @param seeds number of runs of each Verilog simulator, at least 1
 * @param cacheFolder where builds of simulators are kept; made if missing
 * @param waveFolder where waveforms of a difference go; null for none
 */
public record VerifyInput(
        Design design,
        QuantizedModel model,
        Map<String, String> verilog,
        byte[] loadBytes,
        Set<Engine> engines,
        int seeds,
        Path cacheFolder,
        @Nullable Path waveFolder) {}
