// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One list of registers, four readers: the Verilog, the page, Java and C hosts. */
class RegisterMapTest {
    private static final Path PAGE = Path.of("../doc/REGISTERS.md");
    private static final String BEGIN = "<!-- generated: registers -->\n";
    private static final String END = "<!-- end -->";

    @Test
    void pageShowsTheMap() throws Exception {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        String expected =
                page.substring(0, from) + RegisterMap.MAP.markdown() + page.substring(page.indexOf(END, from));
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page)
                    .as("refresh with: mvn -pl hdl-templates -am test -Dgolden=update")
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyReaderNamesEveryRegister() {
        for (Register register : RegisterMap.MAP.registers()) {
            String offset = String.format("0x%02X", register.offset());
            assertThat(RegisterMap.MAP.cHeader()).contains("#define BITKNIT_" + register.name() + " " + offset + "u\n");
            assertThat(RegisterMap.MAP.javaConstants()).contains("int " + register.name() + " = " + offset + ";");
            assertThat(RegisterMap.MAP.pythonConstants()).contains("\n" + register.name() + " = " + offset + "  #");
        }
    }

    @Test
    void theVerilogTakesItsNumbersFromTheMap() {
        String verilog = VerilogEmitter.emit(VerilogEmitter.Shell.AXI).get("bitknit_axi_link.v");
        for (String name : List.of("CONTROL", "STATUS", "PACKET_BYTES", "COMMAND_BYTES", "ANSWER_BYTES", "SCRATCH")) {
            assertThat(verilog)
                    .contains("localparam [9:0] " + name + " = 10'd"
                            + RegisterMap.MAP.named(name).offset() / 4 + ";");
        }
    }

    @Test
    void registersAscendInWholeWords() {
        Register one = new Register("ONE", 4, Register.Access.READ, 0, "");
        assertThatThrownBy(() -> new RegisterMap(List.of(one, one))).hasMessageContaining("ONE");
        assertThatThrownBy(() -> new Register("ODD", 6, Register.Access.READ, 0, ""))
                .hasMessageContaining("ODD");
    }
}
