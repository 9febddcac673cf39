// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.EnginePlan;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes the phases of the stages, one per output block, into the engines' memories and the shared tables. */
final class PhaseWriter {
    /** What the host link counts in 8 bits. */
    private static final int MOST_PHASES = 255;

    /** What a configuration word holds in 16 bits. */
    private static final int MOST_BLOCK_WORDS = 65535;

    private final Workload work;
    private final ShapeChoice choice;
    private final List<StoredTensor> tensors;
    private final List<EngineWriter> engines = new ArrayList<>();
    private final List<Phase> phases = new ArrayList<>();
    private final List<byte[]> denseWeights = new ArrayList<>();
    private final RequantTable table = new RequantTable();
    private final int accumulatorBits;
    private int denseColumns;
    private int denseWeightBits;

    PhaseWriter(Workload work, ShapeChoice choice, List<StoredTensor> tensors) {
        this.work = work;
        this.choice = choice;
        this.tensors = tensors;
        this.accumulatorBits = AccumulatorBound.of(work).signedBits();
        for (int e = 0; e < choice.engines(); e++) {
            engines.add(new EngineWriter(choice));
        }
        for (Stage s : work.stages()) {
            if (s.dense()) {
                StoredTensor out = tensors.get(s.output());
                denseColumns = Math.max(denseColumns, Math.min(out.features(), choice.featuresPerWord(out.fold())));
                denseWeightBits = Math.max(denseWeightBits, s.weightBits());
            }
        }
    }

    void write(Stage stage, Teams teams) {
        StoredTensor input = tensors.get(stage.input());
        StoredTensor output = tensors.get(stage.output());
        PhaseClasses classes = PhaseClasses.of(input, stage, choice.densePlanes());
        TensorFormat format = work.tensors().get(stage.output());
        if (stage.dense() && input.blocks() > 32) {
            throw new UserException(
                    "C-007",
                    stage.name(),
                    "the dense combination reads " + input.features() + " features, it takes " + 32 * choice.lanes()
                            + " (32 blocks of lanes); use more lanes");
        }
        if (phases.size() + output.blocks() > MOST_PHASES) {
            throw new UserException(
                    "C-010",
                    stage.name(),
                    "the model needs more than " + MOST_PHASES + " phases, one per layer part and block of "
                            + choice.lanes() + " lanes; use more lanes or fewer layers");
        }
        if (stage.dense() && input.blocks() > 1 && input.blockStrideWords() > MOST_BLOCK_WORDS) {
            throw new UserException(
                    "C-011",
                    stage.name(),
                    "a block of the input has " + input.blockStrideWords() + " words per bank, a dense combination of "
                            + "several blocks takes " + MOST_BLOCK_WORDS + "; use more engines, ports or lanes");
        }
        int[] tableIndex = tableIndices(stage, input, format);
        for (int block = 0; block < output.blocks(); block++) {
            boolean sameBlock = !stage.dense();
            PhaseConfig config = config(stage, input, output, classes, block, sameBlock, format);
            List<EnginePlan> plans = new ArrayList<>();
            for (int e = 0; e < choice.engines(); e++) {
                plans.add(plan(engines.get(e), stage, input, output, classes, teams.destination()[e], tableIndex));
            }
            String name = stage.name() + (output.blocks() == 1 ? "" : ".block" + block);
            phases.add(new Phase(
                    phases.size(),
                    name,
                    stage.layer(),
                    stage.part(),
                    stage.input(),
                    stage.output(),
                    block,
                    config,
                    plans,
                    0,
                    0));
            if (stage.dense()) {
                addDenseWeights(stage, input, output, block);
            }
        }
    }

    private EnginePlan plan(
            EngineWriter writer,
            Stage stage,
            StoredTensor input,
            StoredTensor output,
            PhaseClasses classes,
            int[] destination,
            int[] tableIndex) {
        writer.startPhase(classes.topLevel(), stage.dense());
        int slots = choice.slots();
        TeamEmitter emitter = stage.dense()
                ? new DenseEmitter(choice, input, classes)
                : new GatherEmitter(choice, stage.terms(), input, classes);
        int[] descriptors = new int[slots];
        for (int from = 0; from < destination.length; from += slots) {
            int rowWords = 1;
            for (int d = 0; d < slots; d++) {
                int node = destination[from + d];
                descriptors[d] = node < 0 ? 0 : descriptor(output, node, tableIndex[node]);
                rowWords =
                        Math.max(rowWords, node < 0 ? 1 : output.classOf(node).words());
            }
            int distance = Math.max(choice.beatsPerTeam(), rowWords);
            emitter.emit(writer, destination, from);
            writer.endTeam(distance, descriptors);
        }
        return writer.endPhase(destination);
    }

    private int descriptor(StoredTensor output, int node, int tableIndex) {
        int perSelect = output.replicated() ? choice.engines() * choice.slots() : choice.slots();
        return EngineImage.descriptor(true, output.rowClass()[node], output.bank()[node] / perSelect, tableIndex);
    }

    /** Index of each destination's multiplier and correction. */
    private int[] tableIndices(Stage stage, StoredTensor input, TensorFormat format) {
        int[] index = new int[format.rows()];
        boolean signed = input.classes().stream().anyMatch(RowClass::signed);
        for (int v = 0; v < format.rows(); v++) {
            long correction = 0;
            if (!stage.dense() && signed) {
                Terms t = stage.terms();
                for (int k = t.rowStart()[v]; k < t.rowStart()[v + 1]; k++) {
                    correction += (long) input.classOf(t.source()[k]).correction() << t.shiftOf(k);
                }
            }
            index[v] = table.indexOf(format.multipliers()[v], correction);
        }
        return index;
    }

    private PhaseConfig config(
            Stage stage,
            StoredTensor input,
            StoredTensor output,
            PhaseClasses classes,
            int block,
            boolean sameBlock,
            TensorFormat format) {
        int rowWords = output.classes().stream().mapToInt(RowClass::words).max().orElse(1);
        int perBlock = choice.featuresPerWord(output.fold());
        List<Integer> bias = new ArrayList<>();
        for (int lane = 0; lane < choice.lanes(); lane++) {
            int feature = block * perBlock + lane;
            long b = lane < perBlock && feature < output.features() ? format.bias()[feature] : 0;
            if (b != (int) b) {
                throw new UserException(
                        "C-008", format.name(), "the bias of feature " + feature + " is " + b + ", it takes 32 bits");
            }
            bias.add((int) b);
        }
        return new PhaseConfig(
                stage.dense(),
                input.fold() > choice.planes(),
                output.fold() > choice.planes(),
                !output.replicated(),
                classes.topLevel(),
                AcceleratorShape.drainCycles(stage.dense(), choice.beatsPerTeam(), rowWords),
                input.baseWords() + (sameBlock ? block * input.blockStrideWords() : 0),
                stage.dense() && input.blocks() > 1 ? input.blockStrideWords() : 0,
                stage.dense() ? denseWeights.size() : 0,
                output.baseWords() + block * output.blockStrideWords(),
                classes.classes(),
                output.classes(),
                bias);
    }

    /** One stationary set per input block: input lane times output column, zero where there is no feature. */
    private void addDenseWeights(Stage stage, StoredTensor input, StoredTensor output, int block) {
        int perBlock = choice.featuresPerWord(output.fold());
        for (int set = 0; set < input.blocks(); set++) {
            byte[] weights = new byte[choice.lanes() * denseColumns];
            for (int lane = 0; lane < choice.lanes(); lane++) {
                int i = set * choice.lanes() + lane;
                for (int column = 0; column < denseColumns; column++) {
                    int f = block * perBlock + column;
                    if (i < input.features() && f < output.features() && column < perBlock) {
                        weights[lane * denseColumns + column] = stage.weights()[i * output.features() + f];
                    }
                }
            }
            denseWeights.add(weights);
        }
    }

    List<Phase> phases() {
        return phases;
    }

    RequantTable table() {
        return table;
    }

    byte[][] denseWeights() {
        return denseWeights.toArray(new byte[0][]);
    }

    int denseColumns() {
        return denseColumns;
    }

    int denseWeightBits() {
        return denseWeightBits;
    }

    int accumulatorBits() {
        if (accumulatorBits > 32) {
            throw new UserException(
                    "C-009",
                    work.name(),
                    "the largest sum needs an accumulator of " + accumulatorBits
                            + " bits, 32 are possible; use fewer bits or exponents");
        }
        return accumulatorBits;
    }

    /** Shift fields that the runs of dense phases, or of gather-sum phases, use. */
    int shifts(boolean dense) {
        return engines.stream().mapToInt(e -> e.shifts(dense)).reduce(0, (a, b) -> a | b);
    }

    int biasBits() {
        int bits = 1;
        for (Phase p : phases) {
            for (int b : p.config().bias()) {
                bits = Math.max(bits, 33 - Integer.numberOfLeadingZeros(b < 0 ? ~b : b));
            }
        }
        return bits;
    }

    int inputClasses() {
        return Math.max(
                1,
                phases.stream()
                        .mapToInt(p -> p.config().inputClasses().size())
                        .max()
                        .orElse(1));
    }

    int outputClasses() {
        return phases.stream()
                .mapToInt(p -> p.config().outputClasses().size())
                .max()
                .orElse(1);
    }

    int programWords() {
        return Math.max(
                2, engines.stream().mapToInt(EngineWriter::programWords).max().orElse(2));
    }

    int runWords() {
        return Math.max(
                2, engines.stream().mapToInt(EngineWriter::runCount).max().orElse(2));
    }

    int beatWords() {
        return Math.max(
                2, engines.stream().mapToInt(EngineWriter::beatCount).max().orElse(2));
    }

    List<EngineImage> images() {
        return Arrays.asList(engines.stream().map(EngineWriter::image).toArray(EngineImage[]::new));
    }
}
