// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.EnginePlan;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.design.ReadFormat;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.JsonText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The numbers of a design as JSON; its arrays are beside it. */
final class DesignJson {
    private static final String FORMAT = "bitknit-design";
    private static final int VERSION = 1;
    private static final int MOST = Integer.MAX_VALUE;

    private DesignJson() {}

    static ObjectNode write(Design design, String arraysDigest) {
        ObjectNode json = JsonText.object()
                .put("format", FORMAT)
                .put("version", VERSION)
                .put("name", design.name())
                .put("digest", design.digest())
                .put("arraysSha256", arraysDigest)
                .put("predictedCycles", design.predictedCycles());
        shape(json.putObject("shape"), design.shape());
        ArrayNode tensors = json.putArray("tensors");
        for (StoredTensor t : design.tensors()) {
            ObjectNode out = tensors.addObject()
                    .put("name", t.name())
                    .put("rows", t.rows())
                    .put("features", t.features())
                    .put("fold", t.fold())
                    .put("replicated", t.replicated())
                    .put("baseWords", t.baseWords())
                    .put("blocks", t.blocks())
                    .put("blockStrideWords", t.blockStrideWords());
            classes(out.putArray("classes"), t.classes());
        }
        ArrayNode phases = json.putArray("phases");
        for (Phase p : design.phases()) {
            phase(phases.addObject(), p);
        }
        return json;
    }

    private static void shape(ObjectNode out, AcceleratorShape s) {
        out.put("engines", s.engines())
                .put("ports", s.ports())
                .put("lanes", s.lanes())
                .put("planes", s.planes())
                .put("slots", s.slots())
                .put("requantGroups", s.requantGroups())
                .put("denseUnits", s.denseUnits())
                .put("densePlanes", s.densePlanes())
                .put("denseColumns", s.denseColumns())
                .put("denseWeightBits", s.denseWeightBits())
                .put("denseWeightWords", s.denseWeightWords())
                .put("fold2", s.fold2())
                .put("gatherShifts", s.gatherShifts())
                .put("denseShifts", s.denseShifts())
                .put("accumulatorBits", s.accumulatorBits())
                .put("bankWords", s.bankWords())
                .put("programWords", s.programWords())
                .put("runWords", s.runWords())
                .put("beatWords", s.beatWords())
                .put("tableWords", s.tableWords())
                .put("inputClasses", s.inputClasses())
                .put("outputClasses", s.outputClasses())
                .put("phases", s.phases())
                .put("requantShift", s.requantShift())
                .put("exponentMax", s.exponentMax())
                .put("rowShiftMax", s.rowShiftMax())
                .put("biasBits", s.biasBits())
                .put("multiplier", s.multiplier().name());
    }

    private static void phase(ObjectNode out, Phase p) {
        PhaseConfig c = p.config();
        out.put("name", p.name())
                .put("layer", p.layer())
                .put("part", p.part().name())
                .put("input", p.input())
                .put("output", p.output())
                .put("outputBlock", p.outputBlock())
                .put("startCycle", p.startCycle())
                .put("cycles", p.cycles())
                .put("dense", c.dense())
                .put("inputFold2", c.inputFold2())
                .put("outputFold2", c.outputFold2())
                .put("local", c.local())
                .put("topLevel", c.topLevel())
                .put("drainCycles", c.drainCycles())
                .put("readOffsetWords", c.readOffsetWords())
                .put("blockStrideWords", c.blockStrideWords())
                .put("denseWeightBase", c.denseWeightBase())
                .put("writeBaseWords", c.writeBaseWords());
        ArrayNode inputs = out.putArray("inputClasses");
        for (ReadFormat f : c.inputClasses()) {
            inputs.addObject()
                    .put("firstPlane", f.firstPlane())
                    .put("words", f.words())
                    .put("fold", f.fold());
        }
        classes(out.putArray("outputClasses"), c.outputClasses());
        ArrayNode bias = out.putArray("bias");
        c.bias().forEach(bias::add);
        ArrayNode engines = out.putArray("engines");
        for (EnginePlan plan : p.engines()) {
            engines.addObject()
                    .put("runStart", plan.runStart())
                    .put("runEnd", plan.runEnd())
                    .put("beatStart", plan.beatStart())
                    .put("teams", plan.teams())
                    .put("steps", plan.steps());
        }
    }

    private static void classes(ArrayNode out, List<RowClass> classes) {
        for (RowClass c : classes) {
            out.addObject()
                    .put("bits", c.bits())
                    .put("signed", c.signed())
                    .put("exponent", c.exponent())
                    .put("fold", c.fold())
                    .put("shift", c.shift());
        }
    }

    /** @throws UserException D-003 if the arrays are not the ones that were written with the numbers */
    static void requireDigest(JsonSection json, String digest) {
        if (!json.string("format").equals(FORMAT) || json.integer("version", 0, MOST) != VERSION) {
            throw new UserException(
                    "D-004",
                    json.place("format"),
                    "this is not a design of version " + VERSION + "; compile the model again");
        }
        json.onlyKeys(
                "format", "version", "name", "digest", "arraysSha256", "predictedCycles", "shape", "tensors", "phases");
        if (!json.string("arraysSha256").equals(digest)) {
            throw new UserException(
                    "D-003",
                    json.place("arraysSha256"),
                    "design.safetensors is not the file that was written with design.json; compile the model again");
        }
    }

    static Design read(JsonSection json, DesignArrays arrays) {
        AcceleratorShape shape = readShape(json.section("shape"));
        List<StoredTensor> tensors = new ArrayList<>();
        for (JsonSection t : json.sections("tensors")) {
            tensors.add(readTensor(t, "tensor" + tensors.size(), arrays));
        }
        List<Phase> phases = new ArrayList<>();
        for (JsonSection p : json.sections("phases")) {
            phases.add(readPhase(p, phases.size(), arrays));
        }
        List<EngineImage> images = new ArrayList<>();
        for (int e = 0; e < shape.engines(); e++) {
            images.add(new EngineImage(
                    arrays.ints("engine" + e + ".program"),
                    arrays.longs("engine" + e + ".runs"),
                    arrays.ints("engine" + e + ".descriptors")));
        }
        return new Design(
                json.string("name"),
                json.string("digest"),
                shape,
                tensors,
                phases,
                images,
                arrays.ints("multipliers"),
                arrays.longs("corrections"),
                arrays.bytes("weightRows", 0, 255),
                arrays.denseWeights(),
                json.integer("predictedCycles", 0, MOST));
    }

    private static AcceleratorShape readShape(JsonSection s) {
        return new AcceleratorShape(
                s.integer("engines", 0, MOST),
                s.integer("ports", 0, MOST),
                s.integer("lanes", 0, MOST),
                s.integer("planes", 0, MOST),
                s.integer("slots", 0, MOST),
                s.integer("requantGroups", 0, MOST),
                s.integer("denseUnits", 0, MOST),
                s.integer("densePlanes", 0, MOST),
                s.integer("denseColumns", 0, MOST),
                s.integer("denseWeightBits", 0, 8),
                s.integer("denseWeightWords", 0, MOST),
                s.bool("fold2"),
                s.integer("gatherShifts", 0, MOST),
                s.integer("denseShifts", 0, MOST),
                s.integer("accumulatorBits", 0, MOST),
                s.integer("bankWords", 0, MOST),
                s.integer("programWords", 0, MOST),
                s.integer("runWords", 0, MOST),
                s.integer("beatWords", 0, MOST),
                s.integer("tableWords", 0, MOST),
                s.integer("inputClasses", 0, MOST),
                s.integer("outputClasses", 0, MOST),
                s.integer("phases", 0, 255),
                s.integer("requantShift", 0, MOST),
                s.integer("exponentMax", 0, MOST),
                s.integer("rowShiftMax", 0, MOST),
                s.integer("biasBits", 0, MOST),
                oneOf(s, "multiplier", Multiplier.values()));
    }

    private static <T extends Enum<T>> T oneOf(JsonSection s, String key, T[] values) {
        return Arrays.stream(values)
                .filter(v -> v.name().equals(s.string(key)))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        "D-004", s.place(key), "'" + s.string(key) + "' is none of " + Arrays.toString(values)));
    }

    private static StoredTensor readTensor(JsonSection t, String name, DesignArrays arrays) {
        return new StoredTensor(
                t.string("name"),
                t.integer("rows", 0, MOST),
                t.integer("features", 1, MOST),
                t.integer("fold", 1, 8),
                t.bool("replicated"),
                t.integer("baseWords", 0, MOST),
                t.integer("blocks", 1, MOST),
                t.integer("blockStrideWords", 0, MOST),
                arrays.ints(name + ".engine"),
                arrays.ints(name + ".bank"),
                arrays.ints(name + ".address"),
                arrays.bytes(name + ".rowClass", 0, 7),
                readClasses(t, "classes"));
    }

    private static List<RowClass> readClasses(JsonSection s, String key) {
        return s.sections(key).stream()
                .map(c -> new RowClass(
                        c.integer("bits", 1, 8),
                        c.bool("signed"),
                        c.integer("exponent", 0, 7),
                        c.integer("fold", 1, 8),
                        c.integer("shift", 0, AcceleratorShape.MOST_ROW_SHIFT)))
                .toList();
    }

    private static List<ReadFormat> readFormats(JsonSection phase) {
        return phase.sections("inputClasses").stream()
                .map(c -> new ReadFormat(
                        c.integer("firstPlane", 0, 31), c.integer("words", 1, 8), c.integer("fold", 1, 8)))
                .toList();
    }

    private static Phase readPhase(JsonSection p, int index, DesignArrays arrays) {
        PhaseConfig config = new PhaseConfig(
                p.bool("dense"),
                p.bool("inputFold2"),
                p.bool("outputFold2"),
                p.bool("local"),
                p.integer("topLevel", 0, 31),
                p.integer("drainCycles", 0, 255),
                p.integer("readOffsetWords", 0, MOST),
                p.integer("blockStrideWords", 0, MOST),
                p.integer("denseWeightBase", 0, MOST),
                p.integer("writeBaseWords", 0, MOST),
                readFormats(p),
                readClasses(p, "outputClasses"),
                Arrays.stream(p.integers("bias", Integer.MIN_VALUE, MOST))
                        .boxed()
                        .toList());
        List<EnginePlan> engines = new ArrayList<>();
        for (JsonSection e : p.sections("engines")) {
            String name = "phase" + index + ".engine" + engines.size();
            engines.add(new EnginePlan(
                    e.integer("runStart", 0, MOST),
                    e.integer("runEnd", 0, MOST),
                    e.integer("beatStart", 0, MOST),
                    e.integer("teams", 0, MOST),
                    arrays.ints(name + ".destination"),
                    arrays.ints(name + ".lastStep"),
                    e.integer("steps", 0, MOST)));
        }
        return new Phase(
                index,
                p.string("name"),
                p.integer("layer", 0, MOST),
                oneOf(p, "part", Phase.Part.values()),
                p.integer("input", 0, MOST),
                p.integer("output", 0, MOST),
                p.integer("outputBlock", 0, MOST),
                config,
                engines,
                p.integer("startCycle", 0, MOST),
                p.integer("cycles", 0, MOST));
    }
}
