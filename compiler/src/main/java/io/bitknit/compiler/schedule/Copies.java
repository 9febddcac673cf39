// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

/** How many weight rows may be stored twice without a deeper memory than the rest of the work needs anyway. */
final class Copies {
    private Copies() {}

    static int affordable(Workload work, ShapeChoice choice) {
        long rows = wordsPerBank(work, choice, 0);
        long whileCombining = rows + wordsPerBank(work, choice, 1);
        long deepest = whileCombining;
        for (int t = 1; t + 1 < work.tensors().size(); t++) {
            deepest = Math.max(deepest, wordsPerBank(work, choice, t) + wordsPerBank(work, choice, t + 1));
        }
        long depth = deepest <= 2 ? 2 : Long.highestOneBit(deepest - 1) << 1;
        if (choice.bankWordsLimit() > 0) {
            depth = Math.min(depth, choice.bankWordsLimit());
        }
        TensorFormat t = work.tensors().get(0);
        // A bank is never exactly as full as the mean; a little stays free.
        long free = Math.max(0, depth - whileCombining) - depth / 64;
        long wordsPerRow = Math.max(1, rows * choice.ports() / Math.max(1, t.rows()));
        return (int) Math.max(0, Math.min(t.rows(), free * choice.ports() / wordsPerRow));
    }

    /** Mean words per bank of a tensor, rounded up. */
    private static long wordsPerBank(Workload work, ShapeChoice choice, int tensor) {
        TensorFormat t = work.tensors().get(tensor);
        int fold = work.denseInput(tensor) ? choice.planes() : choice.foldOf(t.features());
        long words = 0;
        for (byte bits : t.bits()) {
            words += (bits + fold - 1) / fold;
        }
        boolean everywhere = tensor == 0 || work.gathered(tensor);
        int banks = everywhere ? choice.ports() : choice.ports() * choice.engines();
        int perBlock = choice.featuresPerWord(fold);
        return (words + banks - 1) / banks * ((t.features() + perBlock - 1) / perBlock);
    }
}
