// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.velocity.VelocityContext;
import org.apache.velocity.app.VelocityEngine;

/**
 * Renders the Verilog of an accelerator. Equal shapes give equal text.
 *
 * <p>Templates see the names of {@link TemplateNames} and, in an inner context, the Verilog system names that map to
 * themselves; any other name fails.
 */
public final class VerilogEmitter {
    /** Name of the top module. */
    public static final String TOP_MODULE = "bitknit_top";

    /** Units in the order of emission; folder of the templates, and module name without prefix. */
    static final List<String> UNITS = List.of(
            "memory",
            "gather_slot",
            "dense_unit",
            "team_result",
            "requantizer",
            "row_writer",
            "sequencer",
            "phase_controller",
            "engine",
            "host_link",
            "top");

    /** Units of board shells, around an accelerator of any shape. */
    static final List<String> SHELL_UNITS = List.of("reset_sync", "identity", "uart_line", "frame_link", "axi_link");

    private static final List<String> SYSTEM_NAMES =
            List.of("signed", "unsigned", "display", "finish", "random", "readmemh", "value", "plusargs", "time");

    private VerilogEmitter() {}

    /**
     * The complete accelerator.
     *
     * @return file name (module name plus {@code .v}) to text, in a fixed order; the top module comes last
     */
    public static Map<String, String> emit(AcceleratorShape shape) {
        Map<String, Object> names = TemplateNames.of(shape);
        Map<String, String> files = new LinkedHashMap<>();
        for (String unit : UNITS) {
            if (!unit.equals("dense_unit") || TemplateNames.hasDense(shape)) {
                String file = unit + ".v.vm";
                files.put(moduleName(unit) + ".v", render(file, resource(unit + "/" + file), names));
            }
        }
        return Collections.unmodifiableMap(files);
    }

    /** What stands between an accelerator and its host. */
    public enum Shell {
        /** A serial line with frames. */
        UART("reset_sync", "identity", "uart_line", "frame_link"),
        /** AXI4-Lite and AXI4-Stream. */
        AXI("reset_sync", "identity", "axi_link");

        private final List<String> units;

        Shell(String... units) {
            this.units = List.of(units);
        }

        /** Contracts of its units, without the accelerator. */
        public List<Unit> contracts() {
            return this == UART
                    ? List.of(new ResetSync(), new Identity(), new UartLine(), new FrameLink())
                    : List.of(new ResetSync(), new Identity(), new AxiLink());
        }
    }

    /**
     * The units of a shell.
     *
     * @return file name to text, as of {@link #emit}; the memory is that of the accelerator and not among them
     */
    public static Map<String, String> emit(Shell shell) {
        Map<String, String> files = new LinkedHashMap<>();
        for (String unit : shell.units) {
            String file = unit + ".v.vm";
            files.put(moduleName(unit) + ".v", render(file, resource(unit + "/" + file), ShellNames.names()));
        }
        return Collections.unmodifiableMap(files);
    }

    /** First 8 hexadecimal digits of the digest of a shape: what the host link answers to the command {@code I}. */
    public static String digest(AcceleratorShape shape) {
        try {
            byte[] sha =
                    MessageDigest.getInstance("SHA-256").digest(shape.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One file of a unit's folder for a shape; {@code names} are added to those of the shape. */
    static String render(String unit, String file, AcceleratorShape shape, Map<String, Object> names) {
        return renderText(file, resource(unit + "/" + file), shape, names);
    }

    /** A template given as text. */
    static String renderText(String file, String template, AcceleratorShape shape, Map<String, Object> names) {
        Map<String, Object> all = new TreeMap<>(TemplateNames.of(shape));
        all.putAll(names);
        return render(file, template, all);
    }

    static String moduleName(String unit) {
        return "bitknit_" + unit;
    }

    private static String render(String file, String template, Map<String, Object> names) {
        VelocityContext system = new VelocityContext();
        SYSTEM_NAMES.forEach(name -> system.put(name, "$" + name));
        VelocityContext context = new VelocityContext(system);
        names.forEach(context::put);
        StringWriter text = new StringWriter();
        engine().evaluate(context, text, file, template);
        return text.toString();
    }

    private static VelocityEngine engine() {
        VelocityEngine engine = new VelocityEngine();
        engine.setProperty("runtime.strict_mode.enable", true);
        engine.setProperty("velocimacro.arguments.strict", true);
        engine.setProperty("parser.space_gobbling", "lines");
        engine.init();
        return engine;
    }

    /** Text of a file of a unit's folder. */
    static String resource(String path) {
        try (InputStream in = VerilogEmitter.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read resource " + path, e);
        }
    }
}
