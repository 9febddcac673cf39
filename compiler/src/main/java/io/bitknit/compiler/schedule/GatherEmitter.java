// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.StoredTensor;
import java.util.Arrays;

/** Program words and runs of the teams of a gather-sum phase. */
final class GatherEmitter implements TeamEmitter {
    private final ShapeChoice choice;
    private final Terms terms;
    private final StoredTensor input;
    private final PhaseClasses classes;
    private final int[] activeAtLevels;
    private final int idleEntry;

    private long[] entries = new long[256];
    private int[] block;
    private int[] classesOfWord;

    GatherEmitter(ShapeChoice choice, Terms terms, StoredTensor input, PhaseClasses classes) {
        this.choice = choice;
        this.terms = terms;
        this.input = input;
        this.classes = classes;
        this.activeAtLevels = classes.activeAtLevels();
        this.idleEntry = EngineImage.entry(choice.slots(), 0, 0);
        this.block = new int[64 * choice.ports()];
        this.classesOfWord = new int[64];
    }

    @Override
    public void emit(EngineWriter writer, int[] destination, int from) {
        int words = arrange(destination, from);
        int address = writer.block(block, Math.max(1, words));
        int steps = walk(writer, false, address, words);
        writer.startTeam(steps);
        walk(writer, true, address, words);
    }

    /** Sorts the team's entries by port and class into {@link #block}; returns the number of words. */
    private int arrange(int[] destination, int from) {
        int n = 0;
        for (int d = 0; d < choice.slots(); d++) {
            int node = destination[from + d];
            if (node < 0) {
                continue;
            }
            for (int k = terms.rowStart()[node]; k < terms.rowStart()[node + 1]; k++) {
                int u = terms.source()[k];
                int c = classes.index()[input.rowClass()[u] << 3 | terms.shiftOf(k)];
                if (n == entries.length) {
                    entries = Arrays.copyOf(entries, 2 * n);
                }
                entries[n++] = (long) input.bank()[u] << 40
                        | (long) classes.rank()[c] << 32
                        | EngineImage.entry(d, c, input.address()[u]);
            }
        }
        Arrays.sort(entries, 0, n);
        int words = 0;
        for (int i = 0; i < n; ) {
            int port = (int) (entries[i] >>> 40);
            int word = 0;
            for (; i < n && (int) (entries[i] >>> 40) == port; i++, word++) {
                while (word >= words) {
                    addWord(words++);
                }
                int entry = (int) entries[i];
                block[word * choice.ports() + port] = entry;
                classesOfWord[word] |= 1 << EngineImage.entryClass(entry);
            }
        }
        if (words == 0) {
            addWord(0);
        }
        return words;
    }

    private void addWord(int word) {
        if (word == classesOfWord.length) {
            classesOfWord = Arrays.copyOf(classesOfWord, 2 * word);
            block = Arrays.copyOf(block, 2 * word * choice.ports());
        }
        classesOfWord[word] = 0;
        Arrays.fill(block, word * choice.ports(), (word + 1) * choice.ports(), idleEntry);
    }

    /** Visits the levels from the top; counts the steps, and emits them if asked to. */
    private int walk(EngineWriter writer, boolean emitting, int address, int words) {
        int steps = 0;
        int level = classes.topLevel();
        for (int target = level; target >= 0; target--) {
            int mask = activeAtLevels[target];
            int end = 0;
            boolean any = false;
            while (end < words) {
                int start = end;
                while (start < words && (classesOfWord[start] & mask) == 0) {
                    start++;
                }
                end = start;
                while (end < words && (classesOfWord[end] & mask) != 0) {
                    end++;
                }
                if (end > start) {
                    any = true;
                    steps += writer.descentSteps(level - target) + end - start;
                    level = target;
                    if (emitting) {
                        boolean last = target == 0 && noneAfter(end, words, mask);
                        writer.visit(target, address + start, end - start, last);
                    }
                }
            }
            if (target == 0 && !any) {
                steps += writer.descentSteps(level) + 1;
                if (emitting) {
                    writer.visit(0, address, 1, true);
                }
            }
        }
        return steps;
    }

    private boolean noneAfter(int from, int words, int mask) {
        for (int w = from; w < words; w++) {
            if ((classesOfWord[w] & mask) != 0) {
                return false;
            }
        }
        return true;
    }
}
