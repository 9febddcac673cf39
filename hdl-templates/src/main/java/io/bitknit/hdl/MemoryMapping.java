// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.List;

/**
 * The cells that synthesis makes of a memory: the kind with the least cost. The costs are those of the tool's own
 * description of the cells (its {@code brams.txt} and {@code lutrams.txt}): cells, half a table for each bit that is chosen
 * from several rows of cells, and half a table for each row's write enable.
 *
 * @param cells number of cells
 * @param rows cells below each other, which share a word's depth
 * @param blocksPerCell block RAMs that a cell takes; 0 for cells of tables and for flip-flops
 * @param inFlipFlops whether there is no cell at all
 */
record MemoryMapping(int cells, int rows, int blocksPerCell, boolean inFlipFlops) {
    private static final double COST_PER_CHOICE = 0.5;

    /** Kinds of cells of one family. */
    private static final List<Cell> ICE40 =
            List.of(new Cell(1, 64, 0, 11, 1, new int[] {2, 4, 8, 16}, new int[] {0, 1, 2, 3}));

    private static final List<Cell> ECP5 = List.of(
            new Cell(0, 4, 0, 4, 4, new int[] {4}, new int[] {0}),
            new Cell(1, 128, 0, 14, 9, new int[] {1, 2, 4, 9, 18, 36}, new int[] {0, 1, 2, 3, 4, 5}));

    private static final List<Cell> XILINX7 = List.of(
            new Cell(0, 8, 7, 5, 6, new int[] {6}, new int[] {0}),
            new Cell(0, 8, 7, 6, 3, new int[] {3}, new int[] {0}),
            new Cell(1, 129, 0, 14, 9, new int[] {1, 2, 4, 9, 18, 36}, new int[] {0, 1, 2, 3, 4, 5}),
            new Cell(2, 257, 0, 15, 9, new int[] {1, 2, 4, 9, 18, 36, 72}, new int[] {0, 1, 2, 3, 4, 5, 6}));

    /** Cost of what a synchronous read of a cell without a read register takes beside it. */
    private static final double DISTRIBUTED_EXTRA = 0;

    /** Cost of a flip-flop memory, per bit. */
    private static final double FLIP_FLOP_COST = 1;

    static MemoryMapping of(AreaFamily family, Memory memory) {
        if (memory.bits() == 0) {
            return new MemoryMapping(0, 1, 0, false);
        }
        MemoryMapping best = new MemoryMapping(0, 1, 0, true);
        double least = FLIP_FLOP_COST * memory.bits() * memory.words() + EXTRA_OF_FLIP_FLOPS;
        for (Cell cell : cells(family)) {
            for (int i = 0; i < cell.widths().length; i++) {
                int width = cell.widths()[i];
                int depth = 1 << cell.addressBits() - cell.widthLogs()[i];
                int rows = (memory.words() + depth - 1) / depth;
                int padded = cell.padded(memory.bits(), width);
                int count = (rows * padded + width - 1) / width;
                double cost = (cell.cost() - cell.perBit()) * count
                        + (double) cell.perBit() * rows * memory.bits() / width
                        + COST_PER_CHOICE * (rows - 1) * memory.bits()
                        + COST_PER_CHOICE * (rows - 1)
                        + (cell.blocks() == 0 ? DISTRIBUTED_EXTRA : 0);
                if (cost < least) {
                    least = cost;
                    best = new MemoryMapping(count, rows, cell.blocks(), false);
                }
            }
        }
        return best;
    }

    private static final double EXTRA_OF_FLIP_FLOPS = 0;

    private static List<Cell> cells(AreaFamily family) {
        return switch (family) {
            case ICE40 -> ICE40;
            case ECP5 -> ECP5;
            case XILINX7 -> XILINX7;
        };
    }

    boolean distributed() {
        return !inFlipFlops && blocksPerCell == 0 && cells > 0;
    }

    /** Block RAMs in all. */
    long blocks() {
        return (long) cells * blocksPerCell;
    }

    /**
     * One kind of cell.
     *
     * @param blocks block RAMs that it takes
     * @param cost of one
     * @param perBit part of the cost that unused bits of a cell do not have
     * @param addressBits address bits at the smallest width
     * @param byteBits bits that are written together; words are padded to them
     * @param widths bits of a word that it can have
     * @param widthLogs address bits that each width takes away
     */
    private record Cell(
            int blocks, double cost, int perBit, int addressBits, int byteBits, int[] widths, int[] widthLogs) {
        int padded(int bits, int width) {
            int unit = byteBits == 0 ? width : Math.min(width, byteBits);
            return (bits + unit - 1) / unit * unit;
        }
    }
}
