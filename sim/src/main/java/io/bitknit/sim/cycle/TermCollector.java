// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.design.ReadFormat;
import io.bitknit.hdl.AcceleratorShape;
import java.util.Arrays;

/**
 * Finds which rows each slot (or dense unit) of one engine sums in one group of steps. A program entry is visited once
 * per word of its row; when all words of a row were visited, each at its own level, the entry stands for the whole
 * row.
 */
final class TermCollector {
    /** What an entry of a class reads that the phase does not have. */
    private static final ReadFormat NEVER_ACTIVE = new ReadFormat(0, 0, 1);

    private final AcceleratorShape shape;
    private final PhaseConfig config;
    private final EngineImage image;
    private final StepList steps;
    private final RowTable rows;
    private final int engine;
    private final int fold;
    private final int receivers;

    /**
     * {@code [programWord * ports + port]}: words visited, as a mask, or in a dense phase the parts of words that a unit
     * takes at once; reset after each group.
     */
    private final int[] visited;

    private final IntList touched = new IntList();

    /** Per receiver: whole rows, as value places and weight sets; valid after {@link #collect}. */
    final IntList[] places;

    final IntList[] weightSets;
    /** Per receiver: sum of the largest shifted codes of its rows. */
    final long[] bound;
    /** Per receiver: whether some entry is not a whole row. */
    final boolean[] broken;

    TermCollector(
            AcceleratorShape shape, PhaseConfig config, EngineImage image, StepList steps, RowTable rows, int engine) {
        this.shape = shape;
        this.config = config;
        this.image = image;
        this.steps = steps;
        this.rows = rows;
        this.engine = engine;
        this.fold = shape.planes() * (config.inputFold2() ? 2 : 1);
        this.receivers = config.dense() ? shape.denseUnits() : shape.slots();
        int blocks = 1 + Arrays.stream(steps.inputBlock()).max().orElse(0);
        this.visited = new int[image.program().length * blocks];
        this.places = lists();
        this.weightSets = lists();
        this.bound = new long[receivers];
        this.broken = new boolean[receivers];
    }

    private IntList[] lists() {
        IntList[] lists = new IntList[receivers];
        Arrays.setAll(lists, i -> new IntList());
        return lists;
    }

    /** Collects one group, replacing the previous one's results. */
    void collect(int group) {
        for (int r = 0; r < receivers; r++) {
            places[r].clear();
            weightSets[r].clear();
            bound[r] = 0;
            broken[r] = false;
        }
        touched.clear();
        visit(group);
        for (int i = 0; i < touched.size(); i++) {
            int key = touched.get(i);
            int mask = visited[key];
            visited[key] = 0;
            addRow(key % image.program().length, key / image.program().length, mask);
        }
    }

    /** Marks every word that the group reads, and lists the entries that it touches. */
    private void visit(int group) {
        int ports = shape.ports();
        for (int step = steps.groupStart()[group]; step < steps.groupStart()[group + 1]; step++) {
            int from = steps.address()[step] * ports;
            for (int port = 0; port < ports; port++) {
                int entry = entryAt(from + port);
                int word = word(entry, steps.level()[step]);
                if (word < 0) {
                    continue;
                }
                int key = steps.inputBlock()[step] * image.program().length + from + port;
                if (visited[key] == 0) {
                    touched.add(key);
                }
                int part = part(entry, steps.level()[step], word);
                boolean twice = (visited[key] >> part & 1) != 0;
                boolean shifted = steps.shift()[step] != steps.level()[step];
                visited[key] |= 1 << part;
                if (twice || shifted) {
                    broken[receiver(entry, port)] = true;
                }
            }
        }
    }

    private int entryAt(int index) {
        return index < image.program().length ? image.program()[index] : EngineImage.entry(shape.slots(), 0, 0);
    }

    private int receiver(int entry, int port) {
        return config.dense() ? port % shape.denseUnits() : EngineImage.entrySlot(entry);
    }

    /** Word of the entry's row that is read at a level; -1 if the entry is inactive. */
    private int word(int entry, int level) {
        if (EngineImage.entrySlot(entry) >= shape.slots()) {
            return -1;
        }
        ReadFormat format = formatOf(entry);
        boolean active = format.activeAt(level, config.dense() ? 1 : fold);
        return active ? (level - format.firstPlane()) / fold : -1;
    }

    /** Bit of {@link #visited} for a word that is read at a level. */
    private int part(int entry, int level, int word) {
        return config.dense() ? (level - formatOf(entry).firstPlane()) / shape.densePlanes() : word;
    }

    private ReadFormat formatOf(int entry) {
        int index = EngineImage.entryClass(entry);
        return index < config.inputClasses().size() ? config.inputClasses().get(index) : NEVER_ACTIVE;
    }

    private void addRow(int index, int block, int mask) {
        int port = index % shape.ports();
        int entry = image.program()[index];
        ReadFormat format = formatOf(entry);
        int receiver = receiver(entry, port);
        int row = rows.rowAt(engine, port, address(entry, block), fold, format.words());
        if (row < 0 || !complete(row, format, mask)) {
            broken[receiver] = true;
            return;
        }
        places[receiver].add(rows.valuePlace(row, format.firstPlane()));
        weightSets[receiver].add(config.denseWeightBase() + block);
        bound[receiver] += (long) rows.highestCode(row) << format.firstPlane();
    }

    /** A dense unit may pass over planes that the row does not have. */
    private boolean complete(int row, ReadFormat format, int mask) {
        if (!config.dense()) {
            return mask == (1 << format.words()) - 1;
        }
        int parts = (1 << (rows.bits(row) + shape.densePlanes() - 1) / shape.densePlanes()) - 1;
        boolean aligned = format.firstPlane() % shape.planes() == 0;
        return aligned && (mask & parts) == parts;
    }

    private int address(int entry, int block) {
        int address = EngineImage.entryBase(entry) + config.readOffsetWords() + block * config.blockStrideWords();
        return address & (1 << shape.addressBits()) - 1;
    }

    /** Bits of a receiver, as {@link PhasePlan#bits} lists them. */
    int[] bits(int group, int receiver) {
        IntList list = new IntList();
        for (int step = steps.groupStart()[group]; step < steps.groupStart()[group + 1]; step++) {
            for (int port = 0; port < shape.ports(); port++) {
                int entry = entryAt(steps.address()[step] * shape.ports() + port);
                int word = word(entry, steps.level()[step]);
                if (word >= 0 && receiver(entry, port) == receiver) {
                    int block = steps.inputBlock()[step];
                    list.add(rows.wordAt(engine, port, address(entry, block) + word));
                    list.add(steps.shift()[step]);
                    list.add(config.denseWeightBase() + block);
                    int within = steps.level()[step] % shape.planes();
                    list.add(within / shape.densePlanes() * shape.densePlanes());
                }
            }
        }
        return list.toArray();
    }
}
