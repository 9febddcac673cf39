// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The names that templates of shell units may use: numbers of the registers and of the frames, as Verilog constants. */
final class ShellNames {
    /** Bits of a register address that the AXI4-Lite port looks at. */
    static final int ADDRESS_BITS = 12;

    private ShellNames() {}

    static Map<String, Object> names() {
        Map<String, Object> names = new TreeMap<>();
        names.put("identityMagic", String.format(Locale.ROOT, "32'h%08X", RegisterMap.MAGIC));
        names.put("identityFormat", "32'd" + RegisterMap.FORMAT);
        names.put("frameSyncRequest", octet(FrameFormat.SYNC_REQUEST));
        names.put("frameSyncReply", octet(FrameFormat.SYNC_REPLY));
        names.put("frameExchange", octet(FrameFormat.EXCHANGE));
        names.put("frameReset", octet(FrameFormat.RESET));
        names.put("frameIdentify", octet(FrameFormat.IDENTIFY));
        for (Register register : RegisterMap.MAP.registers()) {
            names.put(camel(register.name()), (ADDRESS_BITS - 2) + "'d" + register.word());
        }
        return Collections.unmodifiableMap(names);
    }

    private static String octet(int value) {
        return String.format(Locale.ROOT, "8'h%02X", value);
    }

    /** {@code PACKET_BYTES} becomes {@code registerPacketBytes}. */
    private static String camel(String name) {
        StringBuilder out = new StringBuilder("register");
        for (String word : name.split("_")) {
            out.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return out.toString();
    }
}
