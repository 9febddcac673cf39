// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

/** Share of a set of nodes whose class is the labelled one. */
final class Accuracy {
    private Accuracy() {}

    /**
     * @param nodes node ids; those without a label do not count
     * @return 0..1, and 0 if no node counts
     */
    static double of(int[] classes, int[] labels, int[] nodes) {
        int labelled = 0;
        int right = 0;
        for (int v : nodes) {
            if (labels[v] >= 0) {
                labelled++;
                right += classes[v] == labels[v] ? 1 : 0;
            }
        }
        return labelled == 0 ? 0 : (double) right / labelled;
    }

    /** Number of the given nodes that have a label. */
    static int labelled(int[] labels, int[] nodes) {
        int labelled = 0;
        for (int v : nodes) {
            labelled += labels[v] >= 0 ? 1 : 0;
        }
        return labelled;
    }

    /** Share of all nodes that both classify alike, 0..1. */
    static double agreement(int[] classes, int[] others) {
        int same = 0;
        for (int v = 0; v < classes.length; v++) {
            same += classes[v] == others[v] ? 1 : 0;
        }
        return classes.length == 0 ? 1 : (double) same / classes.length;
    }
}
