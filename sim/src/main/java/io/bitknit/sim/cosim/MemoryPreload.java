// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import io.bitknit.hdl.AcceleratorShape;
import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Splits the host's load commands for simulators that are too slow to receive all of them: of every long write, all
 * words but the last become a memory file, and the last word still goes through the host link.
 *
 * @param commands what the host still sends
 * @param files text for {@code $readmemh} by the memory's name in {@link #verilog}
 */
record MemoryPreload(byte[] commands, Map<String, String> files) {
    private static final int COMMAND_BYTES = 11;
    private static final int ALL_ENGINES = 0xFF;
    /** Shorter writes are left to the host. */
    private static final int LONG_WORDS = 16;

    private static final int CONFIGURATION = 0;
    private static final int BANKS = 2;
    private static final int PROGRAM = 3;
    private static final int RUNS = 4;
    private static final int DESCRIPTORS = 5;
    private static final int TABLE = 6;

    static MemoryPreload of(AcceleratorShape shape, byte[] load) {
        ByteArrayOutputStream commands = new ByteArrayOutputStream();
        Map<String, StringBuilder> files = new LinkedHashMap<>();
        int at = 0;
        while (at < load.length) {
            int memory = load[at + 1];
            int count = number(load, at + 7);
            int wordBytes = (wordBits(shape, memory) + 7) / 8;
            int data = at + COMMAND_BYTES;
            int end = data + count * wordBytes;
            if (load[at] != 'W' || end > load.length) {
                throw new IllegalStateException("load command at byte " + at + " is not a complete write");
            }
            if (count < LONG_WORDS || !preloadable(memory)) {
                commands.write(load, at, end - at);
            } else {
                int engine = load[at + 2] & 0xFF;
                int address = number(load, at + 3);
                deposit(shape, files, memory, engine, address, load, data, count - 1);
                last(commands, load, at, address + count - 1, end - wordBytes, wordBytes);
            }
            at = end;
        }
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach((name, text) -> texts.put(name, text.toString()));
        return new MemoryPreload(commands.toByteArray(), Collections.unmodifiableMap(texts));
    }

    private static boolean preloadable(int memory) {
        return memory == CONFIGURATION || memory >= BANKS && memory <= TABLE;
    }

    private static int number(byte[] bytes, int at) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | bytes[at + i] & 0xFF;
        }
        return value;
    }

    private static int wordBits(AcceleratorShape shape, int memory) {
        return switch (memory) {
            case BANKS -> shape.wordBits();
            case PROGRAM -> shape.programWordBits();
            case RUNS -> shape.runBits();
            case DESCRIPTORS -> shape.requantGroups() * shape.descriptorBits();
            case TABLE -> shape.accumulatorBits() + AcceleratorShape.MULTIPLIER_BITS;
            case 1 -> 8;
            default -> 32;
        };
    }

    private static void last(
            ByteArrayOutputStream commands, byte[] load, int command, int address, int data, int wordBytes) {
        commands.write(load, command, 3);
        for (int value : new int[] {address, 1}) {
            for (int shift = 24; shift >= 0; shift -= 8) {
                commands.write(value >>> shift);
            }
        }
        commands.write(load, data, wordBytes);
    }

    private static void deposit(
            AcceleratorShape shape,
            Map<String, StringBuilder> files,
            int memory,
            int engine,
            int address,
            byte[] load,
            int data,
            int count) {
        int wordBits = wordBits(shape, memory);
        int wordBytes = (wordBits + 7) / 8;
        int padding = 2 * wordBytes - (wordBits + 3) / 4;
        int bank = memory == BANKS ? address >>> shape.addressBits() : 0;
        int first = memory == BANKS ? address & (1 << shape.addressBits()) - 1 : address;
        StringBuilder text =
                new StringBuilder("@").append(Integer.toHexString(first)).append('\n');
        for (int i = 0; i < count; i++) {
            int from = data + i * wordBytes;
            String word = HexFormat.of().formatHex(load, from, from + wordBytes);
            text.append(word, padding, word.length()).append('\n');
        }
        if (memory == CONFIGURATION) {
            files.computeIfAbsent("config", name -> new StringBuilder()).append(text);
            return;
        }
        for (int e = 0; e < shape.engines(); e++) {
            if (engine == ALL_ENGINES || engine == e) {
                files.computeIfAbsent(name(e, memory, bank), name -> new StringBuilder())
                        .append(text);
            }
        }
    }

    private static String name(int engine, int memory, int bank) {
        String prefix = "e" + engine + "_";
        return switch (memory) {
            case BANKS -> prefix + "bank" + bank;
            case PROGRAM -> prefix + "program";
            case RUNS -> prefix + "run";
            case DESCRIPTORS -> prefix + "descriptor";
            default -> prefix + "table";
        };
    }

    /** A module that reads the files of the memories that are named on the command line. */
    static String verilog(AcceleratorShape shape) {
        StringBuilder text = new StringBuilder("module bitknit_preload;\n    initial begin\n");
        line(text, "config", "config_memory");
        for (int e = 0; e < shape.engines(); e++) {
            String engine = "engines[" + e + "].engine.";
            line(text, name(e, PROGRAM, 0), engine + "program_memory");
            line(text, name(e, RUNS, 0), engine + "run_memory");
            line(text, name(e, DESCRIPTORS, 0), engine + "descriptor_memory");
            for (int q = 0; q < shape.requantGroups(); q++) {
                line(text, name(e, TABLE, 0), engine + "requant[" + q + "].table_memory");
            }
            for (int bank = 0; bank < shape.ports(); bank++) {
                line(text, name(e, BANKS, bank), engine + "port[" + bank + "].bank");
            }
        }
        return text.append("    end\nendmodule\n").toString();
    }

    private static void line(StringBuilder text, String name, String instance) {
        text.append("        if ($test$plusargs(\"preload_" + name + ".\")) $readmemh(\"" + name
                + ".hex\", bitknit_bench.top." + instance + ".words);\n");
    }
}
