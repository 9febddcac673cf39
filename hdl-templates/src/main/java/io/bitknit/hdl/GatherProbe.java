// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.util.Map;

/** A gather slot between shift registers, so that it can be placed on a device with few pins. */
public final class GatherProbe {
    /** Its module. */
    public static final String TOP = "gather_probe";

    private GatherProbe() {}

    /** A shape whose gather slot has these parameters; everything else is as small as possible. */
    public static AcceleratorShape shape(int ports, int lanes, int planes, int accumulatorBits) {
        return new AcceleratorShape(
                1,
                ports,
                lanes,
                planes,
                1,
                1,
                0,
                1,
                0,
                0,
                0,
                false,
                0b0010,
                0,
                accumulatorBits,
                64,
                64,
                64,
                64,
                16,
                1,
                1,
                2,
                8,
                0,
                0,
                12,
                Multiplier.LUT);
    }

    /** File name to text. */
    public static Map<String, String> verilog(AcceleratorShape shape) {
        int words = shape.ports() * shape.wordBits();
        int ports = shape.ports();
        int inputs = words + ports + 5;
        int outputs = shape.wordBits() + shape.lanes() * shape.accumulatorBits();
        String text = "// SPDX-License-Identifier: Apache-2.0\n"
                + "module " + TOP + " (input clk, input d, output q);\n"
                + "    reg [" + (inputs - 1) + ":0] in;\n"
                + "    reg [" + (outputs - 1) + ":0] held;\n"
                + "    wire [" + (outputs - 1) + ":0] out;\n"
                + "    assign q = held[0];\n"
                + "    always @(posedge clk) begin\n"
                + "        in <= {in[" + (inputs - 2) + ":0], d};\n"
                + "        held <= in[0] ? out : held >> 1;\n"
                + "    end\n"
                + "    bitknit_gather_slot slot (.clk(clk), .rst(in[1]), .valid(in[2]), .clear(in[3]), .shift({1'b0, in[4]}),\n"
                + "        .skip(in[" + (4 + ports) + ":5]), .words(in[" + (inputs - 1) + ":" + (5 + ports) + "]),\n"
                + "        .single(out[" + (shape.wordBits() - 1) + ":0]),\n"
                + "        .sums(out[" + (outputs - 1) + ":" + shape.wordBits() + "]));\n"
                + "endmodule\n";
        Map<String, String> all = VerilogEmitter.emit(shape);
        return Map.of("probe.v", text, "slot.v", all.getOrDefault("bitknit_gather_slot.v", ""));
    }
}
