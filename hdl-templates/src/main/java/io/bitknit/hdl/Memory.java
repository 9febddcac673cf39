// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Memory with one write and one synchronous read port.
 *
 * @param bits width of a word
 * @param words depth
 */
public record Memory(int bits, int words) implements Unit {
    @Override
    public String unitName() {
        return "memory";
    }

    @Override
    public int latencyCycles() {
        return 1;
    }

    @Override
    public Growth growth(AreaFamily family) {
        MemoryMapping mapping = MemoryMapping.of(family, this);
        int further = mapping.rows() - 1;
        Growth growth = new Growth()
                .tables("distributed cells", mapping.distributed() ? mapping.cells() : 0)
                .tables("bits chosen from two cells", further == 1 ? bits : 0)
                .tables("bits chosen from four cells", further == 2 || further == 3 ? bits : 0)
                .tables("bits chosen from more cells", further > 3 ? bits * further : 0)
                .tables("rows of cells", further > 0 ? mapping.rows() : 0)
                .tables("flip-flop words", mapping.inFlipFlops() ? words : 0)
                .tables("flip-flop words of five inputs", mapping.inFlipFlops() && words > 8 ? words : 0)
                .tables("choices among flip-flops", mapping.inFlipFlops() ? bits * choice(words) : 0);
        return growth.ffs("distributed bits", mapping.distributed() ? bits : 0)
                .ffs("chosen", further > 0 && !mapping.distributed() ? AcceleratorShape.ceilLog2(mapping.rows()) : 0)
                .ffs("flip-flop bits", mapping.inFlipFlops() ? bits * (words + 1) : 0);
    }

    @Override
    public Resources blocks(AreaFamily family) {
        return new Resources(0, 0, MemoryMapping.of(family, this).blocks(), 0);
    }

    /** Tables of four inputs that choose one bit of several: two for four bits, level by level. */
    private static int choice(int of) {
        if (of < 4) {
            return of - 1;
        }
        int rest = of % 4;
        int groups = of / 4 + (rest > 0 ? 1 : 0);
        return 2 * (of / 4) + (rest > 0 ? rest - 1 : 0) + choice(groups);
    }
}
