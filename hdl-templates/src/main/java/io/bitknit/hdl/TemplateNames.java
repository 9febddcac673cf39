// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static io.bitknit.hdl.AcceleratorShape.ceilLog2;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The names that templates may use and their values for one shape: integers, booleans for {@code #if}, and a few texts.
 * All arithmetic on parameters is here, none in a template. Every width is at least 1; a field of no bits has a flag
 * that leaves it out.
 */
final class TemplateNames {
    /** Cycles from a read request to the cycle in which its word is taken. */
    static final int READ_WAIT_CYCLES = 8;

    private static final int BANK_INDEX_FIELD_BITS = 8;
    private static final int CONFIG_BITS = 32;
    private static final int CHUNK_BITS = 32;

    private final AcceleratorShape shape;
    private final Map<String, Object> values = new TreeMap<>();

    private TemplateNames(AcceleratorShape shape) {
        this.shape = shape;
    }

    static Map<String, Object> of(AcceleratorShape shape) {
        TemplateNames names = new TemplateNames(shape);
        names.putShape();
        names.putGather();
        names.putDense();
        names.putRequantizer();
        names.putMemories();
        names.putHostLink();
        names.values.putAll(ShellNames.names());
        return Collections.unmodifiableMap(names.values);
    }

    private void putShape() {
        put("engines", shape.engines());
        put("ports", shape.ports());
        put("lanes", shape.lanes());
        put("planes", shape.planes());
        put("wordBits", shape.wordBits());
        put("planeBits", ceilLog2(shape.planes()));
        put("manyPlanes", shape.planes() > 1);
        put("aligning", shape.planes() > 1 || shape.fold2());
        put("rowShift", shape.rowShiftMax() > 0);
        put("rowShiftTwo", shape.rowShiftMax() > 1);
        put("planeMask", shape.planes() - 1);
        put("foldMask", 2 * shape.planes() - 1);
        put("foldedWords", AcceleratorShape.CODE_BITS / (2 * shape.planes()));
        put("longShift", shape.longShiftLevels());
        put("gatherShifts", binary(shape.gatherShifts()));
        put("denseShifts", binary(shape.denseShifts()));
        put("slots", shape.slots());
        put("requantGroups", shape.requantGroups());
        put("fold2", shape.fold2());
        int foldPlanes = shape.planes() * (shape.fold2() ? 2 : 1);
        put("foldPlanes", foldPlanes);
        put("planesBeyondWord", foldPlanes < AcceleratorShape.CODE_BITS);
        put("rowShiftMax", shape.rowShiftMax());
        put("halfLanes", shape.lanes() / 2);
        put("accumulatorBits", shape.accumulatorBits());
        put("inputClasses", shape.inputClasses());
        put("inputClassBits", shape.inputClassBits());
        put("singleInputClass", shape.inputClasses() == 1);
        put("outputClasses", shape.outputClasses());
        put("outputClassWires", wires(shape.outputClassBits()));
        put("singleOutputClass", shape.outputClasses() == 1);
        put("writers", shape.engines() * shape.slots());
        put("manySlots", shape.slots() > 1);
        put("slotBits", shape.slotBits());
        put("entryBits", shape.entryBits());
        put("addressBits", shape.addressBits());
        put("selects", shape.localBanksPerSlot());
        put("selectWires", wires(shape.bankSelectBits()));
        put("singleSelect", shape.bankSelectBits() == 0);
        put("beats", shape.beatsPerTeam());
        put("beatBits", wires(ceilLog2(shape.beatsPerTeam())));
        put("singleBeat", shape.beatsPerTeam() == 1);
        put("startCycle", shape.configWords() + 2);
    }

    private void putGather() {
        put("groupPorts", Math.min(4, shape.ports()));
        GatherSlot slot = GatherSlot.of(shape);
        put("gatherGroups", slot.groups());
        put("gatherPartBits", slot.partBits());
        put("gatherSumBits", slot.sumBits());
        put("slotSumBits", shape.lanes() * shape.accumulatorBits());
    }

    private void putDense() {
        boolean dense = hasDense(shape);
        int units = Math.max(1, shape.denseUnits());
        DenseUnit unit = DenseUnit.of(shape);
        put("dense", dense);
        put("denseUnits", shape.denseUnits());
        put("densePorts", unit.ports());
        put("densePlanes", shape.densePlanes());
        put("denseSteps", shape.planes() / shape.densePlanes());
        put("denseStepBits", wires(ceilLog2(shape.planes() / shape.densePlanes())));
        put("denseManySteps", shape.planes() > shape.densePlanes());
        put("denseStepShift", ceilLog2(shape.densePlanes()));
        put("denseColumns", shape.denseColumns());
        put("denseNarrow", shape.denseColumns() < shape.lanes());
        put("denseWeightBits", shape.denseWeightBits());
        put("denseBinary", shape.denseWeightBits() == 1);
        put("denseTermBits", unit.termBits());
        put("densePartialBits", unit.partialBits());
        put("denseGroupLanes", unit.groupLanes());
        put("denseGroups", unit.groups());
        put("denseQuads", unit.quads());
        put("denseQuadBits", unit.quadBits());
        put("denseSumBits", unit.sumBits());
        put("denseWeightSetBits", shape.denseWeightSetBits());
        put("denseWeightChunks", shape.denseWeightChunks());
        put("lastChunkBits", shape.denseWeightSetBits() - CHUNK_BITS * (shape.denseWeightChunks() - 1));
        put("setAddressBits", setAddressBits(shape));
        put("setDepth", depth(shape.denseWeightWords()));
        put("rounds", shape.slots() / units);
        put("roundBits", wires(ceilLog2(shape.slots() / units)));
        put("singleRound", shape.slots() == units);
    }

    private void putRequantizer() {
        int exponentBits = ceilLog2(shape.exponentMax() + 1);
        put("requantShift", shape.requantShift());
        put("roundedAway", shape.requantShift() >= 2);
        put("exponents", exponentBits > 0);
        put("exponentMax", shape.exponentMax());
        put("exponentBits", exponentBits);
        put("partialExponent", exponentBits < 3);
        put("biasBits", shape.biasBits());
        Requantizer requantizer = Requantizer.of(shape);
        put("addendBits", requantizer.addendBits());
        put("termBits", requantizer.termBits());
        put("narrowed", requantizer.termBits() < requantizer.productBits());
        put("totalBits", requantizer.totalBits());
        put("codeReach", AcceleratorShape.CODE_BITS + shape.exponentMax());
        put("dsp", shape.multiplier() == AcceleratorShape.Multiplier.DSP);
        put("multiplierName", shape.multiplier().name());
    }

    private void putMemories() {
        put("bankWords", shape.bankWords());
        put("runBits", shape.runBits());
        put("runDepth", depth(shape.runWords()));
        put("runAddressBits", addressBits(shape.runWords()));
        put("programWordBits", shape.programWordBits());
        put("programDepth", depth(shape.programWords()));
        put("programAddressBits", shape.programAddressBits());
        put("descriptorBits", shape.descriptorBits());
        put("beatDepth", depth(shape.beatWords()));
        put("beatAddressBits", addressBits(shape.beatWords()));
        put("tableIndexBits", shape.tableIndexBits());
        put("tableDepth", depth(shape.tableWords()));
        put("configDepth", configDepth(shape));
        put("configAddressBits", addressBits(configDepth(shape)));
        put("configIndexBits", ceilLog2(shape.configWords()));
        put("outputClassWord", 4 + shape.inputClasses());
        put("biasWord", 4 + shape.inputClasses() + shape.outputClasses());
        put("lastConfigWord", shape.configWords() - 1);
    }

    private void putHostLink() {
        int descriptorWordBits = shape.requantGroups() * shape.descriptorBits();
        int tableWordBits = shape.accumulatorBits() + AcceleratorShape.MULTIPLIER_BITS;
        int bankBytes = bytes(shape.wordBits());
        int answerBits = answerBits(shape);
        int widest = loadBits(shape);
        put("bankIndexBits", wires(ceilLog2(shape.ports())));
        put("loadBits", widest);
        put("loadAddressBits", loadAddressBits(shape));
        put("wordByteBits", wires(ceilLog2(bytes(widest))));
        put("configLastByte", bytes(CONFIG_BITS) - 1);
        put("countLastByte", 0);
        put("bankLastByte", bankBytes - 1);
        put("programLastByte", bytes(shape.programWordBits()) - 1);
        put("runLastByte", bytes(shape.runBits()) - 1);
        put("descriptorLastByte", bytes(descriptorWordBits) - 1);
        put("tableLastByte", bytes(tableWordBits) - 1);
        put("weightLastByte", bytes(CHUNK_BITS) - 1);
        put("counterLastByte", 3);
        put("answerBits", answerBits);
        put("answerByteBits", ceilLog2(answerBits / 8));
        put("bankAnswerPadding", zeros(8 * bankBytes - shape.wordBits(), "", ", "));
        put("bankAnswerTail", zeros(answerBits - 8 * bankBytes, ", ", ""));
        put("counterAnswerTail", zeros(answerBits - 32, ", ", ""));
        put("readWait", READ_WAIT_CYCLES);
        put("readWaitLast", READ_WAIT_CYCLES - 1);
    }

    /** Whether the shape has a dense unit at all. */
    static boolean hasDense(AcceleratorShape shape) {
        return shape.denseUnits() > 0 && shape.denseWeightSetBits() > 0;
    }

    static int configDepth(AcceleratorShape shape) {
        return depth(shape.phases() * shape.configWords());
    }

    static int setAddressBits(AcceleratorShape shape) {
        return addressBits(shape.denseWeightWords());
    }

    /** Width of the load bus: the widest word that the host writes. */
    static int loadBits(AcceleratorShape shape) {
        int bits = Math.max(CONFIG_BITS, shape.wordBits());
        bits = Math.max(bits, shape.programWordBits());
        bits = Math.max(bits, shape.runBits());
        bits = Math.max(bits, shape.requantGroups() * shape.descriptorBits());
        return Math.max(bits, shape.accumulatorBits() + AcceleratorShape.MULTIPLIER_BITS);
    }

    /** Width of the longest answer: a bank word in whole bytes, or a counter. */
    static int answerBits(AcceleratorShape shape) {
        return Math.max(CONFIG_BITS, 8 * bytes(shape.wordBits()));
    }

    static int loadAddressBits(AcceleratorShape shape) {
        int bits = BANK_INDEX_FIELD_BITS + shape.addressBits();
        bits = Math.max(bits, addressBits(configDepth(shape)));
        bits = Math.max(bits, shape.programAddressBits());
        bits = Math.max(bits, addressBits(shape.runWords()));
        bits = Math.max(bits, addressBits(shape.beatWords()));
        bits = Math.max(bits, shape.tableIndexBits());
        bits = Math.max(bits, ceilLog2(3 * shape.engines() + 1));
        return Math.max(bits, ceilLog2((shape.denseWeightWords() + 1) * (shape.denseWeightChunks() + 1)));
    }

    /** Four binary digits. */
    private static String binary(int value) {
        return Integer.toBinaryString(16 + value).substring(1);
    }

    static int bytes(int bits) {
        return (bits + 7) / 8;
    }

    static int depth(int words) {
        return Math.max(2, words);
    }

    static int addressBits(int words) {
        return wires(ceilLog2(words));
    }

    static int wires(int bits) {
        return Math.max(1, bits);
    }

    private static String zeros(int bits, String before, String after) {
        return bits == 0 ? "" : before + "{" + bits + "{1'b0}}" + after;
    }

    private void put(String name, Object value) {
        values.put(name, value);
    }
}
