// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.FloatForward;
import io.bitknit.model.GraphInput;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Rows;
import io.bitknit.quantizer.engine.Value;
import java.util.Arrays;

/**
 * Nodes or graphs with their classes: what a loss and an accuracy are taken over.
 *
 * @param ids rows of the scores
 * @param classes class of each
 */
record TargetRows(int[] ids, int[] classes, Rows rows, Rows labels) {
    static TargetRows of(Engine engine, GraphInput graph, int[] ids) {
        int[] classes = Arrays.stream(ids).map(id -> graph.labels()[id]).toArray();
        return new TargetRows(ids, classes, engine.rows(ids), engine.rows(classes));
    }

    /** Mean over the rows, one element; at least one row. */
    Value crossEntropy(Value scores) {
        return scores.select(rows).logSoftmax().pick(labels).sum().times(-1.0 / ids.length);
    }

    double accuracy(Value scores) {
        int[] all = FloatForward.classes(scores.numbers(), scores.columns());
        int right = 0;
        for (int i = 0; i < ids.length; i++) {
            right += all[ids[i]] == classes[i] ? 1 : 0;
        }
        return ids.length == 0 ? 0 : (double) right / ids.length;
    }
}
