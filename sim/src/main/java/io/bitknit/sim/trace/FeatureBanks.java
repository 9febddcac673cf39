// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;

/** The feature banks of all engines. */
final class FeatureBanks {
    private final AcceleratorShape shape;
    private final long[][] words;

    /** Banks with the weight rows of layer 0 in them and zeros elsewhere. */
    FeatureBanks(Design design) {
        this.shape = design.shape();
        this.words = new long[shape.engines() * shape.ports()][shape.bankWords()];
        StoredTensor tensor = design.tensors().get(0);
        int lanes = shape.wordBits() / tensor.fold();
        for (int row = 0; row < tensor.rows(); row++) {
            for (int feature = 0; feature < tensor.features(); feature++) {
                int code = Byte.toUnsignedInt(design.weightRows()[row * tensor.features() + feature]);
                RowClass rowClass = tensor.classOf(row);
                for (int plane = 0; plane < rowClass.bits(); plane++) {
                    if ((code >> plane & 1) != 0) {
                        int address = tensor.baseWords()
                                + feature / lanes * tensor.blockStrideWords()
                                + tensor.address()[row]
                                + rowClass.storedPlane(plane) / tensor.fold();
                        int within = rowClass.storedPlane(plane) % tensor.fold();
                        int lane = feature % lanes + within / shape.planes() * lanes;
                        set(tensor, row, address, 1L << within % shape.planes() * shape.lanes() + lane);
                    }
                }
            }
        }
    }

    private void set(StoredTensor tensor, int row, int address, long bit) {
        for (int engine = 0; engine < shape.engines(); engine++) {
            if (tensor.replicated() || tensor.engine()[row] == engine) {
                words[engine * shape.ports() + tensor.bank()[row]][address] |= bit;
            }
        }
    }

    long read(int engine, int bank, int address) {
        long[] bankWords = words[engine * shape.ports() + bank];
        return address < bankWords.length ? bankWords[address] : 0;
    }

    void write(int engine, int bank, int address, long word) {
        words[engine * shape.ports() + bank][address] = word;
    }
}
