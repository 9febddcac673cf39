// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.Adjacency;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the nodes of a set of graphs have for input features. */
public enum NodeFeatures {
    /** One column per node label where there are labels, else {@link #DEGREE}: what the field does. */
    AUTO,
    /** One column per node label. */
    LABELS,
    /** One column per degree; the last of 256 stands for all larger degrees. */
    DEGREE,
    /** One column per power of two that a degree reaches: 0, 1, 2 to 3, 4 to 7, and so on. */
    OCTAVES,
    /** One column, 1 for every node. */
    CONSTANT;

    /** Columns of one-hot degrees at most: discussion graphs have hubs of thousands. */
    static final int MOST_DEGREES = 256;

    /** As options write it: {@code degree}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All of them for messages. */
    public static String all() {
        return Arrays.stream(values()).map(NodeFeatures::text).collect(Collectors.joining(", "));
    }

    static FeatureRows degree(Adjacency adjacency) {
        int[] column = new int[adjacency.nodes()];
        int largest = 0;
        for (int v = 0; v < column.length; v++) {
            column[v] = Math.min(adjacency.degree(v), MOST_DEGREES - 1);
            largest = Math.max(largest, column[v]);
        }
        return oneHot(column, largest + 1);
    }

    static FeatureRows octaves(Adjacency adjacency) {
        int[] column = new int[adjacency.nodes()];
        Arrays.setAll(column, v -> Integer.SIZE - Integer.numberOfLeadingZeros(adjacency.degree(v)));
        return oneHot(column, Arrays.stream(column).max().orElse(0) + 1);
    }

    static FeatureRows oneHot(int[] column, int columns) {
        int[] rowStart = new int[column.length + 1];
        Arrays.setAll(rowStart, v -> v);
        float[] value = new float[column.length];
        Arrays.fill(value, 1);
        return new FeatureRows(column.length, columns, rowStart, column, value);
    }
}
