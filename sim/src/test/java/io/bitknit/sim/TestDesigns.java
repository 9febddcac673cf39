// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.program.HostScript;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.QuantizedModel;
import io.bitknit.sim.compare.Engine;
import io.bitknit.sim.compare.VerifyInput;
import io.bitknit.sim.cosim.ExternalTool;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** What tests need around a design. */
public final class TestDesigns {
    private static final Path CACHE = Path.of("target", "simulators");

    private TestDesigns() {}

    /** Commands that load every memory, as the compiler writes them. */
    public static byte[] loadBytes(Design design) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (HostScript.Section section : HostScript.of(design).sections()) {
            if (section.kind() == HostScript.Kind.LOAD) {
                bytes.writeBytes(section.bytes());
            }
        }
        return bytes.toByteArray();
    }

    public static VerifyInput input(Design design, QuantizedModel model, Set<Engine> engines, int seeds, Path waves) {
        return new VerifyInput(
                design, model, VerilogEmitter.emit(design.shape()), loadBytes(design), engines, seeds, CACHE, waves);
    }

    /** Skips the test if a tool is missing; with {@code -Dtools.required=true} it fails instead. */
    public static void assumeTools(ExternalTool... tools) {
        for (ExternalTool tool : List.of(tools)) {
            if (Boolean.getBoolean("tools.required")) {
                tool.require();
            }
            Assumptions.assumeTrue(tool.isInstalled(), "'" + tool.name() + "' is not installed");
        }
    }
}
