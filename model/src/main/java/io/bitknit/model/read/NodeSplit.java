// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Which nodes train, choose and test. Ids are in range already.
 *
 * @param train node ids; never mutated, as the others
 */
record NodeSplit(int[] train, int[] validation, int[] test) {

    /**
     * Refuses a split whose figures would mislead: a node twice, a test node that training or choices saw, a node
     * without a label.
     *
     * @param labels class per node, -1 if not known
     * @throws UserException M-062 to M-064, one per kind and list
     */
    NodeSplit checked(String place, int[] labels) {
        List<Diagnostic> found = new ArrayList<>();
        String[] names = {"train", "val", "test"};
        int[][] lists = {train, validation, test};
        byte[] owner = new byte[labels.length];
        for (int l = 0; l < lists.length; l++) {
            firstProblem(place, names, lists[l], l, owner, labels).ifPresent(found::add);
        }
        if (!found.isEmpty()) {
            throw new UserException(found);
        }
        return this;
    }

    /** The same with these ids for choices; they leave training. Ids that are tested are not taken. */
    NodeSplit withValidation(int[] chosen, int ids) {
        boolean[] tested = new boolean[ids];
        boolean[] taken = new boolean[ids];
        for (int id : test) {
            tested[id] = true;
        }
        int[] kept = Arrays.stream(chosen).filter(id -> !tested[id]).toArray();
        for (int id : kept) {
            taken[id] = true;
        }
        return new NodeSplit(Arrays.stream(train).filter(id -> !taken[id]).toArray(), kept, test);
    }

    private static Optional<Diagnostic> firstProblem(
            String place, String[] names, int[] list, int index, byte[] owner, int[] labels) {
        for (int node : list) {
            if (owner[node] == index + 1) {
                return Optional.of(ModelError.SPLIT_REPEATED.found(place, node, names[index]));
            }
            if (owner[node] != 0) {
                return Optional.of(ModelError.SPLIT_OVERLAP.found(place, node, names[owner[node] - 1], names[index]));
            }
            if (labels[node] < 0) {
                return Optional.of(ModelError.SPLIT_UNLABELLED.found(place, node, names[index]));
            }
            owner[node] = (byte) (index + 1);
        }
        return Optional.empty();
    }
}
