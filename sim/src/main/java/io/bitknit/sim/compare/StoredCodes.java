// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.sim.event.EventLog;
import java.util.HashMap;
import java.util.Map;

/** Finds what a bank write stores: row, block and planes. */
final class StoredCodes {
    /**
     * Meaning of a bank write.
     *
     * @param phase phase that writes
     * @param row row of the phase's output tensor, -1 if no row lies there
     * @param word word of the row's block
     */
    record Place(Phase phase, int row, int word) {}

    private final Design design;
    /** Per phase: row by {@code (engine + 1 if local) << 48 | bank << 32 | address}. */
    private final Map<Integer, Map<Long, Integer>> rows = new HashMap<>();

    StoredCodes(Design design) {
        this.design = design;
    }

    Place place(EventLog events, int event) {
        Phase phase = phaseAt(events.cycle()[event]);
        StoredTensor tensor = design.tensors().get(phase.output());
        Map<Long, Integer> index = rows.computeIfAbsent(phase.index(), i -> index(phase, tensor));
        int engine = tensor.replicated() ? 0 : events.engine()[event];
        Integer row = index.get(key(engine, events.bank()[event], events.address()[event]));
        if (row == null) {
            return new Place(phase, -1, -1);
        }
        int first = tensor.baseWords() + phase.outputBlock() * tensor.blockStrideWords() + tensor.address()[row];
        return new Place(phase, row, events.address()[event] - first);
    }

    /** Feature of a bit of a word, or -1 if it belongs to none. */
    int feature(Place place, int bit) {
        StoredTensor tensor = design.tensors().get(place.phase().output());
        int features = design.shape().wordBits() / tensor.fold();
        int lane = bit % design.shape().lanes();
        int feature = place.phase().outputBlock() * features + lane % features;
        boolean unused = lane >= tensor.fold() / design.shape().planes() * features;
        return unused || feature >= tensor.features() ? -1 : feature;
    }

    /** Bit of the code that a bit of a word is; negative if it is always 0. */
    int plane(Place place, int bit) {
        StoredTensor tensor = design.tensors().get(place.phase().output());
        int lanes = design.shape().lanes();
        int upper = bit % lanes / (design.shape().wordBits() / tensor.fold());
        int plane = place.word() * tensor.fold() + upper * design.shape().planes() + bit / lanes;
        return plane - tensor.classOf(place.row()).shift();
    }

    /** The last write of a phase may be in the cycle of the next start. */
    private Phase phaseAt(long cycle) {
        Phase found = design.phases().get(0);
        for (Phase phase : design.phases()) {
            if (phase.startCycle() < cycle) {
                found = phase;
            }
        }
        return found;
    }

    private Map<Long, Integer> index(Phase phase, StoredTensor tensor) {
        Map<Long, Integer> index = new HashMap<>();
        int base = tensor.baseWords() + phase.outputBlock() * tensor.blockStrideWords();
        for (int row = 0; row < tensor.rows(); row++) {
            int engine = tensor.replicated() ? 0 : tensor.engine()[row];
            for (int w = 0; w < tensor.classOf(row).words(); w++) {
                index.put(key(engine, tensor.bank()[row], base + tensor.address()[row] + w), row);
            }
        }
        return index;
    }

    private static long key(int engine, int bank, int address) {
        return (long) engine << 48 | (long) bank << 32 | address;
    }
}
