// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import java.util.Arrays;

/** Program words and runs of the teams of a dense phase: {@code slots / denseUnits} rounds per team. */
final class DenseEmitter implements TeamEmitter {
    private final ShapeChoice choice;
    private final StoredTensor input;
    private final PhaseClasses classes;

    DenseEmitter(ShapeChoice choice, StoredTensor input, PhaseClasses classes) {
        this.choice = choice;
        this.input = input;
        this.classes = classes;
    }

    @Override
    public void emit(EngineWriter writer, int[] destination, int from) {
        int[] word = new int[choice.ports()];
        int rounds = choice.slots() / choice.denseUnits();
        for (int round = 0; round < rounds; round++) {
            Arrays.fill(word, EngineImage.entry(choice.slots(), 0, 0));
            int bits = 1;
            for (int unit = 0; unit < choice.denseUnits(); unit++) {
                int slot = round * choice.denseUnits() + unit;
                int node = destination[from + slot];
                if (node >= 0) {
                    int c = classes.index()[input.rowClass()[node] << 3];
                    word[input.bank()[node]] = EngineImage.entry(slot, c, input.address()[node]);
                    bits = Math.max(bits, input.classOf(node).bits());
                }
            }
            int address = writer.block(word, 1);
            int planes = choice.densePlanes();
            int top = PhaseClasses.denseTop(bits, planes);
            int steps = writer.descentSteps(classes.topLevel() - top) + (top / planes + 1) * input.blocks();
            int distance = AcceleratorShape.roundDistanceCycles(round, choice.denseUnits(), choice.requantGroups());
            writer.startRound(steps, distance, round == rounds - 1);
            for (int level = top; level >= 0; level -= planes) {
                writer.visitDense(level, address, input.blocks(), level == 0);
            }
        }
    }
}
