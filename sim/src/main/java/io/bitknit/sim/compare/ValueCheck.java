// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.model.QuantizedModel;
import io.bitknit.sim.event.EventLog;
import io.bitknit.sim.reference.ReferenceInterpreter;
import io.bitknit.sim.reference.ReferenceResult;
import io.bitknit.sim.reference.ReferenceTensor;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bank writes against the values of the reference: every bit of every stored element, and nothing left out. */
final class ValueCheck {
    private final Design design;
    private final QuantizedModel model;
    private final ReferenceResult reference;
    private final StoredCodes codes;
    private final BitSet aggregatingFirst = new BitSet();
    private final Map<Integer, ReferenceTensor> inputSums = new HashMap<>();

    ValueCheck(Design design, QuantizedModel model, ReferenceResult reference, StoredCodes codes) {
        this.design = design;
        this.model = model;
        this.reference = reference;
        this.codes = codes;
        for (int layer = 0; layer < model.layers().size(); layer++) {
            aggregatingFirst.set(layer, design.aggregatesFirst(layer));
        }
    }

    /** First difference in the order of writing, null if there is none. */
    @Nullable
    Difference firstDifference(EventLog events, String actualBy, long seed) {
        List<BitSet> written = new ArrayList<>();
        for (int i = 0; i < design.phases().size(); i++) {
            written.add(new BitSet());
        }
        for (int event = 0; event < events.count(); event++) {
            StoredCodes.Place place = codes.place(events, event);
            if (place.row() < 0) {
                return stray(place, events, event, actualBy, seed);
            }
            long wrong = events.word()[event] ^ expectedWord(place);
            for (int bit = 0; wrong != 0 && bit < design.shape().wordBits(); bit++) {
                if ((wrong >>> bit & 1) != 0 && codes.feature(place, bit) >= 0) {
                    return value(place, bit, events, event, actualBy, seed);
                }
            }
            written.get(place.phase().index()).set(place.row() * MAX_WORDS + place.word());
        }
        return missing(written, actualBy, seed);
    }

    private static final int MAX_WORDS = 8;

    private ReferenceTensor expected(Phase phase) {
        boolean aggregatesFirst = aggregatingFirst.get(phase.layer());
        boolean last = aggregatesFirst != (phase.part() == Phase.Part.AGGREGATE);
        ReferenceResult.Layer layer = reference.layers().get(phase.layer());
        if (last) {
            return layer.aggregated();
        }
        return aggregatesFirst ? inputSums.computeIfAbsent(phase.layer(), this::inputSums) : layer.combined();
    }

    /** The sums over neighbours of what the layer reads, which the model itself does not name. */
    private ReferenceTensor inputSums(int layer) {
        return ReferenceInterpreter.neighbourSums(
                model.adjacency(), reference.layers().get(layer - 1).aggregated());
    }

    private long expectedWord(StoredCodes.Place place) {
        ReferenceTensor tensor = expected(place.phase());
        long word = 0;
        for (int bit = 0; bit < design.shape().wordBits(); bit++) {
            int feature = codes.feature(place, bit);
            if (feature >= 0 && codes.plane(place, bit) >= 0) {
                word |= (long) (tensor.code(place.row(), feature) >> codes.plane(place, bit) & 1) << bit;
            }
        }
        return word;
    }

    private Difference value(StoredCodes.Place place, int bit, EventLog events, int event, String actualBy, long seed) {
        int feature = codes.feature(place, bit);
        int q = expected(place.phase()).q(place.row(), feature);
        int code = expected(place.phase()).code(place.row(), feature);
        long actualBit = events.word()[event] >>> bit & 1;
        return located(
                Difference.Kind.VALUE,
                "reference",
                actualBy,
                seed,
                place,
                feature,
                codes.plane(place, bit),
                events,
                event,
                "value " + q + " with code " + code,
                "bit " + actualBit + " instead of " + (1 - actualBit));
    }

    private Difference stray(StoredCodes.Place place, EventLog events, int event, String actualBy, long seed) {
        return located(
                Difference.Kind.EVENT,
                "reference",
                actualBy,
                seed,
                place,
                -1,
                -1,
                events,
                event,
                "no row there",
                "a write of 0x" + Long.toHexString(events.word()[event]));
    }

    /** A difference with its place in the model. */
    Difference located(
            Difference.Kind kind,
            String expectedBy,
            String actualBy,
            long seed,
            StoredCodes.Place place,
            int feature,
            int plane,
            EventLog events,
            int event,
            String expected,
            String actual) {
        return new Difference(
                kind,
                expectedBy,
                actualBy,
                seed,
                model.layers().get(place.phase().layer()).name(),
                design.tensors().get(place.phase().output()).name(),
                place.row(),
                feature,
                plane,
                events.bank()[event],
                events.address()[event],
                events.cycle()[event],
                expected,
                actual);
    }

    private @Nullable Difference missing(List<BitSet> written, String actualBy, long seed) {
        for (Phase phase : design.phases()) {
            StoredTensor tensor = design.tensors().get(phase.output());
            for (int row = 0; row < tensor.rows(); row++) {
                for (int w = 0; w < tensor.classOf(row).words(); w++) {
                    if (!written.get(phase.index()).get(row * MAX_WORDS + w)) {
                        int address = tensor.baseWords()
                                + phase.outputBlock() * tensor.blockStrideWords()
                                + tensor.address()[row]
                                + w;
                        return new Difference(
                                Difference.Kind.VALUE,
                                "reference",
                                actualBy,
                                seed,
                                model.layers().get(phase.layer()).name(),
                                tensor.name(),
                                row,
                                -1,
                                w * tensor.fold(),
                                tensor.bank()[row],
                                address,
                                -1,
                                "a word",
                                "no write");
                    }
                }
            }
        }
        return null;
    }
}
