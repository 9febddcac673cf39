// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import io.bitknit.hdl.Register.Access;
import java.util.List;
import java.util.Locale;

/**
 * The registers of the AXI4-Lite port. The Verilog, the page {@code doc/REGISTERS.md}, the Java constants and the C
 * header all come from this list. The first sixteen words are also what a frame of kind {@code I} answers.
 *
 * @param registers ascending by offset
 */
public record RegisterMap(List<Register> registers) {
    /** First word of every bitstream: {@code BKNT}. */
    public static final int MAGIC = 0x424B4E54;

    /** Version of this map and of the frames. */
    public static final int FORMAT = 1;

    /** Words that do not change: the answer to a frame of kind {@code I}. */
    public static final int IDENTITY_WORDS = 16;

    /** Words of the model's digest, most significant first. */
    public static final int MODEL_DIGEST_WORDS = 8;

    /** The one map. */
    public static final RegisterMap MAP = new RegisterMap(List.of(
            new Register("MAGIC", 0x00, Access.READ, MAGIC, "0x424B4E54, the letters BKNT"),
            new Register("FORMAT", 0x04, Access.READ, FORMAT, "version of this map and of the frames"),
            new Register(
                    "TOOL_VERSION", 0x08, Access.READ, 0, "compiler: major in bits 31:24, minor 23:16, patch 15:0"),
            new Register("SHAPE_DIGEST", 0x0C, Access.READ, 0, "first 8 hexadecimal digits of the shape's digest"),
            new Register("CLOCK_HZ", 0x10, Access.READ, 0, "clock of the accelerator in Hz"),
            new Register(
                    "FRAME_BYTES", 0x14, Access.READ, 0, "largest payload of a frame; 0 where there are no frames"),
            new Register(
                    "MODEL_DIGEST",
                    0x20,
                    Access.READ,
                    0,
                    "SHA-256 of the model and the options, 8 words, most significant first"),
            new Register(
                    "CONTROL",
                    0x40,
                    Access.READ_WRITE,
                    0,
                    "bit 0: 1 holds the accelerator and both streams in reset, 0 lets them go"),
            new Register(
                    "STATUS",
                    0x44,
                    Access.READ,
                    0,
                    "bit 0: a byte of a command waits; bit 1: a byte of an answer waits; bit 2: the last beat of a packet of answers has been taken"),
            new Register(
                    "PACKET_BYTES",
                    0x48,
                    Access.READ_WRITE,
                    0,
                    "bytes of the next packet of answers; its last beat carries tlast; counts down to 0"),
            new Register("COMMAND_BYTES", 0x4C, Access.READ, 0, "bytes that the accelerator has taken since reset"),
            new Register("ANSWER_BYTES", 0x50, Access.READ, 0, "bytes that the accelerator has answered since reset"),
            new Register("SCRATCH", 0x54, Access.READ_WRITE, 0, "for self-tests: keeps what is written")));

    public RegisterMap {
        registers = List.copyOf(registers);
        for (int i = 1; i < registers.size(); i++) {
            if (registers.get(i - 1).offset() >= registers.get(i).offset()) {
                throw new IllegalArgumentException(
                        "registers do not ascend at " + registers.get(i).name());
            }
        }
    }

    /** The register of a name. */
    public Register named(String name) {
        return registers.stream()
                .filter(register -> register.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Rows of the page. */
    public String markdown() {
        StringBuilder out =
                new StringBuilder("| offset | register | host may | at reset | meaning |\n|---|---|---|---|---|\n");
        for (Register r : registers) {
            out.append(String.format(
                    Locale.ROOT,
                    "| 0x%02X | %s | %s | %s | %s |\n",
                    r.offset(),
                    r.name(),
                    r.access().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    r.atReset() == 0 && r.access() == Access.READ && r.offset() < 4 * IDENTITY_WORDS
                            ? "of the bitstream"
                            : String.format(Locale.ROOT, "0x%X", r.atReset()),
                    r.meaning()));
        }
        return out.toString();
    }

    /** The constants of C hosts. */
    public String cHeader() {
        StringBuilder out = new StringBuilder(
                "/* Registers of the accelerator, bytes from the base address. Generated; do not edit. */\n"
                        + "#ifndef BITKNIT_REGISTERS_H\n#define BITKNIT_REGISTERS_H\n\n");
        for (Register r : registers) {
            out.append(String.format(
                    Locale.ROOT, "/* %s */\n#define BITKNIT_%s 0x%02Xu\n", r.meaning(), r.name(), r.offset()));
        }
        out.append(String.format(Locale.ROOT, "\n#define BITKNIT_MAGIC_VALUE 0x%08Xu\n", MAGIC));
        out.append(String.format(Locale.ROOT, "#define BITKNIT_FORMAT_VALUE %du\n\n#endif\n", FORMAT));
        return out.toString();
    }

    /** The constants of Java hosts: a class without package. */
    public String javaConstants() {
        StringBuilder out = new StringBuilder(
                "/** Registers of the accelerator, bytes from the base address. Generated; do not edit. */\n"
                        + "final class Registers {\n    private Registers() {}\n");
        for (Register r : registers) {
            out.append(String.format(
                    Locale.ROOT,
                    "\n    /** %s */\n    static final int %s = 0x%02X;\n",
                    r.meaning(),
                    r.name(),
                    r.offset()));
        }
        out.append(String.format(Locale.ROOT, "\n    static final int MAGIC_VALUE = 0x%08X;\n", MAGIC));
        out.append(String.format(Locale.ROOT, "    static final int FORMAT_VALUE = %d;\n}\n", FORMAT));
        return out.toString();
    }

    /** The constants of Python hosts. */
    public String pythonConstants() {
        StringBuilder out = new StringBuilder(
                "# Registers of the accelerator, bytes from the base address. Generated; do not edit.\n");
        for (Register r : registers) {
            out.append(String.format(Locale.ROOT, "%s = 0x%02X  # %s\n", r.name(), r.offset(), r.meaning()));
        }
        out.append(String.format(Locale.ROOT, "MAGIC_VALUE = 0x%08X\n", MAGIC));
        out.append(String.format(Locale.ROOT, "FORMAT_VALUE = %d\n", FORMAT));
        return out.toString();
    }
}
